//! People and organisations that file. Found by identity number or by name without accents.

use ::store::{Row, Sql, StoreError, Tx, params, search, sql};
use kernel::{AgencyId, Date, Instant, PersonId, sort_key};
use serde::{Deserialize, Serialize};

/// A person or organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id; 0 before it is stored.
    pub id: PersonId,
    /// Whether it is an organisation.
    pub organisation: bool,
    /// Full name.
    pub name: String,
    /// Số định danh cá nhân, CMND or mã số doanh nghiệp.
    pub id_number: Option<String>,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Address.
    pub address: String,
    /// Version of the row.
    pub version: i64,
}

fn read(row: &Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.at(0)?,
        organisation: row.at::<String>(1)? == "organisation",
        name: row.at(2)?,
        id_number: row.at(3)?,
        born_on: row.at(4)?,
        phone: row.at(5)?,
        email: row.at(6)?,
        address: row.at(7)?,
        version: row.at(8)?,
    })
}

const BY_ID: Sql = sql!(
    "select id, kind, name, id_number, born_on, phone, email, address, version from person where id = $1"
);
const BY_NUMBER: Sql = sql!(
    "select id, kind, name, id_number, born_on, phone, email, address, version
     from person
     where agency_id = $1 and id_number = $2
     order by id
     limit 10"
);

/// The person of an id.
pub fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Person, StoreError> {
    tx.one(BY_ID, params![id], read)
}

/// People whose number is `query`, else those whose name, number or telephone begin with its words.
pub fn look_up(tx: &mut Tx<'_>, agency: AgencyId, query: &str, most: i64) -> Result<Vec<Person>, StoreError> {
    let number: String = query.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let by_number = tx.all(BY_NUMBER, params![agency, number], read)?;
    if !by_number.is_empty() {
        return Ok(by_number);
    }
    let mut found = Vec::new();
    for id in search::find(tx, "person", query, None, most)? {
        found.extend(tx.maybe(BY_ID, params![id], read)?);
    }
    Ok(found)
}

/// Stores a new person; the id.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    person: &Person,
    at: Instant,
) -> Result<PersonId, StoreError> {
    let id = PersonId(tx.next_id(at));
    let kind = if person.organisation { "organisation" } else { "citizen" };
    tx.exec(
        sql!(
            "insert into person
             (id, agency_id, kind, name, name_sort, id_number, born_on, phone, email, address, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)"
        ),
        params![
            id,
            agency,
            kind,
            person.name,
            sort_key(&person.name),
            person.id_number,
            person.born_on,
            person.phone,
            person.email,
            person.address
        ],
    )?;
    let words = format!(
        "{} {} {}",
        person.name,
        person.id_number.as_deref().unwrap_or_default(),
        person.phone.as_deref().unwrap_or_default()
    );
    search::put(tx, "person", id.get(), &words)?;
    Ok(id)
}
