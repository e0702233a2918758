//! The receipt book and its receipts: numbers without gaps, a cancelled one keeps its number.

use kernel::{AccountId, AgencyId, Date, Dong, DossierId, Instant, UnitId};

use super::{DutyItem, LedgerAccount, words};

words!(
    /// How money came in.
    Method {
        /// Notes and coins.
        Cash = "cash", "Tiền mặt";
        /// A transfer to the agency's account.
        Transfer = "transfer", "Chuyển khoản";
        /// Through the payment platform.
        Online = "online", "Trực tuyến qua nền tảng thanh toán";
    }
);

impl Method {
    /// The account of the books that it fills.
    pub const fn account(self) -> LedgerAccount {
        match self {
            Self::Cash => LedgerAccount::Cash,
            Self::Transfer => LedgerAccount::Bank,
            Self::Online => LedgerAccount::Gateway,
        }
    }
}

/// A receipt book (quyển biên lai).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptBook {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// Symbol of the form (ký hiệu mẫu), such as `01BLP2-001`.
    pub form_symbol: String,
    /// Symbol of the series (ký hiệu biên lai), such as `HY-22T`.
    pub series: String,
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
    /// The number used last; `first - 1` where none was.
    pub used: i64,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Version of the row.
    pub version: i64,
}

/// Where a book stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookState {
    /// Receipts are written in it.
    Open,
    /// All its numbers are used.
    Full,
    /// Closed.
    Closed,
}

impl ReceiptBook {
    /// Where it stands.
    pub const fn state(&self) -> BookState {
        if self.closed_at.is_some() {
            BookState::Closed
        } else if self.used >= self.last {
            BookState::Full
        } else {
            BookState::Open
        }
    }
}

/// A fee receipt (biên lai thu phí, lệ phí).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeReceipt {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// Its book.
    pub book: i64,
    /// Symbol of the form.
    pub form_symbol: String,
    /// Symbol of the series.
    pub series: String,
    /// Number.
    pub number: i64,
    /// Dossier.
    pub dossier: DossierId,
    /// Its code.
    pub dossier_code: String,
    /// Who paid.
    pub payer: String,
    /// The payer's address.
    pub payer_address: String,
    /// What for, before exemption.
    pub items: Vec<DutyItem>,
    /// How much was received.
    pub amount: Dong,
    /// Cash or transfer.
    pub method: Method,
    /// When.
    pub issued_at: Instant,
    /// On which day.
    pub issued_on: Date,
    /// Who received it.
    pub officer: Option<AccountId>,
    /// Competent unit of the dossier.
    pub unit: UnitId,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// Who cancelled it.
    pub cancelled_by: Option<AccountId>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// Version of the row.
    pub version: i64,
}

impl FeeReceipt {
    /// Series and number as printed: `HY-22T 0000012`; seven digits.
    pub fn reference(&self) -> String {
        format!("{} {:07}", self.series, self.number)
    }

    /// The number as printed.
    pub fn printed_number(&self) -> String {
        format!("{:07}", self.number)
    }
}
