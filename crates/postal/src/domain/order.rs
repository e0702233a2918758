//! The record of an order and what was heard of it.

use kernel::{AccountId, AgencyId, Date, Dong, DossierId, Instant, UnitId};
use serde::{Deserialize, Serialize};

use super::{Leg, PostalForm, PostalState};

kernel::id_type!(
    /// An order to the postal service (đơn bưu chính).
    OrderId
);

/// A sender or receiver.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
}

/// An order (đơn bưu chính).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Id.
    pub id: OrderId,
    /// Agency.
    pub agency: AgencyId,
    /// Number, `BC-2022-000123`: the carrier knows it as the order number.
    pub number: String,
    /// The dossier; `None` while papers are on their way that no dossier was made of.
    pub dossier: Option<DossierId>,
    /// Its code; empty without one.
    pub dossier_code: String,
    /// Unit in whose name it goes.
    pub unit: UnitId,
    /// Which way.
    pub leg: Leg,
    /// Under which form of the service.
    pub form: PostalForm,
    /// From whom.
    pub sender: Contact,
    /// To whom.
    pub receiver: Contact,
    /// What is in it.
    pub content: String,
    /// Weight in grams.
    pub weight: i64,
    /// Postage.
    pub cost: Dong,
    /// What the postman collects on delivery; 0: nothing.
    pub cod_amount: Dong,
    /// When it was collected.
    pub cod_collected_at: Option<Instant>,
    /// When the carrier paid it to the agency.
    pub cod_settled_at: Option<Instant>,
    /// The voucher of that payment.
    pub cod_reference: String,
    /// Working days in which the carrier promises to bring it home.
    pub promise_days: u16,
    /// Code of the carrier; empty where clerks enter what they hear.
    pub carrier: String,
    /// The carrier's number.
    pub tracking: Option<String>,
    /// How far it is.
    pub state: PostalState,
    /// When what the state says happened.
    pub state_at: Instant,
    /// When the order was written.
    pub registered_at: Instant,
    /// Who wrote it.
    pub registered_by: Option<AccountId>,
    /// When the post took the packet: the postmark.
    pub sent_at: Option<Instant>,
    /// When that became known.
    pub sent_known_at: Option<Instant>,
    /// When it should be home.
    pub due_at: Option<Instant>,
    /// When it was handed over: for papers the receipt by the agency.
    pub delivered_at: Option<Instant>,
    /// When that became known.
    pub delivered_known_at: Option<Instant>,
    /// Who took it, by the carrier's proof.
    pub taken_by: String,
    /// When it came back.
    pub returned_at: Option<Instant>,
    /// When that became known.
    pub returned_known_at: Option<Instant>,
    /// When it was called off.
    pub cancelled_at: Option<Instant>,
    /// How often nobody took it.
    pub n_attempts: i64,
    /// The hand-over list it left with.
    pub list: Option<i64>,
    /// Version of the row.
    pub version: i64,
}

impl Order {
    /// Whether it should be home by now and is not.
    pub fn is_late(&self, now: Instant) -> bool {
        !self.state.is_end() && self.due_at.is_some_and(|due| due < now)
    }

    /// The day of the postmark. Where an act says so (unemployment benefit: NĐ 28/2015/NĐ-CP, Đ.17), this day and
    /// not the receipt is the day of filing; everywhere else the legal time runs from the receipt by the agency.
    pub fn postmark_on(&self) -> Option<Date> {
        self.sent_at.map(Instant::date)
    }

    /// When the agency received the papers, where it did.
    pub fn papers_received_at(&self) -> Option<Instant> {
        self.delivered_at.filter(|_| self.leg == Leg::Collect)
    }

    /// The place in lists: by the promise; what waits by when it was written; what failed by when it failed;
    /// what is over last, the newest first.
    pub fn sort_at(&self) -> i64 {
        const LAST: i64 = 9_000_000_000_000_000;
        if self.state.is_end() {
            return LAST - self.state_at.millis();
        }
        if self.state == PostalState::Failed {
            return self.state_at.millis();
        }
        self.due_at.unwrap_or(self.registered_at).millis()
    }
}

/// Who tells of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportedBy {
    /// The carrier's system.
    Carrier,
    /// A clerk, from a call or a slip.
    Clerk,
    /// The program, by an act of its own.
    Program,
}

impl ReportedBy {
    /// The word stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Carrier => "carrier",
            Self::Clerk => "clerk",
            Self::Program => "program",
        }
    }

    /// The value of a stored word.
    pub fn from_code(code: &str) -> Self {
        match code {
            "carrier" => Self::Carrier,
            "clerk" => Self::Clerk,
            _ => Self::Program,
        }
    }
}

/// A notice of how far an order is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sender's name of the event: the same name is the same event.
    pub event: String,
    /// How far.
    pub state: PostalState,
    /// When it happened.
    pub at: Instant,
    /// Where.
    pub place: String,
    /// More about it.
    pub note: String,
    /// Who took it, where it was delivered.
    pub taken_by: String,
    /// Whether the amount due on delivery was collected.
    pub cod_collected: bool,
    /// Who tells.
    pub source: ReportedBy,
}

/// A notice as kept.
#[derive(Debug, Clone)]
pub struct PostalEvent {
    /// How far.
    pub state: PostalState,
    /// When it happened.
    pub at: Instant,
    /// When it became known.
    pub known_at: Instant,
    /// Who told.
    pub source: ReportedBy,
    /// Which account.
    pub account: Option<AccountId>,
    /// Where.
    pub place: String,
    /// More about it.
    pub note: String,
    /// Whether it moved the order on.
    pub moved: bool,
}

/// A hand-over list (bảng kê bàn giao).
#[derive(Debug, Clone)]
pub struct HandOverList {
    /// Id.
    pub id: i64,
    /// Number, `BK-2022-0012`.
    pub number: String,
    /// When the postman took the orders.
    pub made_at: Instant,
    /// Who handed them over.
    pub made_by: Option<AccountId>,
    /// The postman.
    pub postman: String,
    /// How many.
    pub n_orders: i64,
    /// Postage of all.
    pub cost: Dong,
    /// To be collected on delivery, of all.
    pub cod_amount: Dong,
}
