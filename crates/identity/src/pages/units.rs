//! Units and their people, on any day.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Date, UnitId, vi};
use web::{PageError, Pair, Path, Shell, Visit};

use crate::domain::{Account, Unit, UnitNode, tree};
use crate::{labels, urls};

#[derive(Template)]
#[template(path = "identity/units.html")]
struct UnitsPage {
    shell: Shell,
    rows: Vec<UnitRow>,
    total: String,
    /// The day shown.
    date: web::Field,
    today: bool,
    manage: bool,
}

struct UnitRow {
    name: String,
    href: String,
    class: &'static str,
    kind: &'static str,
    head: String,
    people: String,
    since: String,
}

/// How deep a row is drawn: the style sheet knows six levels.
const fn depth_class(depth: usize) -> &'static str {
    match depth {
        0 => "",
        1 => "mc-thut-1",
        2 => "mc-thut-2",
        3 => "mc-thut-3",
        4 => "mc-thut-4",
        5 => "mc-thut-5",
        _ => "mc-thut-6",
    }
}

fn row(node: &UnitNode, names: &BTreeMap<AccountId, String>, people: &BTreeMap<UnitId, i64>) -> UnitRow {
    let unit = &node.unit;
    let head = unit.head.and_then(|head| names.get(&head).cloned());
    UnitRow {
        name: unit.name.clone(),
        href: urls::unit(&unit.code),
        class: depth_class(node.depth),
        kind: labels::unit_kind(unit.kind),
        head: head.unwrap_or_else(|| "–".to_owned()),
        people: vi::number(people.get(&unit.id).copied().unwrap_or_default()),
        since: dates(unit),
    }
}

/// The dates of a unit in words.
pub(crate) fn dates(unit: &Unit) -> String {
    match unit.valid_to {
        None => format!("từ {}", vi::date(unit.valid_from)),
        Some(last) => format!("{} – {}", vi::date(unit.valid_from), vi::date(last)),
    }
}

/// The day asked for, today where none or none that can be read.
fn day(visit: &Visit) -> Date {
    vi::parse_date(visit.query.get("ngay")).unwrap_or_else(|| visit.now.date())
}

pub(crate) async fn index(visit: Visit) -> Result<Response, PageError> {
    let (agency, on) = (visit.agency(), day(&visit));
    let (units, accounts) = visit
        .read::<_, PageError>(move |tx| Ok((crate::units(tx, agency)?, crate::accounts(tx, agency)?)))
        .await?;
    let mut people: BTreeMap<UnitId, i64> = BTreeMap::new();
    for unit in accounts.iter().filter(|account| account.active).filter_map(|account| account.unit) {
        *people.entry(unit).or_default() += 1;
    }
    let names = accounts.into_iter().map(|account| (account.id, account.name)).collect();
    let nodes = tree(&units, on);
    let page = UnitsPage {
        shell: visit.shell("Đơn vị và cán bộ").await,
        rows: nodes.iter().map(|node| row(node, &names, &people)).collect(),
        total: vi::number(nodes.len() as i64),
        date: web::Field::new("ngay", "Theo ngày", vi::date(on)),
        today: on == visit.now.date(),
        manage: visit.may("identity.manage"),
    };
    visit.page(&page)
}

#[derive(Template)]
#[template(path = "identity/unit.html")]
struct UnitPage {
    shell: Shell,
    pairs: Vec<Pair>,
    closed: Option<String>,
    people: Vec<Person>,
    under: Vec<UnitRow>,
    edit: Option<String>,
}

struct Person {
    name: String,
    position: String,
    roles: String,
    email: String,
    phone: String,
    head: bool,
}

pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (agency, today) = (visit.agency(), visit.now.date());
    let (unit, units, people, grants, names) = visit
        .read::<_, PageError>(move |tx| {
            let unit = crate::unit_by_code(tx, agency, &code)?.ok_or(PageError::NotFound)?;
            let people = crate::store::accounts::of_unit(tx, unit.id)?;
            let units = crate::units(tx, agency)?;
            let heads: Vec<AccountId> = units.iter().filter_map(|unit| unit.head).collect();
            let names = crate::names(tx, &heads)?;
            Ok((unit, units, people, crate::roles_in_force(tx, agency, today)?, names))
        })
        .await?;
    let person = |account: &Account| {
        let held = grants.iter().filter(|grant| grant.account == account.id);
        let roles: Vec<&str> = held.map(|grant| grant.role.label()).collect();
        let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
        Person {
            name: account.name.clone(),
            position: or_dash(&account.position),
            roles: if roles.is_empty() { "–".to_owned() } else { roles.join(", ") },
            email: or_dash(&account.email),
            phone: or_dash(&account.phone),
            head: unit.head == Some(account.id),
        }
    };
    let under = tree(&units, today);
    let under = under.iter().filter(|node| node.unit.parent == Some(unit.id));
    let shell = visit.shell_below(&unit.name, &[("Đơn vị và cán bộ", urls::UNITS)]).await;
    let page = UnitPage {
        shell,
        pairs: pairs(&unit, &units, &names),
        closed: unit
            .valid_to
            .filter(|last| *last < today)
            .map(|last| format!("Đơn vị đã kết thúc hoạt động hết ngày {}.", vi::date(last))),
        people: people.iter().map(person).collect(),
        under: under.map(|node| row(node, &names, &BTreeMap::new())).collect(),
        edit: visit.may("identity.manage").then(|| urls::admin_unit(&unit.code)),
    };
    visit.page(&page)
}

fn pairs(unit: &Unit, units: &[Unit], names: &BTreeMap<AccountId, String>) -> Vec<Pair> {
    let above = unit.parent.and_then(|parent| units.iter().find(|other| other.id == parent));
    let head = unit.head.and_then(|head| names.get(&head).cloned());
    vec![
        Pair::new("Mã", &unit.code),
        Pair::new("Loại", labels::unit_kind(unit.kind)),
        above.map_or_else(
            || Pair::new("Đơn vị cấp trên", "–"),
            |above| Pair::link("Đơn vị cấp trên", &above.name, urls::unit(&above.code)),
        ),
        Pair::new("Người đứng đầu", head.unwrap_or_else(|| "–".to_owned())),
        Pair::new("Hoạt động", dates(unit)),
    ]
}
