//! The books: every act on money is a posting whose legs cancel out. Debit is positive, credit is negative.

use kernel::Dong;

use super::{Duty, Method, PriceKind, words};

words!(
    /// An account of the books.
    LedgerAccount {
        /// Notes and coins at the counter.
        Cash = "cash", "Tiền mặt tại quầy";
        /// Transfers to the agency's account.
        Bank = "bank", "Chuyển khoản vào tài khoản cơ quan";
        /// Received through the payment platform.
        Gateway = "gateway", "Thu qua nền tảng thanh toán";
        /// What payers still owe; below zero where they paid too much.
        Receivable = "receivable", "Phải thu của người nộp";
        /// Fees.
        Fees = "fees", "Thu phí";
        /// Charges.
        Charges = "charges", "Thu lệ phí";
        /// Remitted by law.
        Remitted = "remitted", "Miễn, giảm";
        /// Given back.
        Refunds = "refunds", "Hoàn trả";
    }
);

/// One side of a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Account.
    pub account: LedgerAccount,
    /// Debit above zero, credit below.
    pub amount: i64,
}

/// A posting: legs that cancel out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posting {
    /// The legs; none is zero.
    pub legs: Vec<Leg>,
}

/// The sum of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Account.
    pub account: LedgerAccount,
    /// Debits less credits.
    pub amount: i64,
}

impl Posting {
    fn of(legs: impl IntoIterator<Item = (LedgerAccount, i64)>) -> Self {
        let mut sums: Vec<Leg> = Vec::new();
        for (account, amount) in legs {
            match sums.iter_mut().find(|leg| leg.account == account) {
                Some(leg) => leg.amount += amount,
                None => sums.push(Leg { account, amount }),
            }
        }
        sums.retain(|leg| leg.amount != 0);
        Self { legs: sums }
    }

    /// Whether the legs cancel out.
    pub fn is_balanced(&self) -> bool {
        self.legs.iter().map(|leg| leg.amount).sum::<i64>() == 0
    }

    /// A duty was assessed, perhaps anew.
    pub fn assessed(before: Option<&Duty>, after: &Duty) -> Self {
        let stands = |duty: &Duty, sign: i64| {
            [
                (LedgerAccount::Receivable, sign * duty.owed().0),
                (LedgerAccount::Remitted, sign * duty.reduction().0),
                (LedgerAccount::Fees, -sign * duty.gross_of(PriceKind::Fee).0),
                (LedgerAccount::Charges, -sign * duty.gross_of(PriceKind::Charge).0),
            ]
        };
        let undone = before.map(|duty| stands(duty, -1)).into_iter().flatten();
        Self::of(undone.chain(stands(after, 1)))
    }

    /// Money came in.
    pub fn received(method: Method, amount: Dong) -> Self {
        Self::of([(method.account(), amount.0), (LedgerAccount::Receivable, -amount.0)])
    }

    /// A receipt was cancelled: the money does not count as received.
    pub fn cancelled(method: Method, amount: Dong) -> Self {
        Self::of([(method.account(), -amount.0), (LedgerAccount::Receivable, amount.0)])
    }

    /// Money went back; `before` is the duty before. What was paid too much goes back first.
    pub fn refunded(before: &Duty, method: Method, amount: Dong) -> Self {
        let surplus = amount.0.min(before.surplus().0);
        Self::of([
            (LedgerAccount::Receivable, surplus),
            (LedgerAccount::Refunds, amount.0 - surplus),
            (method.account(), -amount.0),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AgencyId, DossierId, Instant, UnitId};
    use proptest::prelude::*;

    use crate::domain::{DutyItem, Exemption};

    fn duty(fee: i64, charge: i64, reduction: i64, paid: i64) -> Duty {
        let item = |kind, amount| DutyItem { kind, name: String::new(), amount: Dong(amount) };
        Duty {
            dossier: DossierId(1),
            agency: AgencyId(1),
            dossier_code: String::new(),
            unit: UnitId(1),
            items: vec![item(PriceKind::Fee, fee), item(PriceKind::Charge, charge)],
            legal_basis: String::new(),
            exemption: (reduction > 0).then(|| Exemption {
                reason: String::new(),
                legal_basis: String::new(),
                amount: Dong(reduction),
            }),
            paid: Dong(paid),
            refunded: Dong(0),
            assessed_at: Instant::from_millis(0),
            assessed_by: None,
            version: 1,
        }
    }

    proptest! {
        #[test]
        fn every_posting_balances(
            (fee, charge, reduction) in (0_i64..9_000, 0_i64..9_000, 0_i64..9_000),
            (paid, amount) in (0_i64..20_000, 1_i64..9_000),
        ) {
            let before = duty(fee, charge, 0, paid);
            let after = duty(fee, charge, reduction.min(fee + charge), paid);
            for method in Method::ALL {
                for posting in [
                    Posting::assessed(None, &before),
                    Posting::assessed(Some(&before), &after),
                    Posting::received(*method, Dong(amount)),
                    Posting::cancelled(*method, Dong(amount)),
                    Posting::refunded(&before, *method, Dong(amount)),
                ] {
                    prop_assert!(posting.is_balanced(), "{posting:?}");
                    prop_assert!(posting.legs.iter().all(|leg| leg.amount != 0));
                }
            }
            prop_assert!(Posting::assessed(Some(&after), &after).legs.is_empty());
        }
    }

    #[test]
    fn what_was_paid_too_much_goes_back_from_the_payers_account() {
        let posting = Posting::refunded(&duty(5, 0, 0, 8), Method::Cash, Dong(4));
        let expected = [
            Leg { account: LedgerAccount::Receivable, amount: 3 },
            Leg { account: LedgerAccount::Refunds, amount: 1 },
            Leg { account: LedgerAccount::Cash, amount: -4 },
        ];
        assert_eq!(posting.legs, expected);
    }
}
