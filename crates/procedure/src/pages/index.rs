//! The catalogue: search that ignores accents, filters, a page by key.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{UnitId, vi};
use web::{Choice, Field, Fields, PageError, Shell, Tone, Visit};

use super::unit_names;
use crate::domain::{OnlineLevel, Sector};
use crate::store::{self as rows, Facets, ProcedureRow, Search};
use crate::{labels, urls};

/// Procedures on a page.
const SIZE: usize = 40;
/// Drafts of new procedures above the list.
const MOST_DRAFTS: i64 = 20;

#[derive(Template)]
#[template(path = "procedure/index.html")]
struct IndexPage {
    shell: Shell,
    search: Field,
    sector: (Field, Vec<Choice>),
    unit: (Field, Vec<Choice>),
    level: (Field, Vec<Choice>),
    status: (Field, Vec<Choice>),
    tags: Vec<(String, String)>,
    rows: Vec<IndexRow>,
    summary: String,
    may_edit: bool,
    /// Drafts of procedures that are not published yet, for those who may write them.
    drafts: Vec<(String, String)>,
    total: String,
    next: Option<String>,
    first: String,
}

struct IndexRow {
    href: String,
    name: String,
    code: String,
    sector: &'static str,
    unit: String,
    level: &'static str,
    tone: Tone,
    standing: String,
    receivable: bool,
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let filter = Filter::read(&visit.query);
    let after = visit.query.get("sau").parse().ok();
    let (agency, search) = (visit.agency(), filter.search());
    let may_edit = visit.may("procedure.edit");
    let (page, count, facets, units, drafts) = visit
        .read::<_, PageError>(move |tx| {
            let page = rows::search(tx, agency, &search, after, SIZE)?;
            let count = rows::count(tx, agency, &search)?;
            let drafts = if may_edit { rows::proposals(tx, agency, MOST_DRAFTS)? } else { Vec::new() };
            Ok((page, count, rows::facets(tx, agency)?, unit_names(tx, agency)?, drafts))
        })
        .await?;
    let query = &visit.query;
    let link = |rest: String| {
        if rest.is_empty() { urls::INDEX.to_owned() } else { format!("{}?{rest}", urls::INDEX) }
    };
    let today = visit.now.date();
    let page = IndexPage {
        shell: visit.shell("Thủ tục, quy trình").await,
        search: Field::new("tim", "Tìm theo tên hoặc mã", filter.words.clone()),
        sector: filter.sectors(&facets),
        unit: filter.units(&facets, &units),
        level: filter.levels(&facets),
        status: filter.statuses(&facets),
        tags: filter.tags(query, &units),
        summary: format!(
            "{} thủ tục, {} đủ điều kiện tiếp nhận hồ sơ.",
            vi::number(facets.total),
            vi::number(facets.receivable)
        ),
        may_edit,
        drafts: drafts
            .into_iter()
            .map(|row| (format!("{} · {}", row.code, row.name), urls::edit(&row.code)))
            .collect(),
        total: format!("{} thủ tục", vi::number(count)),
        next: page.next.map(|cursor| link(query.with("sau", &cursor.id.to_string()))),
        first: if query.has("sau") { link(query.with("sau", "")) } else { String::new() },
        rows: page.rows.into_iter().map(|row| index_row(row, &units, today)).collect(),
    };
    visit.page(&page)
}

fn index_row(row: ProcedureRow, units: &BTreeMap<UnitId, String>, today: kernel::Date) -> IndexRow {
    let (tone, standing) = labels::standing(row.in_force_on, row.ended_on, today);
    IndexRow {
        href: urls::show(&row.code),
        sector: row.sector.label(),
        unit: units.get(&row.unit).cloned().unwrap_or_default(),
        level: labels::level(row.online_level),
        receivable: row.receivable,
        name: row.name,
        code: row.code,
        tone,
        standing,
    }
}

/// The filters as the address gives them; what does not fit is no filter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    words: String,
    sector: Option<Sector>,
    unit: Option<UnitId>,
    level: Option<OnlineLevel>,
    receivable: Option<bool>,
}

impl Filter {
    fn read(query: &Fields) -> Self {
        Self {
            words: query.get("tim").to_owned(),
            sector: Sector::from_code(query.get("linh-vuc")),
            unit: query.get("don-vi").parse().ok(),
            level: OnlineLevel::from_code(query.get("muc-do")),
            receivable: match query.get("tiep-nhan") {
                "co" => Some(true),
                "khong" => Some(false),
                _ => None,
            },
        }
    }

    fn search(&self) -> Search {
        Search {
            words: self.words.clone(),
            sector: self.sector,
            unit: self.unit,
            level: self.level.map(OnlineLevel::number),
            receivable: self.receivable,
        }
    }

    fn sectors(&self, facets: &Facets) -> (Field, Vec<Choice>) {
        let options = facets.sectors.iter().filter_map(|(code, n)| {
            let sector = Sector::from_code(code)?;
            Some((code.clone(), format!("{} ({})", sector.label(), vi::number(*n))))
        });
        let current = self.sector.map_or("", Sector::code);
        select("linh-vuc", "Lĩnh vực", "Mọi lĩnh vực", options, current)
    }

    fn units(&self, facets: &Facets, names: &BTreeMap<UnitId, String>) -> (Field, Vec<Choice>) {
        let options = facets.units.iter().map(|(unit, n)| {
            let name = names.get(unit).map_or("Đơn vị đã đóng", String::as_str);
            (unit.to_string(), format!("{name} ({})", vi::number(*n)))
        });
        let current = self.unit.map(|unit| unit.to_string()).unwrap_or_default();
        select("don-vi", "Đơn vị", "Mọi đơn vị", options, &current)
    }

    fn levels(&self, facets: &Facets) -> (Field, Vec<Choice>) {
        let options = facets
            .levels
            .iter()
            .map(|(level, n)| (level.to_string(), format!("{} ({})", labels::level(*level), vi::number(*n))));
        select("muc-do", "Mức độ trực tuyến", "Mọi mức độ", options, self.level.map_or("", OnlineLevel::code))
    }

    fn statuses(&self, facets: &Facets) -> (Field, Vec<Choice>) {
        let (yes, no) = (facets.receivable, facets.total - facets.receivable);
        let options = [("co", "Đủ điều kiện", yes), ("khong", "Chỉ niêm yết", no)]
            .map(|(value, label, n)| (value.to_owned(), format!("{label} ({})", vi::number(n))));
        let current = match self.receivable {
            Some(true) => "co",
            Some(false) => "khong",
            None => "",
        };
        select("tiep-nhan", "Tiếp nhận hồ sơ", "Tất cả", options.into_iter(), current)
    }

    /// What is filtered, each with the address without it.
    fn tags(&self, query: &Fields, units: &BTreeMap<UnitId, String>) -> Vec<(String, String)> {
        let mut tags = Vec::new();
        let mut tag = |words: String, name: &str| {
            let mut rest = query.clone();
            rest = Fields::parse(&rest.with("sau", ""));
            tags.push((words, format!("{}?{}", urls::INDEX, rest.with(name, ""))));
        };
        if !self.words.is_empty() {
            tag(format!("“{}”", self.words), "tim");
        }
        if let Some(sector) = self.sector {
            tag(sector.label().to_owned(), "linh-vuc");
        }
        if let Some(unit) = self.unit {
            tag(units.get(&unit).cloned().unwrap_or_else(|| "Đơn vị khác".to_owned()), "don-vi");
        }
        if let Some(level) = self.level {
            tag(level.label().to_owned(), "muc-do");
        }
        if let Some(receivable) = self.receivable {
            let words = if receivable { "Đủ điều kiện tiếp nhận" } else { "Chỉ niêm yết" };
            tag(words.to_owned(), "tiep-nhan");
        }
        tags
    }
}

fn select(
    name: &str,
    label: &str,
    all: &str,
    options: impl Iterator<Item = (String, String)>,
    current: &str,
) -> (Field, Vec<Choice>) {
    let options = std::iter::once((String::new(), all.to_owned())).chain(options);
    (Field::new(name, label, current), Choice::list(options, current))
}
