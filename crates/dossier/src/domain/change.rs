//! What an act changed: each field's old and new value. The journal keeps it, so that any earlier state can be
//! shown again, and a row altered behind the program's back is found.

use serde_json::{Map, Value};

use super::Dossier;

/// Field name → `[old, new]`.
pub type Changes = Map<String, Value>;

/// The fields that differ.
pub fn diff(before: &Dossier, after: &Dossier) -> Changes {
    let mut changes = Changes::new();
    macro_rules! compare {
        ($($field:ident),*) => {$(
            if before.$field != after.$field {
                let pair = [serde_json::to_value(&before.$field), serde_json::to_value(&after.$field)];
                let pair: Vec<Value> = pair.into_iter().map(Result::unwrap_or_default).collect();
                changes.insert(stringify!($field).to_owned(), Value::Array(pair));
            }
        )*};
    }
    compare!(
        code,
        procedure_code,
        procedure_version_id,
        case_code,
        sector,
        channel,
        online_level,
        online_eligible,
        postal_eligible,
        unit,
        applicant,
        applicant_name,
        filer_name,
        summary,
        return_by,
        received_at,
        registered_at,
        started_at,
        first_due_at,
        due_at,
        index_due_at,
        paused_at,
        n_supplements,
        n_extensions,
        finished_at,
        returned_at,
        refused_at,
        withdrawn_at,
        stopped_at,
        ended_on,
        timeliness,
        index_late,
        handling_days,
        result_number,
        result_name,
        result_published_at,
        result_signed,
        filing_id,
        filer,
        representative,
        place,
        submitted_at,
        citizen_due_at,
        duty,
        payment_asked_at,
        payment_settled_at,
        paid_online,
        result_drafted_at,
        result_approved_at,
        digitised_at,
        n_reused,
        merged_into
    );
    changes
}

/// Takes changes back: the record with the old values, where the new ones are what it holds. `None` where the
/// record does not hold the new values (it was altered by other means). A record leaves out what is blank.
pub fn undo(record: &mut Map<String, Value>, changes: &Changes) -> Option<()> {
    for (field, pair) in changes {
        let [old, new] = pair.as_array()?.as_slice() else { return None };
        if !same(record.get(field), Some(new)) {
            return None;
        }
        record.insert(field.clone(), old.clone());
    }
    Some(())
}

/// Whether two values of a field are the same: what is left out is blank.
pub fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    let blank = |value: &Value| value.is_null() || *value == Value::Bool(false) || value.as_i64() == Some(0);
    match (one, other) {
        (Some(one), Some(other)) => one == other || (blank(one) && blank(other)),
        (Some(value), None) | (None, Some(value)) => blank(value),
        (None, None) => true,
    }
}
