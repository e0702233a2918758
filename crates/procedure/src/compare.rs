//! What two versions of a procedure differ in, in words: both are written as lists of named statements, and the
//! lists are compared. Pure.

use std::collections::{BTreeMap, BTreeSet};

use kernel::vi;

use crate::domain::{Channel, InternalProcess, Procedure, Step, Terms};
use crate::view::times;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// What differs.
    pub(crate) what: String,
    /// What was said before; empty where nothing was.
    pub(crate) before: String,
    /// What is said now; empty where nothing is.
    pub(crate) after: String,
}

/// The differences from `before` to `after`, in the order of the newer text; what is gone comes last.
pub(crate) fn compare(before: &Procedure, after: &Procedure) -> Vec<Change> {
    let old = statements(before);
    let new = statements(after);
    let known: BTreeMap<&str, &str> = old.iter().map(|(what, value)| (&**what, &**value)).collect();
    let mut changes = Vec::new();
    for (what, value) in &new {
        let before = known.get(what.as_str()).copied().unwrap_or_default();
        if before != value {
            changes.push(Change { what: what.clone(), before: before.to_owned(), after: value.clone() });
        }
    }
    let kept: BTreeSet<&str> = new.iter().map(|(what, _)| &**what).collect();
    let gone = old.iter().filter(|(what, _)| !kept.contains(what.as_str()));
    changes.extend(gone.map(|(what, value)| Change {
        what: what.clone(),
        before: value.clone(),
        after: String::new(),
    }));
    changes
}

/// Everything a procedure says, as name and value.
fn statements(procedure: &Procedure) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut say = |what: &str, value: String| out.push((what.to_owned(), value));
    let yes = |flag: bool| if flag { "có" } else { "không" }.to_owned();
    say("Tên", procedure.name.clone());
    say("Lĩnh vực", procedure.sector.label().to_owned());
    say("Đơn vị", procedure.unit.clone());
    say("Cấp giải quyết", procedure.agency_level.label().to_owned());
    say("Sở tiếp nhận", yes(procedure.receives));
    say("Có hiệu lực từ", vi::date(procedure.in_force_on));
    say("Hết hiệu lực từ", procedure.ended_on.map(vi::date).unwrap_or_default());
    say("Mức độ trực tuyến", procedure.online.level.label().to_owned());
    say("Đủ điều kiện trực tuyến", yes(procedure.online.eligible));
    say("Trên Cổng DVC quốc gia", yes(procedure.online.national_portal));
    say("Bưu chính công ích", yes(procedure.online.postal));
    let bases = procedure.legal_bases.iter().map(|basis| format!("{} {}", basis.articles, basis.act));
    say("Căn cứ pháp lý", bases.map(|text| text.trim().to_owned()).collect::<Vec<_>>().join("; "));
    say("Thời hạn qua các cơ quan", times(&procedure.whole_time()));
    out.extend(cases(procedure));
    for paper in &procedure.papers {
        let value = format!(
            "{}, {} bản chính, {} bản sao{}{}",
            paper.name,
            paper.n_originals,
            paper.n_copies,
            paper.form.as_ref().map(|form| format!(", {form}")).unwrap_or_default(),
            paper.condition.as_ref().map(|when| format!("; {when}")).unwrap_or_default(),
        );
        out.push((format!("Giấy tờ {}", paper.code), value));
    }
    for result in &procedure.results {
        let value = [Some(&result.name), result.template.as_ref(), result.validity.as_ref()];
        let value = value.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
        out.push((format!("Kết quả {}", result.code), value));
    }
    out.extend(procedure.processes.iter().flat_map(process));
    out
}

fn cases(procedure: &Procedure) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for case in &procedure.cases {
        let name = format!("Trường hợp {}", case.code);
        out.push((name.clone(), case.name.clone()));
        if let [terms] = case.terms.as_slice() {
            let channels: Vec<&str> = terms.channels.iter().map(|channel| channel.label()).collect();
            out.push((format!("{name}: cách nộp"), channels.join(", ")));
            out.extend(terms_words(&name, terms));
            continue;
        }
        for channel in Channel::ALL.iter().copied() {
            let name = format!("{name}, {}", channel.label().to_lowercase());
            out.extend(case.terms(channel).into_iter().flat_map(|terms| terms_words(&name, terms)));
        }
    }
    out
}

fn terms_words(name: &str, terms: &Terms) -> [(String, String); 2] {
    [
        (format!("{name}: thời hạn"), limit(terms)),
        (format!("{name}: phí, lệ phí"), crate::view::money(terms).join("; ")),
    ]
}

fn limit(terms: &Terms) -> String {
    let internal = terms.internal.map(|time| format!(", nội bộ {time}")).unwrap_or_default();
    terms.limit().map_or_else(|| "chưa có".to_owned(), |limit| format!("{limit}{internal}"))
}

fn process(process: &InternalProcess) -> Vec<(String, String)> {
    let name = format!("Quy trình {}", process.code);
    let mut out = vec![
        (name.clone(), format!("{}, {}", process.name, process.source)),
        (format!("{name}: tổng thời gian"), times(&process.time_sums())),
    ];
    out.extend(process.steps.iter().map(|step| (format!("{name}, bước {}", step.code), step_words(step))));
    for step in &process.steps {
        let ways: Vec<String> = process
            .ways_from(&step.code)
            .map(|way| format!("{} → {}", way.kind.label().to_lowercase(), way.to))
            .collect();
        out.push((format!("{name}, sau bước {}", step.code), ways.join("; ")));
    }
    out
}

fn step_words(step: &Step) -> String {
    let parts = [
        Some(step.name.clone()),
        step.role.map(|role| role.label().to_owned()),
        step.unit.map(|unit| unit.label().to_owned()),
        step.time.map(|time| time.to_string()),
        step.task.clone(),
        step.output.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse;

    fn sample() -> (String, Procedure) {
        let (file, text) = crate::builtin().first().copied().unwrap();
        (text.to_owned(), parse(text, file).unwrap())
    }

    #[test]
    fn a_version_does_not_differ_from_itself() {
        for (file, text) in crate::builtin() {
            let procedure = parse(text, file).unwrap();
            assert_eq!(compare(&procedure, &procedure), Vec::new(), "{file}");
        }
    }

    #[test]
    fn every_difference_is_named_with_both_sides() {
        let (_, before) = sample();
        let mut after = before.clone();
        after.name = "Tên mới".to_owned();
        after.papers.pop();
        let changes = compare(&before, &after);
        assert_eq!(changes.len(), 2);
        assert_eq!(changes[0].what, "Tên");
        assert_eq!(changes[0].after, "Tên mới");
        assert!(changes[1].what.starts_with("Giấy tờ "));
        assert_eq!(changes[1].after, "");
    }
}
