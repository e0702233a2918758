//! The list of indicators with their figures of the present year.

use askama::Template;
use axum::response::Response;
use kernel::{fold, vi};
use web::{Field, PageError, Shell, Visit};

use super::engine;
use crate::{Figure, Indicator, Scope, labels, urls};

#[derive(Template)]
#[template(path = "indicator/index.html")]
struct IndexPage {
    shell: Shell,
    summary: String,
    may_edit: bool,
    search: Field,
    rows: Vec<IndexRow>,
    broken: Vec<BrokenRow>,
}

struct IndexRow {
    href: String,
    title: String,
    code: String,
    subject: String,
    kind: &'static str,
    value: String,
    counted: String,
    version: i64,
    ready: bool,
}

struct BrokenRow {
    title: String,
    code: String,
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let (engine, agency, today) = (engine(&visit)?, visit.agency(), visit.now.date());
    let wanted = fold(visit.query.get("tim"));
    let words = visit.query.get("tim").to_owned();
    let (rows, broken, total) = visit
        .read::<_, PageError>(move |tx| {
            let set = engine.current(tx, agency)?;
            let matches = |code: &str, title: &str| {
                let text = fold(&format!("{code} {title}"));
                wanted.split_whitespace().all(|word| text.contains(word))
            };
            let mut rows = Vec::new();
            // A stock of the year is its state today; a flow of the year has nothing after today.
            for (indicator, figure) in
                engine.figures(tx, &Scope { to: today, ..Scope::year(agency, today) })?
            {
                let definition = indicator.definition();
                if matches(&definition.code, &definition.title) {
                    rows.push(index_row(&indicator, figure));
                }
            }
            let broken = set.broken.iter().filter(|broken| matches(&broken.code, &broken.title));
            let broken: Vec<_> = broken
                .map(|broken| BrokenRow { title: broken.title.clone(), code: broken.code.clone() })
                .collect();
            Ok((rows, broken, set.list.len() + set.broken.len()))
        })
        .await?;
    let page = IndexPage {
        shell: visit.shell("Chỉ số").await,
        summary: format!(
            "{total} chỉ số, tính ngay khi hồ sơ, thủ tục thay đổi. Mỗi con số mở ra đúng những bản ghi làm nên nó. Số liệu năm {}.",
            today.year()
        ),
        may_edit: visit.may("indicator.edit"),
        search: Field::new("tim", "Tìm theo tên hoặc mã", words),
        rows,
        broken,
    };
    visit.page(&page)
}

fn index_row(indicator: &Indicator, figure: Figure) -> IndexRow {
    let definition = indicator.definition();
    let ratio = definition.meets.is_some();
    IndexRow {
        href: urls::show(&definition.code),
        title: definition.title.clone(),
        code: definition.code.clone(),
        subject: super::capital(indicator.compiled.schema.label),
        kind: match (indicator.is_stock(), ratio) {
            (true, true) => "Tỷ lệ tại một ngày",
            (true, false) => "Số tại một ngày",
            (false, true) => "Tỷ lệ trong kỳ",
            (false, false) => "Số trong kỳ",
        },
        value: super::capital(&indicator.text(figure)),
        counted: if ratio {
            format!("{}/{}", vi::number(figure.n_in), vi::number(figure.n_of))
        } else {
            String::new()
        },
        version: indicator.number,
        ready: indicator.ready,
    }
}
