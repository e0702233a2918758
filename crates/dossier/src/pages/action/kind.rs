//! The acts: where each has its page, who may, when it is possible, what its button and its page say.

use kernel::Role;
use process::ProcessRefused;

use super::Prepared;
use crate::acts::frame::Case;
use crate::domain::{DossierRefused, PublicStatus};
use crate::{labels, urls};

/// A link to an act.
#[derive(Debug, Clone)]
pub(in crate::pages) struct Button {
    pub(in crate::pages) label: String,
    pub(in crate::pages) href: String,
    pub(in crate::pages) kind: String,
}

/// An act with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Action {
    HandOver,
    AskSupplement,
    TakeSupplement,
    Pause,
    Resume,
    Reappoint,
    SendBack,
    Reassign,
    Refuse,
    Stop,
    CloseAfterSilence,
    Withdraw,
    ReturnResult,
    PublishResult,
}

impl Action {
    /// All, in the order of the buttons.
    pub(in crate::pages) const ALL: [Self; 14] = [
        Self::ReturnResult,
        Self::HandOver,
        Self::TakeSupplement,
        Self::Resume,
        Self::AskSupplement,
        Self::Reassign,
        Self::PublishResult,
        Self::SendBack,
        Self::Pause,
        Self::Reappoint,
        Self::CloseAfterSilence,
        Self::Refuse,
        Self::Stop,
        Self::Withdraw,
    ];

    pub(in crate::pages) const fn route(self) -> &'static str {
        match self {
            Self::HandOver => "/ho-so/{code}/chuyen",
            Self::AskSupplement => "/ho-so/{code}/bo-sung",
            Self::TakeSupplement => "/ho-so/{code}/nhan-bo-sung",
            Self::Pause => "/ho-so/{code}/tam-dung",
            Self::Resume => "/ho-so/{code}/tiep-tuc",
            Self::Reappoint => "/ho-so/{code}/hen-lai",
            Self::SendBack => "/ho-so/{code}/tra-lai",
            Self::Reassign => "/ho-so/{code}/doi-nguoi",
            Self::Refuse => "/ho-so/{code}/tu-choi",
            Self::Stop => "/ho-so/{code}/dung",
            Self::CloseAfterSilence => "/ho-so/{code}/dung-vi-khong-bo-sung",
            Self::Withdraw => "/ho-so/{code}/rut",
            Self::ReturnResult => "/ho-so/{code}/tra-ket-qua",
            Self::PublishResult => "/ho-so/{code}/cap-nhat-ket-qua",
        }
    }

    fn href(self, code: &str) -> String {
        urls::act(code, self.route().rsplit('/').next().unwrap_or_default())
    }

    pub(in crate::pages) const fn permission(self) -> &'static str {
        match self {
            Self::ReturnResult => "dossier.return",
            _ => "dossier.work",
        }
    }

    /// Why the act is not possible now; `None` where it is.
    pub(in crate::pages) fn why_not(
        self,
        case: &Case,
        may: impl Fn(&'static str) -> bool,
        held: bool,
    ) -> Option<DossierRefused> {
        let dossier = &case.dossier;
        let status = PublicStatus::of(dossier);
        let awaiting = dossier.awaits_supplement();
        let fits = match self {
            Self::ReturnResult => status == PublicStatus::Finished,
            Self::CloseAfterSilence => awaiting && !status.is_end() && dossier.citizen_due_at.is_some(),
            Self::PublishResult => dossier.finished_at.is_some() && dossier.result_published_at.is_none(),
            Self::TakeSupplement => awaiting,
            Self::Resume => {
                !status.is_end() && dossier.paused_at.is_some() && !awaiting && !dossier.awaits_payment()
            }
            Self::HandOver | Self::AskSupplement | Self::Pause => {
                !status.is_end() && dossier.paused_at.is_none()
            }
            Self::Reappoint => !status.is_end() && dossier.paused_at.is_none() && dossier.due_at.is_some(),
            Self::SendBack => !status.is_end() && !Self::at_start(case),
            Self::Reassign | Self::Refuse | Self::Stop | Self::Withdraw => !status.is_end(),
        };
        if !fits {
            return Some(DossierRefused::WrongState(status));
        }
        if !may(self.permission()) {
            return Some(DossierRefused::Forbidden(kernel::Forbidden(self.permission())));
        }
        let free = match self {
            Self::ReturnResult | Self::PublishResult => true,
            Self::TakeSupplement | Self::CloseAfterSilence | Self::Withdraw => held || may("dossier.receive"),
            Self::Reassign => held || may("dossier.assign"),
            _ => held,
        };
        (!free).then_some(DossierRefused::Work(ProcessRefused::NotYours))
    }

    fn at_start(case: &Case) -> bool {
        let start = case.process().map(|process| process.start.as_str()).unwrap_or_default();
        case.work.as_ref().is_none_or(|work| work.step == start)
    }

    /// The buttons on the page, and the acts in the menu beside them.
    pub(in crate::pages) fn buttons(
        case: &Case,
        may: impl Fn(&'static str) -> bool,
        held: bool,
    ) -> (Vec<Button>, Vec<Button>) {
        let possible: Vec<Self> =
            Self::ALL.into_iter().filter(|action| action.why_not(case, &may, held).is_none()).collect();
        let (first, rest): (Vec<Self>, Vec<Self>) =
            possible.into_iter().partition(|action| action.is_prominent());
        let button = |action: &Self, kind: &str| Button {
            label: action.title(case),
            href: action.href(&case.dossier.code),
            kind: kind.to_owned(),
        };
        let kinds = std::iter::once("").chain(std::iter::repeat("secondary"));
        let mut buttons: Vec<Button> =
            first.iter().zip(kinds).map(|(action, kind)| button(action, kind)).collect();
        let mut more = buttons.split_off(buttons.len().min(3));
        more.extend(rest.iter().map(|action| button(action, "")));
        (buttons, more)
    }

    const fn is_prominent(self) -> bool {
        matches!(
            self,
            Self::ReturnResult
                | Self::HandOver
                | Self::TakeSupplement
                | Self::Resume
                | Self::AskSupplement
                | Self::Reassign
                | Self::PublishResult
        )
    }

    /// Title of the page and words of the button that leads to it.
    pub(in crate::pages) fn title(self, case: &Case) -> String {
        let role = case.work.as_ref().and_then(|work| Role::from_code(&work.role));
        let assigns = case.work.as_ref().is_some_and(|work| labels::is_assignment(&work.step));
        if self == Self::HandOver && assigns {
            return "Phân công".to_owned();
        }
        let words = match (self, role) {
            (Self::HandOver, Some(Role::Specialist)) => "Trình duyệt",
            (Self::HandOver, Some(Role::HeadOfDivision | Role::Director)) => "Duyệt, chuyển tiếp",
            (Self::HandOver, _) => "Chuyển bước tiếp",
            (Self::AskSupplement, _) => "Yêu cầu bổ sung",
            (Self::TakeSupplement, _) => "Nhận bổ sung",
            (Self::Pause, _) => "Tạm dừng",
            (Self::Resume, _) => "Tiếp tục",
            (Self::Reappoint, _) => "Xin lỗi và hẹn lại",
            (Self::SendBack, _) => "Trả lại bước trước",
            (Self::Reassign, _) => "Chuyển người khác",
            (Self::Refuse, _) => "Từ chối giải quyết",
            (Self::Stop, _) => "Dừng xử lý",
            (Self::CloseAfterSilence, _) => "Dừng vì không bổ sung",
            (Self::Withdraw, _) => "Rút hồ sơ",
            (Self::ReturnResult, _) => "Trả kết quả",
            (Self::PublishResult, _) => "Cập nhật kết quả",
        };
        words.to_owned()
    }

    /// Words of the button that does it.
    pub(in crate::pages) fn button(self, prepared: &Prepared) -> String {
        match (self, &prepared.next) {
            (Self::HandOver, Some(next)) => format!("Chuyển đến “{next}”"),
            (Self::AskSupplement, _) => "Gửi yêu cầu bổ sung".to_owned(),
            (Self::Reappoint, _) => "Gửi thư xin lỗi và hẹn lại".to_owned(),
            _ => self.title(&prepared.case),
        }
    }

    /// What the notice says when it is done.
    pub(in crate::pages) fn done(self, prepared: &Prepared) -> String {
        match (self, &prepared.next) {
            (Self::HandOver, Some(next)) => format!("Đã chuyển hồ sơ đến “{next}”."),
            (Self::HandOver, None) => "Đã chuyển hồ sơ.".to_owned(),
            (Self::AskSupplement, _) => {
                "Đã yêu cầu bổ sung; thời hạn dừng đến khi nhận đủ giấy tờ.".to_owned()
            }
            (Self::TakeSupplement, _) => "Đã nhận bổ sung; thời hạn được tính lại từ hôm nay.".to_owned(),
            (Self::Pause, _) => "Đã tạm dừng tính thời hạn.".to_owned(),
            (Self::Resume, _) => "Thời hạn tiếp tục được tính.".to_owned(),
            (Self::Reappoint, _) => "Đã hẹn lại ngày trả kết quả.".to_owned(),
            (Self::SendBack, _) => "Đã trả lại bước trước.".to_owned(),
            (Self::Reassign, _) => "Đã đổi người xử lý.".to_owned(),
            (Self::Refuse, _) => "Đã từ chối giải quyết hồ sơ.".to_owned(),
            (Self::Stop | Self::CloseAfterSilence, _) => "Đã dừng xử lý hồ sơ.".to_owned(),
            (Self::Withdraw, _) => "Đã ghi nhận việc rút hồ sơ.".to_owned(),
            (Self::ReturnResult, _) => "Đã trả kết quả.".to_owned(),
            (Self::PublishResult, _) => "Đã cập nhật kết quả lên Cổng.".to_owned(),
        }
    }

    /// Whether it ends the dossier without a result.
    pub(in crate::pages) const fn is_end(self) -> bool {
        matches!(self, Self::Refuse | Self::Stop | Self::CloseAfterSilence | Self::Withdraw)
    }

    /// What the law says about it.
    pub(in crate::pages) const fn law(self) -> &'static str {
        match self {
            Self::AskSupplement => {
                "Chỉ được yêu cầu bổ sung một lần, nêu đủ giấy tờ còn thiếu, lý do và căn cứ (Nghị định 61/2018/NĐ-CP, Điều 11, 17)."
            }
            Self::TakeSupplement => {
                "Sau khi nhận đủ giấy tờ, thời hạn giải quyết được tính lại từ đầu (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4)."
            }
            Self::Reappoint => {
                "Xin lỗi bằng văn bản và hẹn lại chậm nhất 01 ngày trước khi hết hạn, không quá một lần (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9)."
            }
            Self::Refuse => {
                "Từ chối phải bằng văn bản, nêu rõ lý do và căn cứ (Nghị định 61/2018/NĐ-CP, Điều 17, 19 khoản 8)."
            }
            Self::CloseAfterSilence => {
                "Chỉ dừng khi đã quá thời hạn bổ sung ghi trong phiếu yêu cầu mà người nộp không bổ sung."
            }
            Self::Pause => "Thời hạn chỉ được dừng khi pháp luật chuyên ngành cho phép; ghi rõ căn cứ.",
            _ => "",
        }
    }
}
