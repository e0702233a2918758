//! The records behind a figure as a file for a spreadsheet: all of them, sent page by page while they are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::Response;
use kernel::{Cursor, UnitId, vi};
use web::{PageError, Path, Visit};

use super::evidence::read_part;
use super::{engine, period, unit_name, unit_names};
use crate::{Engine, EvidenceRow, Indicator, IndicatorError, Part, Scope, labels, urls};

/// Records read at once.
const SIZE: usize = 500;
/// The first row.
const HEAD: [&str; 6] = ["Mã", "Nội dung", "Đơn vị", "Ngày tính", "Kết luận", "Vì sao"];

/// Where a part of the file starts.
enum Start {
    /// With the first row.
    Head,
    /// After this record.
    After(Cursor),
}

/// What is listed.
struct Listing {
    engine: Arc<Engine>,
    indicator: Indicator,
    names: BTreeMap<UnitId, String>,
    scope: Scope,
    part: Part,
}

pub(super) async fn csv(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (engine, agency, asked, part) = (engine(&visit)?, visit.agency(), visit.clone(), read_part(&visit));
    let name = format!("can-cu-{code}-{}.csv", urls::part_code(part));
    let listing = visit
        .read::<_, PageError>(move |tx| {
            let indicator = engine.indicator(tx, agency, &code)?;
            let names = unit_names(tx, agency)?;
            let scope = period::read(&asked, &indicator, &names).scope;
            Ok(Arc::new(Listing { engine: engine.clone(), indicator, names, scope, part }))
        })
        .await?;
    let read = move |start: Start| {
        let (visit, listing) = (visit.clone(), listing.clone());
        async move { visit.read(move |tx| listing.part(tx, &start)).await }
    };
    web::download(&name, "text/csv; charset=utf-8", Start::Head, read).await
}

impl Listing {
    /// The rows of a part, and where the next part starts.
    fn part(&self, tx: &mut store::Tx<'_>, start: &Start) -> Result<(Vec<u8>, Option<Start>), PageError> {
        let after = match start {
            Start::Head => None,
            Start::After(cursor) => Some(cursor),
        };
        let code = self.indicator.code();
        let page = self.engine.evidence(tx, code, &self.scope, self.part, (after, SIZE))?;
        let mut to = Vec::new();
        if after.is_none() {
            // The mark lets spreadsheets see that the text is UTF-8.
            to.extend_from_slice("\u{feff}".as_bytes());
        }
        let mut writer = csv::Writer::from_writer(to);
        if after.is_none() {
            writer.write_record(HEAD).map_err(IndicatorError::write)?;
        }
        for row in &page.rows {
            writer.write_record(self.cells(row)).map_err(IndicatorError::write)?;
        }
        let bytes = writer.into_inner().map_err(|error| IndicatorError::write(error.into_error()))?;
        Ok((bytes, page.next.map(Start::After)))
    }

    fn cells(&self, row: &EvidenceRow) -> [String; 6] {
        [
            row.record.code.clone(),
            row.record.title.clone(),
            unit_name(&self.names, row.unit),
            vi::date(row.day),
            labels::part(row.part, self.indicator.definition()).to_owned(),
            row.reason.clone(),
        ]
        .map(inert)
    }
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell }
}
