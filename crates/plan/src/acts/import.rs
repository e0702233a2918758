//! Brings a reviewed plan in. The same text again changes nothing.

use std::collections::BTreeMap;

use citation::{Binding as FileBinding, Comparator, PlanFile, PlanTarget, PlanValue, PromiseKind};
use kernel::{Acting, Date, UnitId};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Tx, journal};

use super::{Edit, PlanRefused};
use crate::domain::{Binding, Group, Plan, Promise, Target, TargetId, TargetKind};
use crate::store::{self as rows, NewTarget};

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The plan's name in addresses.
    pub slug: String,
    /// False where the same text was brought in before.
    pub new: bool,
    /// Its targets.
    pub n_targets: usize,
}

/// Brings `text`, a plan file, in. The program itself may always; people need the permission to edit. All or nothing.
pub fn import(tx: &mut Tx<'_>, acting: &Acting, text: &str) -> Result<Imported, PlanRefused> {
    if acting.actor.is_some() {
        acting.permit::<Edit>()?;
    }
    let file = PlanFile::parse(text)?;
    let (slug, hash) = (slug(&file.number, file.year), journal::hex(&Sha256::digest(text)));
    let n_targets = file.targets().count();
    if let Some((_, known)) = rows::known(tx, acting.agency, &file.number)? {
        return if known == hash {
            Ok(Imported { slug, new: false, n_targets })
        } else {
            Err(PlanRefused::OtherText(file.number))
        };
    }
    let units = unit_ids(tx, acting, &file)?;
    let plan = plan(tx, acting, &file, slug)?;
    rows::insert_plan(tx, &plan, &hash)?;
    let mut place = 0;
    for (at, group) in file.groups.iter().enumerate() {
        let stored =
            Group { id: tx.next_id(acting.at), code: group.code.clone(), title: group.title.clone() };
        rows::insert_group(tx, plan.id, &stored, at as i64)?;
        for given in &group.targets {
            place += 1;
            let id = TargetId(tx.next_id(acting.at));
            let unit = units.get(&given.responsible).copied();
            let target = target(given, &plan, (id, stored.id, unit))?;
            rows::insert_target(tx, &NewTarget { target: &target, place })?;
        }
    }
    let payload =
        json!({ "number": plan.number, "slug": plan.slug, "targets": n_targets, "text_sha256": hash });
    journal::append(tx, acting, "plan.imported", ("plan", plan.id), &payload)?;
    Ok(Imported { slug: plan.slug, new: true, n_targets })
}

fn plan(tx: &Tx<'_>, acting: &Acting, file: &PlanFile, slug: String) -> Result<Plan, PlanRefused> {
    let day =
        |month, day| Date::new(file.year, month, day).map_err(|_| PlanRefused::Promise("year".to_owned()));
    Ok(Plan {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        slug,
        number: file.number.clone(),
        title: file.title.clone(),
        issuer: file.agency.clone(),
        issued_on: file.date,
        from: day(1, 1)?,
        to: day(12, 31)?,
    })
}

/// The units that the file names; unknown ones are refused, all at once.
fn unit_ids(
    tx: &mut Tx<'_>,
    acting: &Acting,
    file: &PlanFile,
) -> Result<BTreeMap<String, UnitId>, PlanRefused> {
    let (mut units, mut unknown) = (BTreeMap::new(), Vec::new());
    for (_, target) in file.targets() {
        let code = &target.responsible;
        if units.contains_key(code) {
            continue;
        }
        match identity::unit_by_code(tx, acting.agency, code)? {
            Some(unit) => {
                units.insert(code.clone(), unit.id);
            }
            None => unknown.push(format!("target {}: no unit has the code \"{code}\"", target.code)),
        }
    }
    if unknown.is_empty() { Ok(units) } else { Err(PlanRefused::Units(unknown)) }
}

fn target(
    given: &PlanTarget,
    plan: &Plan,
    (id, group, unit): (TargetId, i64, Option<UnitId>),
) -> Result<Target, PlanRefused> {
    let binding = match given.binding() {
        FileBinding::Indicator(code) => {
            Binding::Indicator { code: code.to_owned(), per_unit: given.in_every_unit }
        }
        FileBinding::Milestone => Binding::Milestone,
        FileBinding::Publication(name) => Binding::Publication { publisher: name.to_owned() },
        FileBinding::Awaits(part) => Binding::Awaits { part: part.to_owned() },
    };
    Ok(Target {
        id,
        plan: plan.id,
        group,
        clause: given.code.clone(),
        title: given.title.clone(),
        sentence: given.source.clone(),
        kind: kind(given.kind),
        promise: promise(given).ok_or_else(|| PlanRefused::Promise(given.code.clone()))?,
        measured_in: given.unit.clone().unwrap_or_default(),
        baseline: given.baseline.clone().unwrap_or_default(),
        from: given.window.from.unwrap_or(plan.from),
        to: given.window.to.unwrap_or(plan.to),
        unit,
        responsible: String::new(),
        binding,
        note: given.note.clone().unwrap_or_default(),
        version: 1,
    })
}

const fn kind(kind: PromiseKind) -> TargetKind {
    match kind {
        PromiseKind::Ratio => TargetKind::Ratio,
        PromiseKind::Count => TargetKind::Count,
        PromiseKind::Duration => TargetKind::Duration,
        PromiseKind::Change => TargetKind::Change,
        PromiseKind::Rank => TargetKind::Rank,
        PromiseKind::Grade => TargetKind::Grade,
        PromiseKind::Milestone => TargetKind::Milestone,
    }
}

fn promise(given: &PlanTarget) -> Option<Promise> {
    if given.kind == PromiseKind::Milestone {
        return Some(Promise::Duty);
    }
    let value = match given.value.as_ref()? {
        PlanValue::Number(number) => number.to_string(),
        PlanValue::Grade(grade) => grade.clone(),
    };
    let upper = given.upper.map(|upper| upper.to_string()).unwrap_or_default();
    let code = match (given.kind, given.comparator?) {
        (PromiseKind::Grade, _) => "grade",
        // Steps in a ranking are held against the place before; a place ("hạng") is compared as it stands.
        (PromiseKind::Rank, _) if given.direction.is_some() => "steps",
        (_, Comparator::AtLeast) => "at_least",
        (_, Comparator::AtMost) => "at_most",
        (_, Comparator::Equal) => "equal",
        (_, Comparator::Range) => "between",
    };
    Promise::read(code, &value, &upper).ok()
}

/// `5119/KH-SLĐTBXH` of 2022 → `kh-5119-2022`: the letters of the kind of document, the number, the year.
fn slug(number: &str, year: i16) -> String {
    let (digits, symbol) = number.split_once('/').unwrap_or((number, "kh"));
    let plain = |text: &str| -> String {
        let folded = kernel::fold(text);
        folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    };
    let kind = symbol.split('-').next().unwrap_or("kh");
    format!("{}-{}-{year}", plain(kind).trim_matches('-'), plain(digits).trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_plans_are_plain() {
        for (number, expected) in [
            ("5119/KH-SLĐTBXH", "kh-5119-2022"),
            ("184/KH-UBND", "kh-184-2022"),
            ("01-KH/TU", "tu-01-kh-2022"),
            ("77", "kh-77-2022"),
        ] {
            assert_eq!(slug(number, 2022), expected);
        }
    }
}
