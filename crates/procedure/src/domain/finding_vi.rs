//! Findings in Vietnamese.

use super::finding::{FindingKind, Wording};

/// What is wrong and what to do, in Vietnamese.
pub(super) fn wording(kind: &FindingKind) -> Wording {
    let (what, remedy) =
        reading(kind).or_else(|| content(kind)).or_else(|| process(kind)).unwrap_or_default();
    Wording { what, remedy }
}

fn reading(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::Unreadable { detail } => {
            (format!("không đọc được tệp: {detail}"), "kiểm tra đường dẫn, quyền đọc và bảng mã UTF-8".into())
        }
        FindingKind::Syntax { detail } => {
            (format!("sai cú pháp TOML: {detail}"), "sửa lại dòng này theo cú pháp TOML".into())
        }
        FindingKind::TooLarge { most } => {
            (format!("gói thủ tục lớn hơn {most} byte"), "tách phụ lục, biểu mẫu ra khỏi gói".into())
        }
        FindingKind::UnknownKey { key, near } => (
            format!("không có khóa “{key}”"),
            near.map_or_else(|| "bỏ khóa này".into(), |near| format!("có lẽ là “{near}”")),
        ),
        FindingKind::MissingKey { key } => {
            (format!("thiếu khóa “{key}”"), format!("bổ sung “{key}” vào nhóm này"))
        }
        FindingKind::WrongType { key, expected } => {
            (format!("“{key}” sai kiểu giá trị"), format!("ghi {}", expected.label()))
        }
        FindingKind::UnknownWord { key, value, allowed } => (
            format!("“{key}” có giá trị không được dùng: “{value}”"),
            format!("chọn một trong: {}", allowed.join(", ")),
        ),
        FindingKind::BadCode { value, guess } => (
            format!("“{value}” không phải mã thủ tục hành chính chuẩn"),
            guess.as_ref().map_or_else(
                || "ghi mã quốc gia dạng 1.010801; chưa có mã thì đặt mã riêng dạng LDNN-01".into(),
                |guess| format!("ghi “{guess}” nếu đúng là mã này"),
            ),
        ),
        FindingKind::BadPartCode { part, value } => (
            format!("mã {} “{value}” không hợp lệ", part.label()),
            "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 60 ký tự".into(),
        ),
        FindingKind::BadUnit { value } => {
            (format!("“{value}” không phải mã đơn vị"), "ghi mã đơn vị bằng chữ in hoa, ví dụ NCC".into())
        }
        FindingKind::BadAmount { key } => (
            format!("“{key}” không phải khoảng thời gian hợp lệ"),
            "ghi số dương, tối đa hai chữ số thập phân, ví dụ 0.5 hoặc 12".into(),
        ),
        FindingKind::OutOfRange { key, low, high } => {
            (format!("“{key}” ngoài khoảng cho phép"), format!("ghi số từ {low} đến {high}"))
        }
        FindingKind::EmptyText { key } => {
            (format!("“{key}” để trống"), "ghi nội dung hoặc bỏ khóa này".into())
        }
        FindingKind::DuplicateWithin { part, code } => {
            (format!("mã {} “{code}” bị trùng", part.label()), "đặt mỗi mã một lần trong gói".into())
        }
        FindingKind::UnknownReference { part, code } => (
            format!("không có {} mang mã “{code}”", part.label()),
            "sửa mã hoặc bổ sung phần còn thiếu".into(),
        ),
        _ => return None,
    })
}

fn content(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::DuplicateCode { code, other } => {
            (format!("mã thủ tục {code} đã có ở {other}"), "giữ một gói, bỏ gói còn lại hoặc sửa mã".into())
        }
        FindingKind::FolderDiffers { folder, code } => {
            (format!("thư mục “{folder}” khác mã thủ tục {code}"), format!("đổi tên thư mục thành “{code}”"))
        }
        FindingKind::NoCase => {
            ("thủ tục chưa có trường hợp nào".into(), "bổ sung ít nhất một nhóm [[case]]".into())
        }
        FindingKind::NoTerms { case } => (
            format!("trường hợp “{case}” chưa có cách thức nộp"),
            "bổ sung nhóm [[case.terms]] với khóa channels".into(),
        ),
        FindingKind::NoLimit { case } => (
            format!("trường hợp “{case}” chưa có thời hạn giải quyết"),
            "bổ sung statutory hoặc published theo quyết định công bố".into(),
        ),
        FindingKind::NoPaper { case } => {
            (format!("trường hợp “{case}” chưa có thành phần hồ sơ"), "bổ sung nhóm [[paper]]".into())
        }
        FindingKind::NoProcess { case } => (
            format!("trường hợp “{case}” chưa gắn quy trình nội bộ"),
            "bổ sung nhóm [[process]] và khóa process của trường hợp".into(),
        ),
        FindingKind::NoResult => {
            ("thủ tục chưa có kết quả giải quyết".into(), "bổ sung nhóm [[result]]".into())
        }
        FindingKind::NoLegalBasis => {
            ("thủ tục chưa có căn cứ pháp lý".into(), "bổ sung nhóm [[legal_basis]]".into())
        }
        FindingKind::ChannelTwice { case, channel } => (
            format!("trường hợp “{case}” ghi hai lần cách thức nộp “{}”", channel.label()),
            "giữ cách thức này ở một nhóm [[case.terms]]".into(),
        ),
        FindingKind::PublishedAboveStatutory { case, published, statutory } => (
            format!(
                "trường hợp “{case}”: thời hạn công bố {published} dài hơn thời hạn luật định {statutory}"
            ),
            "thời hạn công bố không được dài hơn luật định".into(),
        ),
        FindingKind::InternalAbovePublished { case, internal, published } => (
            format!("trường hợp “{case}”: thời hạn nội bộ {internal} dài hơn thời hạn công bố {published}"),
            "đặt thời hạn nội bộ không dài hơn thời hạn công bố".into(),
        ),
        FindingKind::EndedBeforeStart => {
            ("ngày hết hiệu lực không sau ngày có hiệu lực".into(), "sửa in_force_on hoặc ended_on".into())
        }
        FindingKind::ResultWithoutTemplate { result } => (
            format!("kết quả “{result}” chưa có mẫu"),
            "bổ sung khóa template: mẫu để ban hành kết quả".into(),
        ),
        FindingKind::PaperNeverUsed { paper } => (
            format!("thành phần hồ sơ “{paper}” không dùng cho trường hợp nào"),
            "sửa khóa cases hoặc bỏ giấy tờ này".into(),
        ),
        FindingKind::PaperWithoutSheets { paper } => (
            format!("thành phần hồ sơ “{paper}” không yêu cầu bản chính, cũng không yêu cầu bản sao"),
            "ghi originals hoặc copies".into(),
        ),
        _ => return online(kind),
    })
}

fn online(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::LevelNotEligible { level } => (
            format!("{} nhưng ghi không đủ điều kiện cung cấp trực tuyến", level.label()),
            "sửa online.eligible hoặc online.level".into(),
        ),
        FindingKind::LevelWithoutOnline { level } => (
            format!("{} nhưng không trường hợp nào nộp trực tuyến được", level.label()),
            "bổ sung “online” vào channels, hoặc hạ mức độ".into(),
        ),
        FindingKind::OnlineBelowLevel3 { level } => (
            format!("nộp trực tuyến được nhưng chỉ ghi {}", level.label().to_lowercase()),
            "nộp trực tuyến là từ mức độ 3: sửa online.level hoặc channels".into(),
        ),
        FindingKind::PortalWithoutOnline => (
            "tích hợp Cổng Dịch vụ công quốc gia nhưng không nộp trực tuyến được".into(),
            "bổ sung “online” vào channels hoặc sửa online.national_portal".into(),
        ),
        FindingKind::PostalWithoutChannel => (
            "ghi có bưu chính công ích nhưng không trường hợp nào nộp qua bưu chính".into(),
            "bổ sung “postal” vào channels hoặc sửa online.postal".into(),
        ),
        FindingKind::ChannelWithoutPostal { case } => (
            format!("trường hợp “{case}” nộp qua bưu chính nhưng thủ tục ghi không có bưu chính công ích"),
            "sửa online.postal hoặc channels".into(),
        ),
        FindingKind::ScopeContradictsLevel { scope, level } => (
            format!(
                "hình thức “{}” mâu thuẫn với {}",
                scope.label().to_lowercase(),
                level.label().to_lowercase()
            ),
            "toàn trình cần mức độ 4, một phần cần từ mức độ 3".into(),
        ),
        FindingKind::ChannelOutsideLaw { channel } => (
            format!(
                "cung cấp cách thức nộp “{}” mà văn bản quy định không nêu",
                channel.label().to_lowercase()
            ),
            "đối chiếu văn bản; nếu tỉnh cho phép thì giữ nguyên và ghi căn cứ".into(),
        ),
        _ => return None,
    })
}

fn process(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::ProcessNeverUsed { process } => (
            format!("quy trình “{process}” không dùng cho trường hợp nào"),
            "gắn vào trường hợp hoặc bỏ quy trình".into(),
        ),
        FindingKind::NoEnd { process } => (
            format!("quy trình “{process}” không có bước kết thúc"),
            "ghi end = true ở bước trả kết quả".into(),
        ),
        FindingKind::UnreachableStep { process, step } => (
            format!("quy trình “{process}”: không có đường nào đến bước “{step}”"),
            "bổ sung chuyển tiếp đến bước này hoặc bỏ bước".into(),
        ),
        FindingKind::DeadEnd { process, step } => (
            format!("quy trình “{process}”: bước “{step}” không chuyển tiếp đi đâu"),
            "bổ sung chuyển tiếp, hoặc ghi end = true nếu đây là bước cuối".into(),
        ),
        FindingKind::LoopWithoutExit { process, steps } => (
            format!("quy trình “{process}”: các bước {} chạy vòng không có lối ra", steps.join(", ")),
            "bổ sung chuyển tiếp từ một trong các bước này đến bước kết thúc".into(),
        ),
        FindingKind::ForwardCircle { process } => (
            format!("quy trình “{process}”: chuyển tiếp tạo thành vòng"),
            "đặt kind = \"return\" cho chuyển tiếp quay lại bước trước".into(),
        ),
        FindingKind::MissingRole { process, step } => (
            format!("quy trình “{process}”: bước “{step}” chưa có người thực hiện"),
            "bổ sung khóa role".into(),
        ),
        FindingKind::AllotmentsAboveLimit { process, case, sum, limit } => (
            format!(
                "quy trình “{process}”: tổng thời gian các bước {sum} vượt thời hạn luật định {limit} của trường hợp “{case}”"
            ),
            "giảm thời gian các bước, hoặc kiểm tra lại thời hạn luật định".into(),
        ),
        FindingKind::SumDiffers { process, case, sum, published } => (
            format!(
                "quy trình “{process}”: tổng thời gian các bước {sum} khác thời hạn {published} của trường hợp “{case}”"
            ),
            "đối chiếu quyết định phê duyệt quy trình nội bộ; số liệu được giữ nguyên".into(),
        ),
        FindingKind::MixedUnits { process, case, sum, limit } => (
            format!(
                "quy trình “{process}”: có {sum} ở các bước, trong khi trường hợp “{case}” có thời hạn {limit}; không cộng, không so sánh khác đơn vị"
            ),
            "dùng cùng một đơn vị thời gian cho các bước và thời hạn của Sở".into(),
        ),
        _ => return None,
    })
}
