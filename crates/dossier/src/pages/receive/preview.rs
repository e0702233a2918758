//! The slip beside the form: when the result will be ready, and why.

use calendar::{Term, WorkCalendar};
use kernel::{Instant, vi};
use procedure::domain::{Price, Terms};
use web::Pair;

use super::desk::PaperLine;
use crate::domain::ReturnBy;

/// The slip before the dossier exists.
#[derive(Debug, Clone)]
pub(super) struct Preview {
    pub(super) due: String,
    pub(super) note: String,
    pub(super) trace: Vec<String>,
    pairs: Vec<Pair>,
    fees: String,
}

impl Preview {
    pub(super) fn of(calendar: &WorkCalendar, terms: &Terms, received: Instant) -> Option<Self> {
        let limits = terms.time_limits()?;
        let limit = limits.promised();
        let term = Term::new(received, &limit.stages, limit.reading);
        let due = calendar.due(&term).at;
        Some(Self {
            due: format!("{}, {} {}", vi::clock(due), vi::weekday(due.date()), vi::date(due.date())),
            note: format!("{limit} từ {}", vi::moment(received)),
            trace: calendar.trace(&term).parts().to_vec(),
            pairs: Vec::new(),
            fees: fees(terms),
        })
    }

    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    pub(super) fn with_pairs(mut self, name: &str, papers: &[PaperLine], unit: &str, way: ReturnBy) -> Self {
        let needed = papers.iter().filter(|paper| paper.is_needed()).count();
        let there = papers.iter().filter(|paper| paper.is_valid()).count();
        let name = if name.is_empty() { "chưa nhập" } else { name };
        self.pairs = vec![
            Pair::new("Người nộp", name),
            Pair::new("Giấy tờ nhận", format!("cần {needed}, đủ {there}")),
            Pair::new("Xử lý", unit),
            Pair::new("Nhận kết quả", way.label()),
            Pair::new("Phí, lệ phí", self.fees.clone()),
        ];
        self
    }
}

/// What is to be paid, in words.
pub(super) fn fees(terms: &Terms) -> String {
    let line = |price: &Price| format!("{} {}", price.name, price.text());
    let lines: Vec<String> = terms
        .fees
        .iter()
        .map(|fee| line(&fee.0))
        .chain(terms.charges.iter().map(|charge| line(&charge.0)))
        .collect();
    if lines.is_empty() { "Không thu phí".to_owned() } else { lines.join("; ") }
}
