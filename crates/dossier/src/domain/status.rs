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
        } else if dossier.awaits_payment() {
            Self::AwaitingPayment
        } else if dossier.awaits_supplement() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Instant;

    fn dossier() -> Dossier {
        let text = include_str!("../../tests/received.json");
        serde_json::from_str(text).unwrap()
    }

    fn at(hour: i64) -> Option<Instant> {
        Instant::parse("2022-03-07T09:00").ok().map(|start| start.plus_minutes(hour * 60))
    }

    #[test]
    fn the_status_follows_from_the_dates_alone() {
        type Change = fn(&mut Dossier);
        let table: [(&str, Change, PublicStatus); 14] = [
            ("received", |_| {}, PublicStatus::Received),
            ("begun", |d| d.started_at = at(1), PublicStatus::Processing),
            (
                "supplement asked",
                |d| (d.started_at, d.paused_at, d.due_at) = (at(1), at(2), None),
                PublicStatus::AwaitingSupplement,
            ),
            (
                "payment asked",
                |d| (d.started_at, d.payment_asked_at) = (at(1), at(2)),
                PublicStatus::AwaitingPayment,
            ),
            (
                "paid",
                |d| (d.started_at, d.payment_asked_at, d.payment_settled_at) = (at(1), at(2), at(3)),
                PublicStatus::Processing,
            ),
            (
                "withdrawn instead of paying",
                |d| (d.payment_asked_at, d.withdrawn_at) = (at(2), at(3)),
                PublicStatus::Withdrawn,
            ),
            ("paused otherwise", |d| (d.started_at, d.paused_at) = (at(1), at(2)), PublicStatus::Processing),
            ("finished", |d| (d.started_at, d.finished_at) = (at(1), at(2)), PublicStatus::Finished),
            (
                "returned",
                |d| (d.started_at, d.finished_at, d.returned_at) = (at(1), at(2), at(3)),
                PublicStatus::Returned,
            ),
            ("refused at the counter", |d| d.refused_at = at(1), PublicStatus::NotReceived),
            ("refused later", |d| (d.started_at, d.refused_at) = (at(1), at(2)), PublicStatus::Stopped),
            ("withdrawn", |d| d.withdrawn_at = at(1), PublicStatus::Withdrawn),
            (
                "withdrawn while awaited",
                |d| (d.paused_at, d.due_at, d.withdrawn_at) = (at(1), None, at(2)),
                PublicStatus::Withdrawn,
            ),
            ("stopped", |d| (d.started_at, d.stopped_at) = (at(1), at(2)), PublicStatus::Stopped),
        ];
        for (what, change, status) in table {
            let mut changed = dossier();
            change(&mut changed);
            assert_eq!(PublicStatus::of(&changed), status, "{what}");
            let ends = matches!(status.number(), 3 | 7 | 8 | 9 | 10);
            assert_eq!(status.is_end(), ends, "{what}");
        }
    }

    #[test]
    fn numbers_are_those_of_the_portal() {
        let numbers: Vec<i64> = PublicStatus::ALL.iter().map(|status| status.number()).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    }
}
