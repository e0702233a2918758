//! The till: a day's receipts and totals, receipt books, refunds that wait, reconciliation.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use kernel::{AccountId, AgencyId, Cursor, Date, Dong, UnitId, vi};
use store::{StoreError, Tx};
use web::{FieldErrors, Fields, Form, PageError, Pair, Path, Visit};

use super::sheet::{self, Act, Control, Grid, Sheet, Typed, cell, link, tag};
use super::{blocking, money, office, platform};
use crate::acts::{self, CloseDay, DecideRefund, NewBook};
use crate::domain::{FeeReceipt, PaymentRefused};
use crate::store::ledger::{self, Sum};
use crate::store::reconcile::{self as rows, Named, Statement};
use crate::store::{days, receipts, refunds as refund_rows};
use crate::{labels, settle, urls};

/// Rows on a page.
const SIZE: usize = 40;

fn day_of(fields: &Fields, today: Date) -> Date {
    vi::parse_date(fields.get("ngay")).unwrap_or(today)
}

fn next(base: &str, fields: &Fields, cursor: Option<Cursor>) -> Option<String> {
    cursor.map(|cursor| format!("{base}?{}", fields.with("sau", &cursor.to_string())))
}

fn after(fields: &Fields) -> Option<Cursor> {
    fields.some("sau").and_then(Cursor::parse)
}

fn names_of(
    tx: &mut Tx<'_>,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>, StoreError> {
    let ids: Vec<AccountId> = accounts.collect::<BTreeSet<_>>().into_iter().collect();
    identity::names(tx, &ids)
}

/// A refusal as an error of the whole form; failures and missing rights have pages of their own.
fn said(refused: PaymentRefused, field: &str) -> Result<FieldErrors, PageError> {
    match labels::refused(&refused) {
        Some(text) => Ok(FieldErrors::one(field, text)),
        None => Err(refused.into()),
    }
}

pub(super) async fn today(visit: Visit) -> Result<Response, PageError> {
    today_again(&visit, Typed::default()).await
}

/// What the page of a day shows.
struct Today {
    page: kernel::Page<FeeReceipt>,
    by_officer: Vec<Sum>,
    by_unit: Vec<Sum>,
    closed: Vec<days::ClosedDay>,
    names: BTreeMap<AccountId, String>,
    units: BTreeMap<UnitId, String>,
}

fn load_today(
    tx: &mut Tx<'_>,
    (agency, day): (AgencyId, Date),
    before: Option<&Cursor>,
) -> Result<Today, PageError> {
    let page = receipts::of_day(tx, agency, day, before, SIZE)?;
    let by_officer = ledger::by_officer(tx, agency, day)?;
    let closed = days::of_day(tx, agency, day)?;
    let officers = by_officer.iter().filter_map(|sum| sum.of.map(AccountId));
    let officers = officers.chain(page.rows.iter().filter_map(|receipt| receipt.officer));
    let names = names_of(tx, officers.chain(closed.iter().map(|closed| closed.officer)))?;
    let units = identity::units(tx, agency)?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let by_unit = ledger::by_unit(tx, agency, day)?;
    Ok(Today { page, by_officer, by_unit, closed, names, units })
}

/// Who closed the day, and with what.
fn closed_grid(closed: &[days::ClosedDay], name: &dyn Fn(Option<AccountId>) -> String) -> Grid {
    let closed_rows = closed.iter().map(|closed| {
        vec![
            cell(name(Some(closed.officer))),
            cell(closed.booked.to_string()),
            cell(closed.counted.to_string()),
            cell(closed.note.clone()),
            cell(vi::moment(closed.closed_at)),
        ]
    });
    Grid {
        id: "da-chot",
        title: "Đã chốt ngày".to_owned(),
        head: vec!["Người thu", "Theo sổ", "Đếm được", "Ghi chú", "Chốt lúc"],
        rows: closed_rows.collect(),
        empty: "Chưa ai chốt ngày này.",
        next: None,
    }
}

/// The form that closes one's day.
fn closing(day: Date, typed: &Typed) -> Act {
    let mut act =
        Act::new("chot", format!("Chốt ngày {}", vi::date(day)), urls::CLOSE_DAY.to_owned(), "Chốt ngày");
    act.hidden = vec![("ngay", vi::date(day))];
    act.controls = vec![
        typed.text("dem-duoc", "Tiền mặt đếm được (đồng)", ""),
        typed.text("ghi-chu", "Lý do, nếu khác số trên sổ", ""),
    ];
    act
}

async fn today_again(visit: &Visit, typed: Typed) -> Result<Response, PageError> {
    let query = if typed.fields.has("ngay") { typed.fields.clone() } else { visit.query.clone() };
    let (agency, day, before) = (visit.agency(), day_of(&query, visit.now.date()), after(&query));
    let Today { page, by_officer, by_unit, closed, names, units } =
        visit.read::<_, PageError>(move |tx| load_today(tx, (agency, day), before.as_ref())).await?;
    let name = |id: Option<AccountId>| {
        id.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "Hệ thống".to_owned())
    };
    let sums = |sums: &[Sum], who: &dyn Fn(i64) -> Option<String>| -> Vec<Vec<sheet::Cell>> {
        sums.iter()
            .map(|sum| {
                let of = sum.of.and_then(who).unwrap_or_else(|| "Hệ thống".to_owned());
                vec![cell(of), cell(sum.balance.account.label()), cell(Dong(sum.balance.amount).to_string())]
            })
            .collect()
    };
    let listed = page.rows.iter().map(|receipt| {
        let state = if receipt.cancelled_at.is_some() { "Đã hủy" } else { receipt.method.label() };
        vec![
            link(receipt.reference(), urls::receipt(receipt.id)),
            link(&receipt.dossier_code, urls::duty(&receipt.dossier_code)),
            cell(receipt.amount.to_string()),
            cell(state),
            cell(name(receipt.officer)),
        ]
    });
    let grids = vec![
        Grid {
            id: "bien-lai",
            title: "Biên lai trong ngày".to_owned(),
            head: vec!["Biên lai", "Hồ sơ", "Số tiền", "Hình thức", "Người thu"],
            rows: listed.collect(),
            empty: "Chưa có biên lai trong ngày.",
            next: next(urls::TODAY, &query, page.next.clone()),
        },
        Grid {
            id: "theo-nguoi",
            title: "Cộng theo người thực hiện".to_owned(),
            head: vec!["Người thực hiện", "Tài khoản", "Nợ (+), có (−)"],
            rows: sums(&by_officer, &|id| names.get(&AccountId(id)).cloned()),
            empty: "Chưa có bút toán trong ngày.",
            next: None,
        },
        Grid {
            id: "theo-don-vi",
            title: "Cộng theo đơn vị".to_owned(),
            head: vec!["Đơn vị", "Tài khoản", "Nợ (+), có (−)"],
            rows: sums(&by_unit, &|id| units.get(&UnitId(id)).cloned()),
            empty: "Chưa có bút toán trong ngày.",
            next: None,
        },
        closed_grid(&closed, &name),
    ];
    let mine = visit.who.as_ref().map(|who| who.account);
    let may_close = visit.may("payment.collect") && !closed.iter().any(|closed| Some(closed.officer) == mine);
    let forms = if may_close { vec![closing(day, &typed)] } else { Vec::new() };
    let sheet = Sheet {
        lead: format!("Ngày {}.", vi::date(day)),
        links: vec![
            ("Quyển biên lai".to_owned(), urls::BOOKS.to_owned()),
            ("Hoàn trả".to_owned(), urls::REFUNDS.to_owned()),
        ],
        problems: typed.errors.problems(),
        grids,
        acts: forms,
        ..Sheet::default()
    };
    sheet::show(visit, ("Thu phí, lệ phí", &[]), sheet).await
}

pub(super) async fn close_day(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let Some(counted) = money(fields.get("dem-duoc")) else {
        let errors = FieldErrors::one("dem-duoc", "Nhập số tiền bằng chữ số, ví dụ 1.200.000");
        return today_again(&visit, Typed { fields, errors }).await;
    };
    let day = day_of(&fields, visit.now.date());
    let cmd = CloseDay { day, counted, note: fields.get("ghi-chu").to_owned() };
    let acting = visit.acting()?;
    match visit.write::<_, PaymentRefused>(move |tx| acts::close_day(tx, &acting, &cmd)).await {
        Ok(_) => Ok(visit.redirect_done(urls::TODAY, &format!("Đã chốt ngày {}.", vi::date(day)))),
        Err(refused) => {
            let errors = said(refused, "ghi-chu")?;
            today_again(&visit, Typed { fields, errors }).await
        }
    }
}

pub(super) async fn books(visit: Visit) -> Result<Response, PageError> {
    books_again(&visit, Typed::default()).await
}

async fn books_again(visit: &Visit, typed: Typed) -> Result<Response, PageError> {
    let agency = visit.agency();
    let books = visit.read::<_, PageError>(move |tx| Ok(receipts::books(tx, agency)?)).await?;
    let listed = books.iter().map(|book| {
        vec![
            cell(format!("{} {}", book.form_symbol, book.series)),
            cell(format!("{:07}–{:07}", book.first, book.last)),
            cell(vi::number(book.used - book.first + 1)),
            tag(labels::book_state(book.state())),
        ]
    });
    let grids = vec![Grid {
        id: "quyen",
        title: "Quyển biên lai".to_owned(),
        head: vec!["Mẫu, ký hiệu", "Từ số – đến số", "Đã dùng", "Tình trạng"],
        rows: listed.collect(),
        empty: "Chưa có quyển biên lai nào.",
        next: None,
    }];
    let mut forms = Vec::new();
    if visit.may("payment.reconcile") {
        let mut act = Act::new("mo", "Mở quyển mới", urls::BOOKS.to_owned(), "Mở quyển");
        act.controls = vec![
            typed.text("mau", "Ký hiệu mẫu", "01BLP2-001"),
            typed.text("ky-hieu", "Ký hiệu biên lai", ""),
            typed.text("tu-so", "Từ số", "1"),
            typed.text("den-so", "Đến số", ""),
        ];
        forms.push(act);
        for book in books.iter().filter(|book| book.closed_at.is_none()) {
            let title = format!("Đóng quyển {} ({:07}–{:07})", book.series, book.first, book.last);
            forms.push(Act::new(format!("dong-{}", book.id), title, urls::close_book(book.id), "Đóng quyển"));
        }
    }
    let sheet = Sheet {
        lead: "Số biên lai liên tục, không bỏ cách; biên lai hủy vẫn giữ số.".to_owned(),
        problems: typed.errors.problems(),
        grids,
        acts: forms,
        ..Sheet::default()
    };
    sheet::show(visit, ("Quyển biên lai", &[("Thu phí, lệ phí", urls::TODAY)]), sheet).await
}

pub(super) async fn open_book(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let cmd = NewBook {
        form_symbol: fields.get("mau").to_owned(),
        series: fields.get("ky-hieu").to_owned(),
        first: fields.get("tu-so").parse().unwrap_or(0),
        last: fields.get("den-so").parse().unwrap_or(0),
    };
    let acting = visit.acting()?;
    match visit.write::<_, PaymentRefused>(move |tx| acts::open_book(tx, &acting, &cmd)).await {
        Ok(_) => Ok(visit.redirect_done(urls::BOOKS, "Đã mở quyển biên lai.")),
        Err(refused) => {
            let errors = said(refused, "ky-hieu")?;
            books_again(&visit, Typed { fields, errors }).await
        }
    }
}

pub(super) async fn close_book(visit: Visit, Path(id): Path<i64>, _: Form) -> Result<Response, PageError> {
    let acting = visit.acting()?;
    visit.write::<_, PaymentRefused>(move |tx| acts::close_book(tx, &acting, id)).await?;
    Ok(visit.redirect_done(urls::BOOKS, "Đã đóng quyển biên lai."))
}

pub(super) async fn refunds(visit: Visit) -> Result<Response, PageError> {
    let (agency, before) = (visit.agency(), after(&visit.query));
    let (open, decided, names) = visit
        .read::<_, PageError>(move |tx| {
            let open = refund_rows::open(tx, agency)?;
            let decided = refund_rows::decided(tx, agency, before.as_ref(), SIZE)?;
            let names = names_of(tx, open.iter().chain(&decided.rows).filter_map(|refund| refund.asked_by))?;
            Ok((open, decided, names))
        })
        .await?;
    let row = |refund: &crate::domain::Refund| {
        let who = refund.asked_by.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        vec![
            link(&refund.dossier_code, urls::duty(&refund.dossier_code)),
            cell(refund.amount.to_string()),
            cell(format!("{} ({})", refund.reason, refund.legal_basis)),
            cell(who),
            tag(labels::refund_state(refund.state())),
        ]
    };
    let grid = |id, title: &str, rows, next| Grid {
        id,
        title: title.to_owned(),
        head: vec!["Hồ sơ", "Số tiền", "Lý do, căn cứ", "Người đề nghị", "Tình trạng"],
        rows,
        empty: "Không có đề nghị nào.",
        next,
    };
    let mut forms = Vec::new();
    if visit.may("payment.approve_refund") {
        for refund in &open {
            let title = format!("Duyệt hoàn trả {} của hồ sơ {}", refund.amount, refund.dossier_code);
            let mut act =
                Act::new(format!("hoan-{}", refund.id), title, urls::refund(refund.id), "Ghi quyết định");
            let mut field = web::Field::new("quyet-dinh", "Quyết định", "");
            field.id = format!("quyet-dinh-{}", refund.id);
            let choices = web::Choice::list([("duyet", "Duyệt"), ("khong", "Không duyệt")], "duyet");
            let mut note = web::Field::new("ghi-chu", "Ý kiến (bắt buộc khi không duyệt)", "");
            note.id = format!("ghi-chu-{}", refund.id);
            act.controls = vec![Control::Select(field, choices), Control::Area(note)];
            forms.push(act);
        }
    }
    let sheet = Sheet {
        lead: "Người đề nghị không tự duyệt.".to_owned(),
        grids: vec![
            grid("cho-duyet", "Chờ duyệt", open.iter().map(row).collect(), None),
            grid(
                "da-quyet",
                "Đã quyết định",
                decided.rows.iter().map(row).collect(),
                next(urls::REFUNDS, &visit.query, decided.next.clone()),
            ),
        ],
        acts: forms,
        ..Sheet::default()
    };
    sheet::show(&visit, ("Hoàn trả phí, lệ phí", &[("Thu phí, lệ phí", urls::TODAY)]), sheet).await
}

pub(super) async fn decide_refund(
    visit: Visit,
    Path(id): Path<i64>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let cmd =
        DecideRefund { approve: fields.get("quyet-dinh") == "duyet", note: fields.get("ghi-chu").to_owned() };
    let acting = visit.acting()?;
    visit.write::<_, PaymentRefused>(move |tx| acts::decide_refund(tx, &acting, (id, &cmd))).await?;
    Ok(visit.redirect_done(urls::REFUNDS, "Đã ghi quyết định hoàn trả."))
}

pub(super) async fn reconciliation(visit: Visit) -> Result<Response, PageError> {
    reconciliation_again(&visit, Typed::default()).await
}

type Reconciliation = (Vec<Statement>, Vec<Named>, kernel::Page<Named>, BTreeMap<AccountId, String>);

fn load_reconciliation(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    before: Option<&Cursor>,
) -> Result<Reconciliation, PageError> {
    let statements = rows::statements(tx, agency, SIZE as i64)?;
    let open = rows::open(tx, agency)?;
    let resolved = rows::resolved(tx, agency, before, SIZE)?;
    let all = open.iter().chain(&resolved.rows);
    let people = all.flat_map(|named| [named.owner, named.resolved_by]).flatten();
    let names = names_of(tx, people.chain(statements.iter().filter_map(|statement| statement.read_by)))?;
    Ok((statements, open, resolved, names))
}

/// The forms that reconcile a day and settle what differs.
fn reconciling(visit: &Visit, typed: &Typed, open: &[Named]) -> Vec<Act> {
    let mut act = Act::new("doi-soat", "Đối soát một ngày", urls::RECONCILE.to_owned(), "Đối soát");
    act.kind = String::new();
    let unless = visit.query.some("ngay").map_or_else(|| vi::date(visit.now.date()), str::to_owned);
    act.controls = vec![typed.text("ngay", "Ngày (ngày/tháng/năm)", &unless)];
    let mut forms = vec![act];
    for named in open {
        let title = format!("Xử lý sai lệch của đơn {}", named.difference.reference);
        let mut act = Act::new(format!("sl-{}", named.id), title, urls::resolve(named.id), "Đã xử lý xong");
        let mut field = web::Field::new("ket-qua", "Đã xử lý thế nào", "");
        field.id = format!("ket-qua-{}", named.id);
        act.controls = vec![Control::Area(field)];
        forms.push(act);
    }
    forms
}

async fn reconciliation_again(visit: &Visit, typed: Typed) -> Result<Response, PageError> {
    let (agency, before) = (visit.agency(), after(&visit.query));
    let (statements, open, resolved, names) =
        visit.read::<_, PageError>(move |tx| load_reconciliation(tx, agency, before.as_ref())).await?;
    let name = |id: Option<AccountId>| {
        id.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "Hệ thống".to_owned())
    };
    let days = statements.iter().map(|statement| {
        vec![
            cell(vi::date(statement.day)),
            cell(statement.theirs.to_string()),
            cell(statement.ours.to_string()),
            cell(Dong(statement.theirs.0 - statement.ours.0).to_string()),
            cell(vi::number(statement.n_lines)),
            cell(format!("{}, {}", name(statement.read_by), vi::moment(statement.read_at))),
        ]
    });
    let row = |named: &Named| {
        vec![
            cell(named.difference.kind.label()),
            cell(format!(
                "{}, đơn {}, giao dịch {}",
                vi::date(named.day),
                named.difference.reference,
                named.difference.transaction
            )),
            cell(named.difference.ours.to_string()),
            cell(named.difference.theirs.to_string()),
            cell(name(named.owner)),
            cell(match named.resolved_at {
                Some(at) => format!("{} ({}, {})", named.resolution, name(named.resolved_by), vi::moment(at)),
                None => format!(
                    "Phát hiện {}. {}",
                    vi::moment(named.found_at),
                    labels::remedy(named.difference.kind)
                ),
            }),
        ]
    };
    let head =
        vec!["Sai lệch", "Ngày, đơn, giao dịch", "Tại đơn vị", "Theo sao kê", "Người phụ trách", "Xử lý"];
    let grids = vec![
        Grid {
            id: "dang-mo",
            title: "Sai lệch chưa xử lý".to_owned(),
            head: head.clone(),
            rows: open.iter().map(row).collect(),
            empty: "Không có sai lệch nào chưa xử lý.",
            next: None,
        },
        Grid {
            id: "sao-ke",
            title: "Các ngày đã đối soát".to_owned(),
            head: vec!["Ngày", "Theo sao kê", "Tại đơn vị", "Chênh lệch", "Số giao dịch", "Đối soát"],
            rows: days.collect(),
            empty: "Chưa đối soát ngày nào.",
            next: None,
        },
        Grid {
            id: "da-xu-ly",
            title: "Sai lệch đã xử lý".to_owned(),
            head,
            rows: resolved.rows.iter().map(row).collect(),
            empty: "Chưa có.",
            next: next(urls::RECONCILE, &visit.query, resolved.next.clone()),
        },
    ];
    let forms = reconciling(visit, &typed, &open);
    let sheet = Sheet {
        lead: "Sao kê của nền tảng so với sổ tại đơn vị: mọi chênh lệch đều có tên và người phụ trách."
            .to_owned(),
        problems: typed.errors.problems(),
        pairs: vec![Pair::new("Sai lệch chưa xử lý", vi::number(open.len() as i64))],
        grids,
        acts: forms,
        ..Sheet::default()
    };
    sheet::show(visit, ("Đối soát thanh toán", &[("Thu phí, lệ phí", urls::TODAY)]), sheet).await
}

pub(super) async fn reconcile(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let day = vi::parse_date(fields.get("ngay")).filter(|day| *day <= visit.now.date());
    let Some(day) = day else {
        let errors = FieldErrors::one("ngay", "Nhập ngày dạng ngày/tháng/năm, không sau hôm nay");
        return reconciliation_again(&visit, Typed { fields, errors }).await;
    };
    let done = match platform(&visit) {
        Err(refused) => Err(refused),
        Ok(platform) => {
            let (db, office, acting) = (visit.app.db().clone(), office(&visit), visit.acting()?);
            blocking(move || settle::settle_and_reconcile(&db, (&platform, &office), &acting, day)).await
        }
    };
    match done {
        Ok(found) => {
            let words = match found.differences.len() {
                0 => format!("Ngày {}: hai bên khớp.", vi::date(day)),
                n => format!("Ngày {}: {n} sai lệch.", vi::date(day)),
            };
            Ok(visit.redirect_done(&urls::reconcile(day), &words))
        }
        Err(refused) => {
            let errors = said(refused, "")?;
            reconciliation_again(&visit, Typed { fields, errors }).await
        }
    }
}

pub(super) async fn resolve(
    visit: Visit,
    Path(id): Path<i64>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let (acting, words) = (visit.acting()?, fields.get("ket-qua").to_owned());
    visit.write::<_, PaymentRefused>(move |tx| acts::resolve_difference(tx, &acting, (id, &words))).await?;
    Ok(visit.redirect_done(urls::RECONCILE, "Đã ghi kết quả xử lý sai lệch."))
}
