//! Facts of procedures, one row for each day on which something became known. The newest row up to a day is
//! the fact as it was known that day.

use kernel::{AgencyId, Date, Fact, Value};
use store::{FactQuery, Row, StoreError, Tx, params, sql};

fn read(row: &Row<'_>) -> Result<(i64, Fact), StoreError> {
    let text = |name| row.get::<std::sync::Arc<str>>(name).map(Value::Text);
    let fact = Fact(Box::new([
        text("code")?,
        text("sector")?,
        row.get::<i64>("unit_id")?.into(),
        row.get::<Date>("in_force_on")?.into(),
        row.get::<Option<Date>>("ended_on")?.into(),
        row.get::<i64>("online_level")?.into(),
        row.get::<bool>("online_eligible")?.into(),
        row.get::<bool>("national_portal")?.into(),
        row.get::<bool>("postal")?.into(),
        row.get::<bool>("process_published")?.into(),
        row.get::<i64>("n_cases")?.into(),
    ]));
    Ok((row.get("procedure_id")?, fact))
}

/// Facts in the columns that [`read`] reads, each with the day from which it was known.
macro_rules! select_facts {
    ($condition:literal) => {
        sql!(
            "select procedure_id, known_on, code, sector, unit_id, in_force_on, ended_on, online_level,
                    online_eligible, national_portal, postal, process_published, n_cases
             from procedure_fact ",
            $condition
        )
    };
}

/// The facts of agency `$1` as they were known at the end of day `$2`, of unit `$3` or, where it is null, of all.
macro_rules! select_known {
    ($condition:literal) => {
        sql!(
            "select f.procedure_id, f.code, f.sector, f.unit_id, f.in_force_on, f.ended_on, f.online_level,
                    f.online_eligible, f.national_portal, f.postal, f.process_published, f.n_cases
             from procedure_fact f
             where f.agency_id = $1
               and f.known_on = (select max(n.known_on) from procedure_fact n
                                 where n.procedure_id = f.procedure_id and n.known_on <= $2)
               and (cast($3 as bigint) is null or f.unit_id = $3) ",
            $condition
        )
    };
}

/// The fact of a procedure as it is known now.
pub(crate) fn latest_fact(tx: &mut Tx<'_>, procedure: i64) -> Result<Option<Fact>, StoreError> {
    tx.maybe(
        select_facts!("where procedure_id = $1 order by known_on desc limit 1"),
        params![procedure],
        |row| Ok(read(row)?.1),
    )
}

/// What a fact's row holds.
pub(crate) struct FactRow<'a> {
    pub(crate) agency: AgencyId,
    pub(crate) procedure: i64,
    pub(crate) known_on: Date,
    pub(crate) fact: &'a Fact,
}

/// Writes the fact known from a day on; a second change on that day replaces the first.
pub(crate) fn save_fact(tx: &mut Tx<'_>, row: &FactRow<'_>) -> Result<(), StoreError> {
    let values: Vec<store::Param<'_>> = row.fact.0.iter().map(param).collect();
    let [code, sector, unit, in_force, ended, level, eligible, portal, postal, process, cases] =
        values.as_slice()
    else {
        return Err(StoreError::Corrupt { column: "procedure_fact".to_owned() });
    };
    tx.exec(
        sql!(
            "insert into procedure_fact
             (procedure_id, known_on, agency_id, code, sector, unit_id, in_force_on, ended_on, online_level,
              online_eligible, national_portal, postal, process_published, n_cases)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             on conflict (procedure_id, known_on) do update
             set code = excluded.code, sector = excluded.sector, unit_id = excluded.unit_id,
                 in_force_on = excluded.in_force_on, ended_on = excluded.ended_on,
                 online_level = excluded.online_level, online_eligible = excluded.online_eligible,
                 national_portal = excluded.national_portal, postal = excluded.postal,
                 process_published = excluded.process_published, n_cases = excluded.n_cases"
        ),
        params![
            row.procedure,
            row.known_on,
            row.agency,
            code,
            sector,
            unit,
            in_force,
            ended,
            level,
            eligible,
            portal,
            postal,
            process,
            cases
        ],
    )
    .map(drop)
}

fn param(value: &Value) -> store::Param<'_> {
    use store::Param;
    match value {
        Value::Null => Param::Null,
        Value::Bool(value) => Param::Bool(*value),
        Value::Int(value) => Param::Int(*value),
        Value::Text(value) => Param::Text(std::borrow::Cow::Borrowed(value)),
        Value::Date(value) => Param::Text(std::borrow::Cow::Owned(value.to_string())),
    }
}

/// The facts known at the end of `query.as_of` whose first day in force is `day`.
pub(crate) fn facts_started_on(
    tx: &mut Tx<'_>,
    query: &FactQuery,
    day: Date,
) -> Result<Vec<(i64, Fact)>, StoreError> {
    tx.all(
        select_known!("and f.in_force_on = $4 order by f.procedure_id"),
        params![query.agency, query.as_of, query.unit, day],
        read,
    )
}

/// The facts known at the end of `query.as_of` whose first day no longer in force is `day`.
pub(crate) fn facts_ended_on(
    tx: &mut Tx<'_>,
    query: &FactQuery,
    day: Date,
) -> Result<Vec<(i64, Fact)>, StoreError> {
    tx.all(
        select_known!("and f.ended_on = $4 order by f.procedure_id"),
        params![query.agency, query.as_of, query.unit, day],
        read,
    )
}

/// Up to `most` facts known at the end of `query.as_of`, of procedures with an id above `after`.
pub(crate) fn facts_page(
    tx: &mut Tx<'_>,
    query: &FactQuery,
    after: i64,
    most: i64,
) -> Result<Vec<(i64, Fact)>, StoreError> {
    tx.all(
        select_known!("and f.procedure_id > $4 order by f.procedure_id limit $5"),
        params![query.agency, query.as_of, query.unit, after, most],
        read,
    )
}

/// The facts of up to `most` procedures with an id above `after`, each with the day from which it was known, by
/// procedure and day.
pub(crate) fn facts_history(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    after: i64,
    most: i64,
) -> Result<Vec<(i64, Date, Fact)>, StoreError> {
    tx.all(
        select_facts!(
            "where procedure_id in (select id from procedure where agency_id = $1 and id > $2 order by id limit $3)
             order by procedure_id, known_on"
        ),
        params![agency, after, most],
        |row| {
            let (id, fact) = read(row)?;
            Ok((id, row.get("known_on")?, fact))
        },
    )
}
