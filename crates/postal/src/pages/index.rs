//! All orders, the most urgent first, a page by key; the same as a file.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::{Cursor, Instant, vi};
use store::Tx;
use web::{Fields, PageError, Shell, Tab, Visit};

use super::{Row, postal};
use crate::domain::{Order, Stage};
use crate::store::{self as rows, Counts, Shown};
use crate::{labels, urls};

/// Orders on a page.
const SIZE: usize = 40;
/// Orders read at once for the file.
const HELPING: usize = 500;

#[derive(Template)]
#[template(path = "postal/index.html")]
struct IndexPage {
    shell: Shell,
    may_manage: bool,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    total: String,
    next: Option<String>,
    first: String,
    export: String,
}

/// The tabs: value in the address, words, orders.
const TABS: [(&str, &str, Shown); 6] = [
    ("", "Đang theo dõi", Shown::Open),
    ("cho", "Chờ bàn giao", Shown::Of(Stage::Waiting)),
    ("chuyen", "Đang chuyển", Shown::Of(Stage::Moving)),
    ("hong", "Phát không thành công", Shown::Of(Stage::Failed)),
    ("thu-ho", "Thu hộ chờ đối soát", Shown::Unpaid),
    ("xong", "Đã xong", Shown::Of(Stage::Done)),
];

const fn count(counts: &Counts, shown: Shown) -> i64 {
    match shown {
        Shown::Open => counts.waiting + counts.moving + counts.failed,
        Shown::Of(Stage::Waiting) => counts.waiting,
        Shown::Of(Stage::Moving) => counts.moving,
        Shown::Of(Stage::Failed) => counts.failed,
        Shown::Of(Stage::Done) => counts.done,
        Shown::Unpaid => counts.unpaid,
    }
}

fn chosen(query: &Fields) -> (&'static str, Shown) {
    let tab = TABS.into_iter().find(|tab| tab.0 == query.get("loc"));
    tab.map_or(("", Shown::Open), |tab| (tab.0, tab.2))
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let (postal, agency, now) = (postal(&visit), visit.agency(), visit.now);
    let (tab, shown) = chosen(&visit.query);
    let after = visit.query.some("sau").and_then(Cursor::parse);
    let (list, next, counts) = visit
        .read::<_, PageError>(move |tx| {
            let calendar = postal.office.calendars.of(tx, agency, None)?;
            let page = rows::list(tx, agency, shown, after.as_ref(), SIZE)?;
            let list: Vec<Row> = page.rows.iter().map(|order| Row::of(&calendar, order, now)).collect();
            Ok((list, page.next, rows::counts(tx, agency)?))
        })
        .await?;
    let tabs = TABS.into_iter().map(|(value, label, of)| Tab {
        label: label.to_owned(),
        href: urls::orders(&Fields::default().with("loc", value)),
        current: value == tab,
        count: Some(count(&counts, of)),
        alert: of == Shown::Of(Stage::Failed) && counts.failed > 0,
    });
    let here = Fields::default().with("loc", tab);
    let page = IndexPage {
        shell: visit.shell_below("Bưu chính", &[("Công việc", dossier::urls::QUEUE)]).await,
        may_manage: visit.may("postal.manage"),
        tabs: tabs.collect(),
        total: format!("{} đơn", vi::number(count(&counts, shown))),
        first: if visit.query.has("sau") { urls::orders(&here) } else { String::new() },
        next: next.map(|cursor| urls::orders(&visit.query.with("sau", &cursor.to_string()))),
        export: format!("{}?{here}", urls::EXPORT),
        rows: list,
    };
    visit.page(&page)
}

const HEAD: [&str; 13] = [
    "so_don",
    "ma_ho_so",
    "chieu",
    "hinh_thuc",
    "so_hieu_buu_gui",
    "trang_thai",
    "dat_don",
    "buu_chinh_nhan",
    "hen_phat",
    "da_phat",
    "cuoc",
    "thu_ho",
    "doi_soat",
];

fn record(order: &Order) -> [String; 13] {
    let at = |at: Option<Instant>| at.map(|at| at.to_string()).unwrap_or_default();
    [
        order.number.clone(),
        order.dossier_code.clone(),
        order.leg.label().to_owned(),
        order.form.label().to_owned(),
        order.tracking.clone().unwrap_or_default(),
        labels::state(order).to_owned(),
        order.registered_at.to_string(),
        at(order.sent_at),
        at(order.due_at),
        at(order.delivered_at),
        order.cost.0.to_string(),
        order.cod_amount.0.to_string(),
        order.cod_reference.clone(),
    ]
}

/// The orders of a tab, all of them, as CSV.
pub(super) async fn export(visit: Visit) -> Result<Response, PageError> {
    let (agency, (_, shown)) = (visit.agency(), chosen(&visit.query));
    let text = visit
        .read::<_, PageError>(move |tx: &mut Tx<'_>| {
            let mut out = csv::Writer::from_writer(Vec::new());
            out.write_record(HEAD).map_err(PageError::failure)?;
            let mut after = None;
            loop {
                let page = rows::list(tx, agency, shown, after.as_ref(), HELPING)?;
                for order in &page.rows {
                    out.write_record(record(order)).map_err(PageError::failure)?;
                }
                after = page.next;
                if after.is_none() {
                    return out.into_inner().map_err(|error| PageError::failure(error.into_error()));
                }
            }
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"buu-chinh.csv\""),
    ];
    Ok((headers, text).into_response())
}
