//! Ways of laying out a plan: districts, articles, parts, tables by year, tables with past results.

use citation::{Amount, PlanDraft, read_text};

/// "clause kind comparator value unit window" of each target, then "clause duty" of each milestone.
fn outline(draft: &PlanDraft) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for target in &draft.targets {
        let value = match &target.value {
            Amount::Number(value) => value.to_string(),
            Amount::Grade(grade) => grade.clone(),
        };
        let unit = target.unit.clone().unwrap_or_default();
        let window = target.window.map(|window| window.to_string()).unwrap_or_default();
        let kind = format!("{:?}", target.kind).to_lowercase();
        lines.push(format!("{} {kind} {} {value} {unit} {window}", target.clause, target.comparator.sign()));
    }
    lines.extend(draft.milestones.iter().map(|duty| format!("{} duty", duty.clause)));
    lines
}

#[test]
fn a_district_s_plan() {
    let draft = read_text(
        r"UBND HUYỆN KIM ĐỘNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 25/KH-UBND
Kim Động, ngày 14 tháng 01 năm 2022

KẾ HOẠCH
Cải cách hành chính nhà nước huyện Kim Động năm 2022

Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030; Kế hoạch số 196/KH-UBND ngày 24/12/2021 của UBND tỉnh Hưng Yên, UBND huyện xây dựng Kế hoạch cải cách hành chính năm 2022 với những nội dung sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao hiệu lực, hiệu quả hoạt động của các cơ quan.
2. Yêu cầu
- Bám sát nhiệm vụ của tỉnh.

II. KẾT QUẢ NĂM 2021
- Tỷ lệ hồ sơ giải quyết đúng hạn đạt 99,2%; tiếp nhận 12.560 hồ sơ.
- Tổ chức 03 cuộc kiểm tra tại 06 xã.

III. MỤC TIÊU
1. Mục tiêu chung
Tiếp tục đẩy mạnh cải cách hành chính.
2. Mục tiêu cụ thể
2.1. Cải cách thể chế
- 100% văn bản QPPL được ban hành đúng trình tự.
- Hoàn thành việc rà soát văn bản trước ngày 30/6.
2.2. Cải cách TTHC
a) Tỷ lệ giải quyết hồ sơ đúng hạn: cấp huyện đạt từ 98% trở lên; cấp xã đạt từ 99% trở lên.
b) Phấn đấu tối thiểu 35% hồ sơ được nộp trực tuyến mức độ 3, trên 50% ở mức độ 4.
c) Mức độ hài lòng của người dân, doanh nghiệp đạt trên 90%, trong đó lĩnh vực đất đai đạt trên 85%.
2.3. Cải cách chế độ công vụ
- Đến cuối năm, giảm ít nhất 2% biên chế so với năm 2021.
- Cử ít nhất 50 lượt cán bộ, công chức đi đào tạo, bồi dưỡng.
- Xếp hạng Chỉ số CCHC của huyện nằm trong tốp 5 của tỉnh.

IV. NHIỆM VỤ
1. Phòng Nội vụ
- Chủ trì tham mưu UBND huyện kiểm tra ít nhất 30% phòng, ban và 05 xã, thị trấn; báo cáo trước ngày 15/11/2022.
- Tổng hợp, báo cáo định kỳ hằng quý.
2. Văn phòng HĐND-UBND huyện
- Duy trì hoạt động Bộ phận Một cửa 8 giờ/ngày, 5 ngày/tuần.
- Giảm thời gian chờ của công dân xuống dưới 15 phút.
- Niêm yết công khai 100% TTHC trong vòng 05 ngày làm việc kể từ ngày công bố.
3. UBND các xã, thị trấn
Mỗi xã, thị trấn tổ chức tối thiểu 02 hội nghị tuyên truyền và có ít nhất 01 mô hình, sáng kiến CCHC.
Kinh phí thực hiện: 350 triệu đồng từ nguồn ngân sách huyện.

V. TỔ CHỨC THỰC HIỆN
Yêu cầu các phòng, ban nghiêm túc thực hiện./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT, NV (15b).
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
",
    );
    let expected = [
        "III.2.1 ratio = 100 % 2022-01-01..2022-12-31",
        "III.2.2.a ratio >= 98 % 2022-01-01..2022-12-31",
        "III.2.2.a ratio >= 99 % 2022-01-01..2022-12-31",
        "III.2.2.b ratio >= 35 % 2022-01-01..2022-12-31",
        "III.2.2.b ratio >= 50 % 2022-01-01..2022-12-31",
        "III.2.2.c ratio >= 90 % 2022-01-01..2022-12-31",
        "III.2.2.c ratio >= 85 % 2022-01-01..2022-12-31",
        "III.2.3 change >= 2 % 2022-01-01..2022-12-31",
        "III.2.3 count >= 50 lượt 2022-01-01..2022-12-31",
        "III.2.3 rank <= 5 hạng 2022-01-01..2022-12-31",
        "IV.1 ratio >= 30 % 2022-01-01..2022-12-31",
        "IV.1 count = 5 xã 2022-01-01..2022-12-31",
        "IV.2 duration <= 15 phút 2022-01-01..2022-12-31",
        "IV.2 ratio = 100 % 2022-01-01..2022-12-31",
        "IV.3 count >= 2 hội nghị 2022-01-01..2022-12-31",
        "IV.3 count >= 1 mô hình 2022-01-01..2022-12-31",
        "III.1 duty",
        "III.2.1 duty",
        "IV.1 duty",
        "IV.2 duty",
        " duty",
    ];
    assert_eq!(outline(&draft), expected);
}

#[test]
fn parts_letters_and_a_table_with_gaps() {
    let draft = read_text(
        r"KẾ HOẠCH
Chuyển đổi số của Sở Nội vụ năm 2023

A. MỤC TIÊU
1) 100% văn bản đi được ký số.
2) Phấn đấu ít nhất 50% hồ sơ tạo lập, lưu giữ, chia sẻ dữ liệu điện tử theo quy định.
B. NHIỆM VỤ
a. Xây dựng 02 cơ sở dữ liệu chuyên ngành trong quý II.
b. Tổ chức tập huấn cho 100% cán bộ, công chức, viên chức; mỗi đơn vị cử tối thiểu 01 người tham gia.
c. Rà soát, cập nhật quy trình.

STT   Chỉ tiêu                                  Đơn vị   Chỉ tiêu năm 2023    Đơn vị chủ trì
1     Tỷ lệ hồ sơ công việc xử lý trên mạng     %        90                   Văn phòng Sở
2     Số lớp tập huấn                           lớp      ≥ 3                  Phòng CCHC
3     Thời gian xử lý trung bình                ngày     ≤ 2,5                Phòng CCHC

Trang 2/5
C. TỔ CHỨC THỰC HIỆN
Văn phòng Sở chủ trì, theo dõi việc thực hiện.
",
    );
    let expected = [
        "A.1 ratio = 100 % 2023-01-01..2023-12-31",
        "A.2 ratio >= 50 % 2023-01-01..2023-12-31",
        "B.a count = 2 cơ sở dữ liệu 2023-04-01..2023-06-30",
        "B.b ratio = 100 % 2023-01-01..2023-12-31",
        "B.b count >= 1 người 2023-01-01..2023-12-31",
        "B.c.1 ratio = 90 % 2023-01-01..2023-12-31",
        "B.c.2 count >= 3 lớp 2023-01-01..2023-12-31",
        "B.c.3 duration <= 2.5 ngày 2023-01-01..2023-12-31",
        "B.c duty",
        "C duty",
    ];
    assert_eq!(outline(&draft), expected);
}

#[test]
fn tables_with_past_columns() {
    let draft = read_text(
        r"SỞ Y TẾ
KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2022

| STT | Chỉ tiêu | ĐVT | Thực hiện năm 2021 | Kế hoạch năm 2022 |
| 1 | Tỷ lệ hồ sơ đúng hạn | % | 97,5 | 99 |
| 2 | Số thủ tục mức độ 4 | thủ tục | 30 | 45 |

PHỤ LỤC
TT
Chỉ tiêu
Đơn vị
Kết quả 2021
Chỉ tiêu 2022
Đơn vị chủ trì
1
Tỷ lệ hài lòng của người bệnh
%
85
90
Phòng Nghiệp vụ Y
2
Số lớp tập huấn
lớp
3
5
Văn phòng
I
Nhóm nhiệm vụ
3
Xây dựng kế hoạch kiểm tra cải cách hành chính
Kế hoạch
Văn phòng
Quý I/2022
Báo cáo
",
    );
    let expected = [
        "1 ratio = 99 % 2022-01-01..2022-12-31",
        "2 count = 45 thủ tục 2022-01-01..2022-12-31",
        "PL.1 ratio = 90 % 2022-01-01..2022-12-31",
        "PL.2 count = 5 lớp 2022-01-01..2022-12-31",
        "PL.I.3 duty",
    ];
    assert_eq!(outline(&draft), expected);
}

#[test]
fn articles_and_a_table_by_year() {
    let draft = read_text(
        r"BỘ TÀI CHÍNH
KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH GIAI ĐOẠN 2021 - 2025
(Ban hành kèm theo Quyết định số 2007/QĐ-BTC ngày 11 tháng 10 năm 2021 của Bộ trưởng Bộ Tài chính)

PHẦN I
MỤC TIÊU

Điều 1. Mục tiêu chung
Xây dựng nền hành chính hiện đại.

Điều 2. Mục tiêu đến năm 2025
1. Cắt giảm, đơn giản hóa ít nhất 20% số quy định và cắt giảm ít nhất 20% chi phí tuân thủ quy định liên quan đến hoạt động kinh doanh.
2. Tối thiểu 80% TTHC có yêu cầu nghĩa vụ tài chính được triển khai thanh toán trực tuyến; trong số đó, tỷ lệ giao dịch thanh toán trực tuyến đạt từ 30% trở lên.
3. 80% hồ sơ giải quyết TTHC được luân chuyển trong nội bộ giữa các cơ quan có thẩm quyền giải quyết, hoặc các cơ quan có liên quan được thực hiện bằng phương thức điện tử. Tối thiểu 80% người dân, doanh nghiệp khi thực hiện TTHC không phải cung cấp lại các thông tin, giấy tờ, tài liệu đã được chấp nhận khi thực hiện thành công TTHC trước đó.
4. 100% TTHC, đủ điều kiện theo quy định của pháp luật, được cung cấp dịch vụ công trực tuyến mức độ 4; tỷ lệ hồ sơ giải quyết theo hình thức trực tuyến mức độ 3, 4 trên tổng số hồ sơ đạt tối thiểu 50%.
5. Mức độ hài lòng của người dân, doanh nghiệp về giải quyết TTHC đạt tối thiểu 90%, trong đó mức độ hài lòng về giải quyết các TTHC lĩnh vực thuế, hải quan đạt tối thiểu 85% vào năm 2025 và 90% vào năm 2030.
6. Giảm tối thiểu bình quân 10% số lượng đơn vị sự nghiệp công lập, giảm 10% biên chế sự nghiệp hưởng lương trực tiếp từ ngân sách nhà nước so với năm 2021.
7. 60% các hệ thống thông tin có liên quan đến người dân, doanh nghiệp đã đưa vào vận hành, khai thác được kết nối, liên thông qua Trục liên thông văn bản quốc gia.

| STT | Chỉ tiêu | Đơn vị tính | Năm 2022 | Năm 2023 | Năm 2025 |
|---|---|---|---|---|---|
| 1 | Tỷ lệ hồ sơ trực tuyến | % | 40 | 45,5 | 60 |
| 2 | Số dịch vụ công tích hợp Cổng quốc gia | dịch vụ | 20 | 30 | 50 |

PHẦN II
TỔ CHỨC THỰC HIỆN
Điều 3. Trách nhiệm
1. Vụ Pháp chế:
a) Theo dõi, đôn đốc việc thực hiện Kế hoạch này.
b) Báo cáo Bộ trưởng trước ngày 15 tháng 12 hằng năm.
",
    );
    let expected = [
        "Điều 2.1 change >= 20 % ..2025-12-31",
        "Điều 2.1 change >= 20 % ..2025-12-31",
        "Điều 2.2 ratio >= 80 % ..2025-12-31",
        "Điều 2.2 ratio >= 30 % ..2025-12-31",
        "Điều 2.3 ratio = 80 % ..2025-12-31",
        "Điều 2.3 ratio >= 80 % ..2025-12-31",
        "Điều 2.4 ratio = 100 % ..2025-12-31",
        "Điều 2.4 ratio >= 50 % ..2025-12-31",
        "Điều 2.5 ratio >= 90 % 2025-01-01..2025-12-31",
        "Điều 2.5 ratio >= 85 % 2025-01-01..2025-12-31",
        "Điều 2.5 ratio >= 90 % 2030-01-01..2030-12-31",
        "Điều 2.6 change >= 10 % ..2025-12-31",
        "Điều 2.6 change = 10 % ..2025-12-31",
        "Điều 2.7 ratio = 60 % ..2025-12-31",
        "Điều 2.7.1 ratio = 40 % 2022-01-01..2022-12-31",
        "Điều 2.7.1 ratio = 45.5 % 2023-01-01..2023-12-31",
        "Điều 2.7.1 ratio = 60 % 2025-01-01..2025-12-31",
        "Điều 2.7.2 count = 20 dịch vụ 2022-01-01..2022-12-31",
        "Điều 2.7.2 count = 30 dịch vụ 2023-01-01..2023-12-31",
        "Điều 2.7.2 count = 50 dịch vụ 2025-01-01..2025-12-31",
        "Điều 1 duty",
        "Điều 3.1.a duty",
        "Điều 3.1.b duty",
    ];
    assert_eq!(outline(&draft), expected);
}
