//! The platform's statement of a day against ours: every difference is named, none is invented.

use std::collections::BTreeMap;

use kernel::{Dong, Instant};
use serde::{Deserialize, Serialize};

use super::words;

words!(
    /// How the two sides differ.
    DifferenceKind {
        /// The platform received what is not recorded here.
        MissingHere = "missing_here", "Nền tảng đã thu, chưa ghi nhận tại đơn vị";
        /// Recorded here, not in the statement.
        MissingThere = "missing_there", "Đã ghi nhận tại đơn vị, không có trong sao kê";
        /// Different amounts.
        Amount = "amount", "Số tiền hai bên khác nhau";
        /// Paid more than once for one order, or listed more than once.
        Doubled = "doubled", "Thu trùng cho cùng một đơn";
    }
);

/// One line of the platform's statement (dòng sao kê).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatementLine {
    /// Code of the order (MaThamChieu).
    pub reference: String,
    /// Number of the transaction (MaGiaoDich).
    pub transaction: String,
    /// Amount.
    pub amount: Dong,
    /// When it was paid.
    pub paid_at: Instant,
}

/// One payment as recorded here; an order is settled once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OurPayment {
    /// Code of the order.
    pub reference: String,
    /// Number of the transaction.
    pub transaction: String,
    /// Amount.
    pub amount: Dong,
}

/// A difference of a day (sai lệch đối soát).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// How they differ.
    pub kind: DifferenceKind,
    /// Code of the order.
    pub reference: String,
    /// Number of the transaction.
    pub transaction: String,
    /// What is recorded here; zero where nothing is.
    pub ours: Dong,
    /// What the statement says; zero where it says nothing.
    pub theirs: Dong,
    /// Which of several of the same kind, order and transaction, from 0.
    pub place: i64,
}

impl Difference {
    /// By how much the statement is higher.
    pub const fn effect(&self) -> i64 {
        self.theirs.0 - self.ours.0
    }
}

/// Compares a day. The sum of the statement less the sum of ours is always the sum of the effects.
pub fn compare(ours: &[OurPayment], theirs: &[StatementLine]) -> Vec<Difference> {
    let mut lines: BTreeMap<&str, Vec<&StatementLine>> = BTreeMap::new();
    for line in theirs {
        lines.entry(&line.reference).or_default().push(line);
    }
    let mut found = Vec::new();
    for payment in ours {
        let mut listed = lines.remove(payment.reference.as_str()).unwrap_or_default();
        let same = listed.iter().position(|line| line.transaction == payment.transaction).unwrap_or(0);
        if listed.is_empty() {
            found.push(Difference {
                kind: DifferenceKind::MissingThere,
                reference: payment.reference.clone(),
                transaction: payment.transaction.clone(),
                ours: payment.amount,
                theirs: Dong(0),
                place: 0,
            });
            continue;
        }
        let line = listed.remove(same);
        if line.amount != payment.amount {
            found.push(difference(DifferenceKind::Amount, line, payment.amount, 0));
        }
        found.extend(doubled(&listed));
    }
    for listed in lines.into_values() {
        if let Some((first, others)) = listed.split_first() {
            found.push(difference(DifferenceKind::MissingHere, first, Dong(0), 0));
            found.extend(doubled(others));
        }
    }
    found.sort();
    found
}

fn doubled<'a>(lines: &'a [&StatementLine]) -> impl Iterator<Item = Difference> + 'a {
    lines
        .iter()
        .enumerate()
        .map(|(place, line)| difference(DifferenceKind::Doubled, line, Dong(0), place as i64))
}

fn difference(kind: DifferenceKind, line: &StatementLine, ours: Dong, place: i64) -> Difference {
    Difference {
        kind,
        reference: line.reference.clone(),
        transaction: line.transaction.clone(),
        ours,
        theirs: line.amount,
        place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn line(reference: &str, transaction: &str, amount: i64) -> StatementLine {
        StatementLine {
            reference: reference.to_owned(),
            transaction: transaction.to_owned(),
            amount: Dong(amount),
            paid_at: Instant::from_millis(0),
        }
    }

    fn payment(reference: &str, transaction: &str, amount: i64) -> OurPayment {
        OurPayment {
            reference: reference.to_owned(),
            transaction: transaction.to_owned(),
            amount: Dong(amount),
        }
    }

    #[test]
    fn each_difference_is_named() {
        let ours = [payment("A", "1", 5), payment("B", "2", 5), payment("C", "3", 5), payment("D", "4", 5)];
        let theirs =
            [line("A", "1", 5), line("B", "2", 6), line("D", "4", 5), line("D", "9", 5), line("E", "5", 7)];
        let found: Vec<_> = compare(&ours, &theirs)
            .into_iter()
            .map(|difference| (difference.kind, difference.reference.clone(), difference.effect()))
            .collect();
        let expected = [
            (DifferenceKind::MissingHere, "E".to_owned(), 7),
            (DifferenceKind::MissingThere, "C".to_owned(), -5),
            (DifferenceKind::Amount, "B".to_owned(), 1),
            (DifferenceKind::Doubled, "D".to_owned(), 5),
        ];
        assert_eq!(found, expected);
        assert!(compare(&ours[..1], &theirs[..1]).is_empty());
    }

    proptest! {
        #[test]
        fn the_sums_differ_by_what_is_named_and_by_nothing_else(
            ours in vec((0_u8..12, 0_u8..3, 1_i64..9), 0..12),
            theirs in vec((0_u8..12, 0_u8..3, 1_i64..9), 0..12),
        ) {
            let mut settled: BTreeMap<String, OurPayment> = BTreeMap::new();
            for (order, transaction, amount) in ours {
                settled.entry(order.to_string())
                    .or_insert_with(|| payment(&order.to_string(), &transaction.to_string(), amount));
            }
            let ours: Vec<OurPayment> = settled.into_values().collect();
            let theirs: Vec<StatementLine> = theirs
                .into_iter()
                .map(|(order, transaction, amount)| line(&order.to_string(), &transaction.to_string(), amount))
                .collect();
            let found = compare(&ours, &theirs);
            let sum_ours: i64 = ours.iter().map(|payment| payment.amount.0).sum();
            let sum_theirs: i64 = theirs.iter().map(|line| line.amount.0).sum();
            prop_assert_eq!(sum_theirs - sum_ours, found.iter().map(Difference::effect).sum::<i64>());
            let distinct: std::collections::BTreeSet<_> = found.iter()
                .map(|d| (d.kind, d.reference.clone(), d.transaction.clone(), d.place)).collect();
            prop_assert_eq!(distinct.len(), found.len());
        }
    }
}
