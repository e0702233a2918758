//! What is owed, received, given back and reconciled. Pure: no database, no clock, no network.

mod duty;
mod in_words;
mod ledger;
mod order;
mod receipt;
mod reconcile;
mod refund;
mod refused;

pub use duty::{Duty, DutyItem, DutyState, Exemption, PriceKind, Typed, assess};
pub use in_words::amount_in_words;
pub use ledger::{Balance, LedgerAccount, Leg, Posting};
pub use order::{OrderState, PaymentOrder, SettledHow, order_code};
pub use receipt::{BookState, FeeReceipt, Method, ReceiptBook};
pub use reconcile::{Difference, DifferenceKind, OurPayment, StatementLine, compare};
pub use refund::{Refund, RefundState};
pub use refused::PaymentRefused;

/// Declares a closed vocabulary: each word has a code, as it is stored, and a Vietnamese label.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// All, in the usual order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The Vietnamese words.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// The value of a stored word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
pub(crate) use words;
