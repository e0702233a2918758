//! A counted target in detail: formula in words, course, units, the records that decide it, the outlook.

use formula::{Measure, Verdict};
use indicator::{Figure, Part, labels as indicator_labels, urls as indicators};
use kernel::{Date, vi};
use web::chart::{ColumnChart, Goal, LineChart, Scale, column_chart, line_chart, share_bar};
use web::{EvidenceRow, Formula, Pair, Tone, UnitRow};

use super::target::Loaded;
use crate::domain::Status;
use crate::reading::{Counted, Reading, UnitReading};
use crate::{labels, outlook, views};

/// All of it.
pub(super) struct CountedView {
    pub(super) formula: Formula,
    pub(super) excluded: Option<(String, String)>,
    pub(super) course: Option<Chart>,
    pub(super) misses: Option<Chart>,
    pub(super) head: Vec<String>,
    pub(super) months: Vec<Vec<String>>,
    pub(super) units: Vec<UnitRow>,
    pub(super) unit_words: (String, String, String),
    pub(super) records: Option<Records>,
    pub(super) csv: String,
    pub(super) exclusions: Vec<String>,
    pub(super) bases: Vec<String>,
    pub(super) definition: Vec<Pair>,
    pub(super) cel: String,
}

pub(super) struct Chart {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) svg: String,
}

pub(super) struct Records {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) all: String,
    pub(super) things: String,
    pub(super) rows: Vec<EvidenceRow>,
}

pub(super) fn counted(loaded: &Loaded) -> Option<CountedView> {
    let reading = &loaded.reading;
    let counted = reading.counted()?;
    let definition = counted.indicator.definition();
    let code = counted.indicator.code();
    let ratio = counted.assessed.goal.measure == Measure::Percent;
    let excluded = (counted.figure.n_out > 0).then(|| {
        let words = format!("{} {}", vi::number(counted.figure.n_out), views::things(counted));
        (words, indicators::evidence(code, Part::Excluded, &reading.scope))
    });
    Some(CountedView {
        formula: formula(reading, counted),
        excluded,
        course: course(reading, counted),
        misses: (ratio && !counted.indicator.is_stock()).then(|| misses(counted)).flatten(),
        head: head(counted, ratio),
        months: counted
            .months
            .iter()
            .map(|(month, figure)| month_row(counted, *month, *figure, ratio))
            .collect(),
        units: units(loaded, counted),
        unit_words: unit_words(counted),
        records: records(loaded, counted),
        csv: indicators::evidence_csv(code, Part::All, &reading.scope),
        exclusions: definition.excluded.iter().map(|exclusion| views::capital(&exclusion.reason)).collect(),
        bases: definition.legal_basis.clone(),
        definition: about(counted),
        cel: cel(counted),
    })
}

fn formula(reading: &Reading, counted: &Counted) -> Formula {
    let definition = counted.indicator.definition();
    let code = counted.indicator.code();
    let link = |part| indicators::evidence(code, part, &reading.scope);
    let figure = counted.figure;
    let value = views::value(reading).unwrap_or_else(|| views::capital(formula::NOT_YET));
    let base = Formula {
        value,
        tone: labels::tone(reading.status()),
        verdict: verdict(reading, counted),
        numerator: vi::number(figure.n_in),
        numerator_href: link(Part::Met),
        ..Formula::default()
    };
    if definition.meets.is_none() {
        return Formula { numerator_words: inside(&definition.denominator), ..base };
    }
    Formula {
        numerator_words: inside(&definition.numerator),
        denominator: vi::number(figure.n_of),
        denominator_href: link(Part::Counted),
        denominator_words: inside(&definition.denominator),
        ..base
    }
}

/// "Chưa đạt, thiếu 1,02 điểm".
fn verdict(reading: &Reading, counted: &Counted) -> String {
    let words = labels::standing(reading);
    let gap = match (views::goal_number(reading), counted.indicator.value(counted.figure)) {
        (Some(goal), Some(value)) if !counted.per_unit && counted.assessed.now == Verdict::NotMet => {
            goal - value
        }
        _ => return words,
    };
    match counted.assessed.goal.measure {
        Measure::Percent if gap > 0.0 => format!("{words}, thiếu {} điểm", vi::decimal(gap, 2)),
        Measure::Percent => format!("{words}, vượt {} điểm", vi::decimal(-gap, 2)),
        Measure::Count if gap > 0.0 => format!("{words}, còn thiếu {}", vi::decimal(gap, 0)),
        Measure::Count => words,
    }
}

/// The first letter small, as inside a sentence; abbreviations stay.
fn inside(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let second_is_small = letters.clone().next().is_some_and(char::is_lowercase);
    match first {
        Some(first) if second_is_small => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

fn month_labels(counted: &Counted) -> Vec<String> {
    let mut years = counted.months.iter().map(|(month, _)| month.year());
    let first = years.next();
    let one_year = years.all(|year| Some(year) == first);
    let label = |month: Date| {
        if one_year {
            format!("Tháng {}", month.month())
        } else {
            format!("Tháng {}/{}", month.month(), month.year())
        }
    };
    counted.months.iter().map(|(month, _)| label(*month)).collect()
}

fn course(reading: &Reading, counted: &Counted) -> Option<Chart> {
    if counted.months.is_empty() || counted.figure.is_empty() {
        return None;
    }
    let (labels, values) = (month_labels(counted), views::month_values(counted));
    if counted.assessed.goal.measure == Measure::Count {
        let counts: Vec<i64> = counted.months.iter().map(|(_, figure)| figure.n_in).collect();
        let svg = column_chart(&ColumnChart { labels: &labels, values: &counts, highlight: None });
        let title = format!("{} từ đầu kỳ", counted.indicator.text(counted.figure));
        return Some(Chart {
            title: views::capital(&title),
            note: "Số phát sinh trong tháng.".to_owned(),
            svg,
        });
    }
    let goal_value = views::goal_number(reading);
    let goal_words = format!("Mục tiêu {}", labels::threshold(&reading.target));
    let scale = Scale::around(&values, goal_value, true);
    let goal = goal_value.map(|value| Goal { value, text: &goal_words });
    let chart = LineChart { labels: &labels, values: &values, goal, scale, unit: "%" };
    let what = if counted.indicator.is_stock() {
        "Trạng thái cuối mỗi tháng."
    } else {
        "Tỷ lệ trong tháng."
    };
    let note = [Some(what.to_owned()), scale.note("%")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(Chart { title: course_title(counted, &labels, &values), note, svg: line_chart(&chart) })
}

/// The month that decides: the lowest where more is better, else the highest.
fn course_title(counted: &Counted, labels: &[String], values: &[Option<f64>]) -> String {
    let ceiling = views::ceiling(&counted.assessed);
    let mut all = values.iter().flatten();
    if let Some(first) = all.next()
        && values.iter().flatten().count() > 1
        && all.all(|value| value.total_cmp(first).is_eq())
    {
        return format!("{}, không đổi trong kỳ", counted.indicator.text(counted.figure));
    }
    let known = values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
    // Of months that are equal the latest is named.
    let found = if ceiling {
        known.max_by(|a, b| a.1.total_cmp(&b.1))
    } else {
        known.rev().min_by(|a, b| a.1.total_cmp(&b.1))
    };
    let named = found.and_then(|(at, _)| Some((labels.get(at)?, counted.months.get(at)?.1)));
    match named {
        Some((label, figure)) => {
            let edge = if ceiling { "cao nhất" } else { "thấp nhất" };
            format!("{label}: {}, {edge} trong kỳ", counted.indicator.text(figure))
        }
        None => views::capital(formula::NOT_YET),
    }
}

/// The unwanted records of each month.
fn misses(counted: &Counted) -> Option<Chart> {
    let labels = month_labels(counted);
    let values: Vec<i64> =
        counted.months.iter().map(|(_, figure)| views::bad(&counted.assessed, *figure)).collect();
    let all: i64 = values.iter().sum();
    let (worst, most) = values.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    if all == 0 {
        return None;
    }
    let (things, word) = (views::things(counted), bad_word(counted));
    let month = labels.get(worst)?.to_lowercase();
    let svg = column_chart(&ColumnChart { labels: &labels, values: &values, highlight: Some(worst) });
    Some(Chart {
        title: format!("{} {things} {word}, nhiều nhất là {} ở {month}", vi::number(all), vi::number(most)),
        note: format!("Số {things} {word} trong tháng."),
        svg,
    })
}

fn bad_word(counted: &Counted) -> &'static str {
    if views::ceiling(&counted.assessed) { "vượt mức" } else { labels::miss(counted.indicator.code()) }
}

fn head(counted: &Counted, ratio: bool) -> Vec<String> {
    let mut head = vec!["Tháng".to_owned(), "Được tính".to_owned()];
    if ratio {
        head.extend(["Đạt".to_owned(), views::capital(bad_word(counted)), "Tỷ lệ".to_owned()]);
    }
    head
}

fn month_row(counted: &Counted, month: Date, figure: Figure, ratio: bool) -> Vec<String> {
    let mut row = vec![format!("{}/{}", month.month(), month.year()), vi::number(figure.n_of)];
    if ratio {
        row.push(vi::number(figure.n_in));
        row.push(vi::number(views::bad(&counted.assessed, figure)));
        row.push(counted.indicator.text(figure));
    }
    row
}

fn unit_words(counted: &Counted) -> (String, String, String) {
    if counted.assessed.goal.measure == Measure::Count {
        return ("Được tính".to_owned(), "Loại trừ".to_owned(), "Phần trong tổng số".to_owned());
    }
    let word = bad_word(counted);
    ("Được tính".to_owned(), views::capital(word), format!("Phần trong tổng số {word}"))
}

/// Units, those with the most unwanted records first.
fn units(loaded: &Loaded, counted: &Counted) -> Vec<UnitRow> {
    let count_only = counted.assessed.goal.measure == Measure::Count;
    let weight = |unit: &UnitReading| {
        if count_only { unit.figure.n_in } else { views::bad(&counted.assessed, unit.figure) }
    };
    let mut units: Vec<&UnitReading> = counted.units.iter().collect();
    units.sort_by_key(|unit| (std::cmp::Reverse(weight(unit)), unit.unit));
    let all = units.iter().map(|unit| weight(unit)).max().unwrap_or(0).max(1);
    let row = |unit: &UnitReading| {
        let scope = loaded.reading.scope.of_unit(Some(unit.unit));
        let part =
            if count_only || weight(unit) == 0 { Part::Met } else { views::bad_part(&counted.assessed) };
        let tone = if count_only { Tone::Met } else { Tone::Missed };
        UnitRow {
            name: views::unit_name(&loaded.board.units, unit.unit),
            href: indicators::evidence(counted.indicator.code(), part, &scope),
            denominator: vi::number(unit.figure.n_of),
            missed: vi::number(if count_only { unit.figure.n_out } else { weight(unit) }),
            value: counted.indicator.text(unit.figure),
            bar: if weight(unit) > 0 {
                share_bar(weight(unit) as f64, all as f64, tone)
            } else {
                String::new()
            },
        }
    };
    units.into_iter().map(row).collect()
}

fn records(loaded: &Loaded, counted: &Counted) -> Option<Records> {
    let first = loaded.records.first()?;
    let all = views::bad(&counted.assessed, counted.figure);
    let (things, word) = (views::things(counted), bad_word(counted));
    let row = |row: &indicator::EvidenceRow| EvidenceRow {
        title: if row.record.title.is_empty() { row.record.code.clone() } else { row.record.title.clone() },
        code: row.record.code.clone(),
        href: row.record.href.clone(),
        unit: views::unit_name(&loaded.board.units, row.unit),
        day: vi::date(row.day),
        tone: Tone::Missed,
        verdict: indicator_labels::part(row.part, counted.indicator.definition()).to_owned(),
        reason: views::capital(&row.reason),
    };
    Some(Records {
        title: format!("{} {things} {word}", vi::number(all)),
        note: format!("Hiện {} trong {}, theo ngày tính", loaded.records.len(), vi::number(all)),
        all: indicators::evidence(counted.indicator.code(), first.part, &loaded.reading.scope),
        things: views::capital(things),
        rows: loaded.records.iter().map(row).collect(),
    })
}

fn about(counted: &Counted) -> Vec<Pair> {
    let schema = counted.indicator.compiled.schema;
    let definition = counted.indicator.definition();
    let mut about = vec![Pair::new("Tính từ", views::capital(schema.label))];
    if let Some(meets) = counted.indicator.compiled.meets() {
        about.push(Pair::new("Điều kiện đạt", views::capital(&meets.words(schema))));
    }
    let counts = counted.indicator.compiled.counts().words(schema);
    about.push(Pair::new("Điều kiện tính", views::capital(&counts)));
    let on = counted.indicator.compiled.on().and_then(|at| schema.fields.get(at));
    let on = on.map_or_else(|| "Trạng thái tại một ngày".to_owned(), |field| views::capital(field.label));
    about.push(Pair::new("Tính vào ngày", on));
    about.push(Pair::new("Tính lại", "Ngay khi bản ghi thay đổi, trong cùng giao dịch"));
    about.push(Pair::new("Phiên bản", counted.indicator.number.to_string()));
    if !definition.note.is_empty() {
        about.push(Pair::new("Lưu ý", definition.note.clone()));
    }
    about
}

/// The expressions as the machine reads them.
fn cel(counted: &Counted) -> String {
    let definition = counted.indicator.definition();
    let mut lines = vec![format!("counts   = {}", definition.counts)];
    lines.extend(definition.meets.as_ref().map(|meets| format!("meets    = {meets}")));
    lines.extend(definition.excluded.iter().map(|exclusion| format!("excluded = {}", exclusion.when)));
    lines.push(match &definition.on {
        Some(on) => format!("on       = {}.{on}", definition.subject),
        None => "stock    = true".to_owned(),
    });
    lines.join("\n")
}

/// Room, forecast, what is missing, what would change the verdict.
pub(super) fn outlook(loaded: &Loaded) -> Vec<Pair> {
    let reading = &loaded.reading;
    let Some(counted) = reading.counted() else { return Vec::new() };
    if reading.status() == Status::NotDue && reading.days.as_of < reading.days.from {
        return Vec::new();
    }
    let mut outlook = Vec::new();
    if counted.per_unit {
        let (met, all) = counted.units_met();
        outlook.push(Pair::new("Đơn vị đạt", format!("{met} trong {all} đơn vị có phát sinh; cần tất cả.")));
    } else {
        outlook.extend(outlook::allowance(counted).map(|words| Pair::new("Còn được phép", words)));
        outlook.extend(outlook::shortfall(reading, counted).map(|words| Pair::new("Còn thiếu", words)));
    }
    outlook.extend(outlook::forecast(reading, counted).map(|words| Pair::new("Dự báo cuối kỳ", words)));
    let sets = outlook::smallest_sets(&loaded.board, counted);
    if !sets.is_empty() {
        outlook.push(Pair::new("Tập nhỏ nhất đổi kết luận", sets.join(" ")));
    }
    outlook
}
