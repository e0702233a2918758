//! The words of an order: which way it goes, under which form, how far it is.

::store::words!(
    /// Which way an order goes.
    Leg {
        /// Papers from the applicant to the agency.
        Collect = "collect", "Nhận hồ sơ từ người nộp";
        /// Papers or result from the agency to the applicant.
        Deliver = "deliver", "Chuyển kết quả đến người nộp";
    }
);

::store::words!(
    /// The three forms of the service (QĐ 45/2016/QĐ-TTg).
    PostalForm {
        /// Only the papers go by post.
        Send = "send", "Gửi hồ sơ";
        /// Only the result goes by post.
        Receive = "receive", "Nhận kết quả";
        /// Both.
        Both = "both", "Gửi hồ sơ và nhận kết quả";
    }
);

::store::words!(
    /// How far an order is.
    PostalState {
        /// Written here, not yet with the carrier.
        Registered = "registered", "Đã đặt đơn";
        /// The carrier accepted the order.
        Accepted = "accepted", "Bưu chính đã nhận đơn";
        /// The postman took the packet.
        Collected = "collected", "Bưu tá đã lấy hàng";
        /// On its way.
        InTransit = "in_transit", "Đang vận chuyển";
        /// Nobody took it; it will be tried again or sent back.
        Failed = "failed", "Phát không thành công";
        /// Handed over against signature.
        Delivered = "delivered", "Đã phát";
        /// Brought back to the sender.
        Returned = "returned", "Đã chuyển hoàn";
        /// Called off before the postman took it.
        Cancelled = "cancelled", "Đã hủy";
    }
);

::store::words!(
    /// Where an order stands in lists.
    Stage {
        /// Waits for the postman.
        Waiting = "waiting", "Chờ bàn giao";
        /// With the carrier.
        Moving = "moving", "Đang chuyển";
        /// Nobody took it.
        Failed = "failed", "Phát không thành công";
        /// Over.
        Done = "done", "Đã xong";
    }
);

impl PostalState {
    /// Whether nothing comes after it.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Cancelled)
    }

    /// Where an order in this state stands in lists.
    pub const fn stage(self) -> Stage {
        match self {
            Self::Registered | Self::Accepted => Stage::Waiting,
            Self::Collected | Self::InTransit => Stage::Moving,
            Self::Failed => Stage::Failed,
            Self::Delivered | Self::Returned | Self::Cancelled => Stage::Done,
        }
    }

    /// The states of which a carrier can tell.
    pub const TOLD: [Self; 6] =
        [Self::Accepted, Self::Collected, Self::InTransit, Self::Failed, Self::Delivered, Self::Returned];
}

impl PostalForm {
    /// Whether the form has such a leg.
    pub const fn has(self, leg: Leg) -> bool {
        matches!((self, leg), (Self::Both, _) | (Self::Send, Leg::Collect) | (Self::Receive, Leg::Deliver))
    }
}
