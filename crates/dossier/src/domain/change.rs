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
        result_signed
    );
    changes
}

/// Takes changes back: the record with the old values, where the new ones are what it holds. `None` where the
/// record does not hold the new values (it was altered by other means) or a field is not known.
pub fn undo(record: &mut Map<String, Value>, changes: &Changes) -> Option<()> {
    for (field, pair) in changes {
        let [old, new] = pair.as_array()?.as_slice() else { return None };
        let held = record.get_mut(field)?;
        if held != new {
            return None;
        }
        *held = old.clone();
    }
    Some(())
}
