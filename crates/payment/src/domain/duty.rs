//! The financial duty of a dossier: which fees and charges, what is remitted and why, what is paid.

use kernel::{AccountId, AgencyId, Dong, DossierId, Instant, UnitId};
use procedure::domain::{Case, Channel};
use serde::{Deserialize, Serialize};

use super::{PaymentRefused, words};

words!(
    /// What the law calls an item (Luật Phí và lệ phí 97/2015/QH13, Đ.3).
    PriceKind {
        /// Phí: pays for a service.
        Fee = "fee", "Phí";
        /// Lệ phí: a fixed amount for a public act.
        Charge = "charge", "Lệ phí";
    }
);

/// One item that is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyItem {
    /// Fee or charge.
    pub kind: PriceKind,
    /// What is paid for.
    pub name: String,
    /// How much.
    pub amount: Dong,
}

/// Less is owed, or nothing: why, by which article, how much less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Why.
    pub reason: String,
    /// By which article.
    pub legal_basis: String,
    /// By how much.
    pub amount: Dong,
}

/// What somebody typed when assessing.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Amounts, in the order of the fees and then the charges of the case; `None` where nothing was typed.
    pub amounts: Vec<Option<Dong>>,
    /// By which act the typed amounts are set; needed where the procedure does not name an amount.
    pub legal_basis: String,
    /// The exemption, if any.
    pub exemption: Option<Exemption>,
}

/// The financial duty (nghĩa vụ tài chính) of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Dossier.
    pub dossier: DossierId,
    /// Agency.
    pub agency: AgencyId,
    /// Its code.
    pub dossier_code: String,
    /// Competent unit.
    pub unit: UnitId,
    /// The items.
    pub items: Vec<DutyItem>,
    /// What sets amounts that the procedure does not name.
    pub legal_basis: String,
    /// The exemption.
    pub exemption: Option<Exemption>,
    /// What was received and not cancelled.
    pub paid: Dong,
    /// What was given back.
    pub refunded: Dong,
    /// When it was assessed.
    pub assessed_at: Instant,
    /// Who assessed it.
    pub assessed_by: Option<AccountId>,
    /// Version of the row; 0 where it is not stored yet.
    pub version: i64,
}

/// Where a duty stands; computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyState {
    /// Nothing is owed: the exemption takes it all.
    Exempt,
    /// Owed.
    Owed,
    /// Paid.
    Paid,
    /// More was received than is owed.
    Surplus,
    /// A part was given back.
    PartlyRefunded,
    /// All was given back.
    Refunded,
}

impl Duty {
    /// Fees and charges before exemption.
    pub fn gross(&self) -> Dong {
        Dong(self.items.iter().map(|item| item.amount.0).sum())
    }

    /// The items of a kind together.
    pub fn gross_of(&self, kind: PriceKind) -> Dong {
        Dong(self.items.iter().filter(|item| item.kind == kind).map(|item| item.amount.0).sum())
    }

    /// What is remitted.
    pub fn reduction(&self) -> Dong {
        self.exemption.as_ref().map_or(Dong(0), |exemption| exemption.amount)
    }

    /// What is owed: fee + charge − exemption.
    pub fn owed(&self) -> Dong {
        Dong(self.gross().0 - self.reduction().0)
    }

    /// What is still to be paid.
    pub fn remaining(&self) -> Dong {
        Dong((self.owed().0 - self.paid.0).max(0))
    }

    /// What could be given back at most.
    pub fn refundable(&self) -> Dong {
        Dong((self.paid.0 - self.refunded.0).max(0))
    }

    /// What was received beyond what is owed and not given back yet.
    pub fn surplus(&self) -> Dong {
        Dong((self.paid.0 - self.owed().0 - self.refunded.0).max(0))
    }

    /// Where it stands.
    pub fn state(&self) -> DutyState {
        match (self.owed(), self.paid, self.refunded) {
            (_, paid, refunded) if refunded.0 > 0 && refunded >= paid => DutyState::Refunded,
            _ if self.surplus().0 > 0 => DutyState::Surplus,
            (owed, paid, _) if paid < owed => DutyState::Owed,
            (_, _, refunded) if refunded.0 > 0 => DutyState::PartlyRefunded,
            (Dong(0), Dong(0), _) => DutyState::Exempt,
            _ => DutyState::Paid,
        }
    }
}

/// What a case handed in through a channel costs, with what was typed. An amount that the procedure names is not
/// changed by anybody; only an exemption by law makes less of it.
pub fn assess(
    case: &Case,
    channel: Channel,
    typed: &Typed,
) -> Result<(Vec<DutyItem>, Option<Exemption>), PaymentRefused> {
    let terms = case.terms(channel).ok_or(PaymentRefused::NothingOwed)?;
    let fees = terms.fees.iter().map(|fee| (PriceKind::Fee, &fee.0));
    let charges = terms.charges.iter().map(|charge| (PriceKind::Charge, &charge.0));
    let mut items = Vec::new();
    let mut missing = Vec::new();
    let mut set_here = false;
    for (place, (kind, price)) in fees.chain(charges).enumerate() {
        let wanted = typed.amounts.get(place).copied().flatten();
        let amount = match (price.amount, wanted) {
            // Luật Phí và lệ phí 97/2015/QH13, Đ.16 k.1: nobody sets a fee or charge on their own.
            (Some(fixed), Some(other)) if fixed != other => {
                return Err(PaymentRefused::AmountFixed { name: price.name.clone(), amount: fixed });
            }
            (Some(fixed), _) => fixed,
            (None, Some(amount)) if amount.0 >= 0 => {
                set_here = true;
                amount
            }
            (None, _) => {
                missing.push(price.name.clone());
                continue;
            }
        };
        items.push(DutyItem { kind, name: price.name.clone(), amount });
    }
    if !missing.is_empty() {
        return Err(PaymentRefused::AmountMissing(missing));
    }
    if items.is_empty() {
        return Err(PaymentRefused::NothingOwed);
    }
    if set_here && typed.legal_basis.trim().is_empty() {
        return Err(PaymentRefused::BasisOfAmount);
    }
    let gross: i64 = items.iter().map(|item| item.amount.0).sum();
    let exemption = typed.exemption.clone();
    if let Some(exemption) = &exemption {
        // Luật Phí và lệ phí 97/2015/QH13, Đ.10: remission is for those whom the law names.
        if exemption.reason.trim().is_empty() || exemption.legal_basis.trim().is_empty() {
            return Err(PaymentRefused::BasisOfExemption);
        }
        if exemption.amount.0 <= 0 || exemption.amount.0 > gross {
            return Err(PaymentRefused::ReductionTooLarge { most: Dong(gross) });
        }
    }
    Ok((items, exemption))
}

#[cfg(test)]
mod tests {
    use super::*;
    use procedure::domain::{Charge, Fee, Mark, Price, Terms};

    fn price(name: &str, amount: Option<i64>) -> Price {
        Price { name: name.to_owned(), amount: amount.map(Dong), mark: Mark::Verified }
    }

    fn case(fees: Vec<Fee>, charges: Vec<Charge>) -> Case {
        let terms = Terms {
            channels: vec![Channel::Counter],
            statutory: None,
            published: None,
            internal: None,
            reading: calendar::Reading::default(),
            statutory_mark: Mark::Verified,
            published_mark: Mark::Verified,
            fees,
            charges,
            fees_mark: Mark::Verified,
            line: 0,
        };
        Case {
            code: "chung".to_owned(),
            name: "Chung".to_owned(),
            process: None,
            terms: vec![terms],
            note: None,
            line: 0,
        }
    }

    fn typed(amounts: &[Option<i64>], basis: &str, exemption: Option<(&str, &str, i64)>) -> Typed {
        Typed {
            amounts: amounts.iter().map(|amount| amount.map(Dong)).collect(),
            legal_basis: basis.to_owned(),
            exemption: exemption.map(|(reason, legal_basis, amount)| Exemption {
                reason: reason.to_owned(),
                legal_basis: legal_basis.to_owned(),
                amount: Dong(amount),
            }),
        }
    }

    type Row<'a> = (&'a str, &'a Case, Typed, Result<i64, &'a str>);

    #[test]
    fn a_duty_is_what_the_procedure_names_less_what_the_law_remits() {
        let known = case(
            vec![Fee(price("Phí thẩm định", Some(1_300_000)))],
            vec![Charge(price("Lệ phí", Some(50_000)))],
        );
        let open = case(vec![], vec![Charge(price("Lệ phí", None))]);
        let table: Vec<Row<'_>> = vec![
            ("named amounts stand", &known, typed(&[], "", None), Ok(1_350_000)),
            ("Đ.16 k.1: no other amount", &known, typed(&[Some(1_000_000)], "", None), Err("AmountFixed")),
            ("the same amount typed again", &known, typed(&[Some(1_300_000)], "", None), Ok(1_350_000)),
            ("an amount not named must be typed", &open, typed(&[], "", None), Err("AmountMissing")),
            ("with what sets it", &open, typed(&[Some(600_000)], "", None), Err("BasisOfAmount")),
            ("typed with its basis", &open, typed(&[Some(600_000)], "NQ", None), Ok(600_000)),
            (
                "Đ.10: reason and article",
                &known,
                typed(&[], "", Some(("x", " ", 1))),
                Err("BasisOfExemption"),
            ),
            (
                "not more than is owed",
                &known,
                typed(&[], "", Some(("x", "y", 1_350_001))),
                Err("ReductionTooLarge"),
            ),
            ("exempt from all", &known, typed(&[], "", Some(("x", "y", 1_350_000))), Ok(0)),
            ("half", &known, typed(&[], "", Some(("x", "y", 675_000))), Ok(675_000)),
        ];
        for (what, case, typed, expected) in table {
            let found = assess(case, Channel::Counter, &typed).map(|(items, exemption)| {
                let gross: i64 = items.iter().map(|item| item.amount.0).sum();
                gross - exemption.map_or(0, |exemption| exemption.amount.0)
            });
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{what}"),
                (Err(refused), Err(name)) => assert!(format!("{refused:?}").starts_with(name), "{what}"),
                (found, expected) => panic!("{what}: {found:?} instead of {expected:?}"),
            }
        }
        let nothing = assess(&case(vec![], vec![]), Channel::Counter, &Typed::default());
        assert!(matches!(nothing, Err(PaymentRefused::NothingOwed)));
        let elsewhere = assess(&known, Channel::Postal, &Typed::default());
        assert!(matches!(elsewhere, Err(PaymentRefused::NothingOwed)));
    }

    #[test]
    fn the_state_follows_from_the_amounts() {
        let duty = |owed: i64, paid: i64, refunded: i64| Duty {
            dossier: DossierId(1),
            agency: AgencyId(1),
            dossier_code: String::new(),
            unit: UnitId(1),
            items: vec![DutyItem { kind: PriceKind::Fee, name: String::new(), amount: Dong(owed) }],
            legal_basis: String::new(),
            exemption: None,
            paid: Dong(paid),
            refunded: Dong(refunded),
            assessed_at: Instant::from_millis(0),
            assessed_by: None,
            version: 1,
        };
        let table = [
            (0, 0, 0, DutyState::Exempt),
            (5, 0, 0, DutyState::Owed),
            (5, 5, 0, DutyState::Paid),
            (5, 10, 0, DutyState::Surplus),
            (5, 10, 5, DutyState::PartlyRefunded),
            (5, 5, 2, DutyState::PartlyRefunded),
            (5, 5, 5, DutyState::Refunded),
        ];
        for (owed, paid, refunded, state) in table {
            assert_eq!(duty(owed, paid, refunded).state(), state, "{owed} {paid} {refunded}");
        }
        assert_eq!(duty(5, 10, 0).surplus(), Dong(5));
        assert_eq!(duty(5, 10, 5).surplus(), Dong(0));
        assert_eq!(duty(5, 3, 0).remaining(), Dong(2));
    }
}
