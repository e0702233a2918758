//! The ten public statuses of the national portal (TrangThaiHoSo), computed from the dates of the record.

use super::Dossier;

/// Public status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicStatus {
    /// 1 Mới đăng ký.
    Registered = 1,
    /// 2 Được tiếp nhận.
    Received = 2,
    /// 3 Không được tiếp nhận.
    NotReceived = 3,
    /// 4 Đang xử lý.
    Processing = 4,
    /// 5 Yêu cầu bổ sung giấy tờ.
    AwaitingSupplement = 5,
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính.
    AwaitingPayment = 6,
    /// 7 Công dân yêu cầu rút hồ sơ.
    Withdrawn = 7,
    /// 8 Dừng xử lý.
    Stopped = 8,
    /// 9 Đã xử lý xong.
    Finished = 9,
    /// 10 Đã trả kết quả.
    Returned = 10,
}

impl PublicStatus {
    /// All, by number.
    pub const ALL: [Self; 10] = [
        Self::Registered,
        Self::Received,
        Self::NotReceived,
        Self::Processing,
        Self::AwaitingSupplement,
        Self::AwaitingPayment,
        Self::Withdrawn,
        Self::Stopped,
        Self::Finished,
        Self::Returned,
    ];

    /// The status that the record's dates give.
    pub fn of(dossier: &Dossier) -> Self {
        if dossier.withdrawn_at.is_some() {
            Self::Withdrawn
        } else if dossier.refused_at.is_some() {
            // Before it left the counter a refusal means it was not taken in; afterwards the work is stopped.
            if dossier.started_at.is_none() { Self::NotReceived } else { Self::Stopped }
        } else if dossier.stopped_at.is_some() {
            Self::Stopped
        } else if dossier.returned_at.is_some() {
            Self::Returned
        } else if dossier.finished_at.is_some() {
            Self::Finished
        } else if dossier.paused_at.is_some() && dossier.due_at.is_none() {
            Self::AwaitingSupplement
        } else if dossier.started_at.is_some() {
            Self::Processing
        } else {
            Self::Received
        }
    }

    /// The portal's number.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The portal's words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Registered => "Mới đăng ký",
            Self::Received => "Được tiếp nhận",
            Self::NotReceived => "Không được tiếp nhận",
            Self::Processing => "Đang xử lý",
            Self::AwaitingSupplement => "Yêu cầu bổ sung giấy tờ",
            Self::AwaitingPayment => "Yêu cầu thực hiện nghĩa vụ tài chính",
            Self::Withdrawn => "Công dân yêu cầu rút hồ sơ",
            Self::Stopped => "Dừng xử lý",
            Self::Finished => "Đã xử lý xong",
            Self::Returned => "Đã trả kết quả",
        }
    }

    /// Whether the dossier has come to an end of its processing.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::NotReceived | Self::Withdrawn | Self::Stopped | Self::Finished | Self::Returned)
    }
}
