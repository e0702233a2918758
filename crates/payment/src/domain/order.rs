//! A payment order: what the payer is sent to the payment platform with.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{AccountId, AgencyId, Dong, DossierId, Instant, UnitId};
use sha2::Sha256;

use super::words;

words!(
    /// What settled an order. The browser's return never does.
    SettledHow {
        /// The platform's notification, verified and confirmed by a query.
        Notified = "notified", "Thông báo của nền tảng, đã truy vấn xác nhận";
        /// The platform's statement, confirmed by a query.
        Reconciled = "reconciled", "Đối soát hằng ngày, đã truy vấn xác nhận";
    }
);

/// A payment order (đơn thanh toán trực tuyến).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// Code, the platform's MaThamChieu; nobody can guess it.
    pub code: String,
    /// Dossier.
    pub dossier: DossierId,
    /// Its code.
    pub dossier_code: String,
    /// Competent unit.
    pub unit: UnitId,
    /// How much.
    pub amount: Dong,
    /// What for.
    pub description: String,
    /// Where the payer goes to pay.
    pub pay_url: String,
    /// When it was made.
    pub created_at: Instant,
    /// Who made it.
    pub created_by: Option<AccountId>,
    /// Until when it can be paid.
    pub expires_at: Instant,
    /// When the money was paid, as the platform says.
    pub paid_at: Option<Instant>,
    /// The platform's number of the transaction (MaGiaoDich).
    pub transaction: Option<String>,
    /// When it was settled here.
    pub settled_at: Option<Instant>,
    /// By what.
    pub settled_how: Option<SettledHow>,
    /// When it was withdrawn.
    pub cancelled_at: Option<Instant>,
    /// Version of the row.
    pub version: i64,
}

/// Where an order stands; computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Waits for the payer.
    Open,
    /// Its time is over.
    Expired,
    /// Paid, and the payment is confirmed.
    Paid,
    /// Withdrawn, because it was paid otherwise or the amount changed.
    Cancelled,
}

impl PaymentOrder {
    /// Where it stands at `now`.
    pub fn state(&self, now: Instant) -> OrderState {
        if self.settled_at.is_some() {
            OrderState::Paid
        } else if self.cancelled_at.is_some() {
            OrderState::Cancelled
        } else if now > self.expires_at {
            OrderState::Expired
        } else {
            OrderState::Open
        }
    }
}

/// The letters of codes: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The code of an order made at `at`: the day, and twelve letters that follow from the secret and a number that is
/// used once, so that nobody can guess the code of somebody else's order.
pub fn order_code(secret: &str, at: Instant, number: i64) -> String {
    let (year, month, day) = at.date().ymd();
    let digest = match Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        Ok(mut mac) => {
            mac.update(&number.to_be_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        // HMAC takes keys of any length.
        Err(_) => Vec::new(),
    };
    let letters = digest
        .iter()
        .take(12)
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter));
    format!("TT{:02}{month:02}{day:02}-{}", year % 100, letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_cannot_be_counted_up() {
        let at = Instant::parse("2022-03-15T09:00").unwrap();
        let code = order_code("secret", at, 1);
        assert!(code.starts_with("TT220315-") && code.len() == 21, "{code}");
        assert_ne!(code, order_code("secret", at, 2));
        assert_ne!(code, order_code("another", at, 1));
        assert_eq!(code, order_code("secret", at, 1));
    }
}
