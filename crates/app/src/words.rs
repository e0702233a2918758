//! What the journal page calls the acts and things of the contexts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use identity::{JournalWords, Named};
use kernel::AgencyId;
use store::{Measure, StoreError, Tx};

/// The words of all contexts.
pub(crate) fn journal_words() -> Arc<JournalWords> {
    let words = JournalWords::default()
        .with(dossier::labels::EVENTS, &[("dossier", "Hồ sơ"), ("person", "Người nộp")])
        .with(payment::labels::EVENTS, payment::labels::SUBJECTS)
        .with(procedure::labels::EVENTS, &[("procedure", "Thủ tục")])
        .with(process::labels::EVENTS, &[("calendar", "Lịch làm việc")])
        .with(indicator::labels::EVENTS, &[("indicator", "Chỉ số")])
        .with(consultation::labels::EVENTS, &[("consultation", "Yêu cầu phối hợp")])
        .with(postal::labels::EVENTS, &[("postal", "Đơn bưu chính"), ("postal_list", "Bảng kê bưu gửi")])
        .with(plan::labels::EVENTS, &[("plan", "Kế hoạch"), ("target", "Chỉ tiêu")]);
    Arc::new(
        words
            .naming("dossier", dossiers)
            .naming("procedure", procedures)
            .naming("postal", postal_orders)
            .naming("consultation", consultations),
    )
}

fn dossiers(tx: &mut Tx<'_>, _: AgencyId, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Named>, StoreError> {
    named(tx, &dossier::DossierMeasure, ids)
}

fn procedures(tx: &mut Tx<'_>, _: AgencyId, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Named>, StoreError> {
    named(tx, &procedure::ProcedureMeasure, ids)
}

fn consultations(
    tx: &mut Tx<'_>,
    _: AgencyId,
    ids: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Named>, StoreError> {
    named(tx, &consultation::ConsultationMeasure, ids)
}

fn postal_orders(
    tx: &mut Tx<'_>,
    _: AgencyId,
    ids: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Named>, StoreError> {
    named(tx, &postal::PostalMeasure, ids)
}

fn named(
    tx: &mut Tx<'_>,
    measure: &dyn Measure,
    ids: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Named>, StoreError> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    let records = measure.records(tx, &ids)?;
    Ok(records
        .into_iter()
        .map(|record| (record.id, Named { text: record.code, href: Some(record.href) }))
        .collect())
}
