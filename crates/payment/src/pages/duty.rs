//! The financial duty of a dossier: what is owed and why, receipts, orders, refunds, and what can be done.

use std::collections::BTreeMap;

use axum::response::Response;
use dossier::{Dossier, Office};
use kernel::{AccountId, AgencyId, Dong, vi};
use store::Tx;
use web::{Choice, PageError, Pair, Path, Visit};

use super::office;
use super::sheet::{self, Act, Control, Grid, Sheet, Typed, cell, link, tag};
use crate::acts::duty_of;
use crate::domain::{Duty, FeeReceipt, Method, PaymentOrder, Refund};
use crate::store::ledger::LedgerRow;
use crate::store::{ledger, orders, receipts, refunds};
use crate::{labels, urls};

/// A duty with all that its page shows.
pub(super) struct Loaded {
    pub(super) dossier: Dossier,
    pub(super) duty: Option<Duty>,
    /// What the procedure names: name and amount.
    pub(super) prices: Vec<(String, Option<Dong>)>,
    address: String,
    receipts: Vec<FeeReceipt>,
    orders: Vec<PaymentOrder>,
    refunds: Vec<Refund>,
    rows: Vec<LedgerRow>,
    names: BTreeMap<AccountId, String>,
}

impl Loaded {
    pub(super) fn load(
        tx: &mut Tx<'_>,
        office: &Office,
        agency: AgencyId,
        code: &str,
    ) -> Result<Self, PageError> {
        let dossier = dossier::store::by_code(tx, agency, code)?.ok_or(PageError::NotFound)?;
        let procedure = office.catalogue.get(tx, dossier.procedure_version_id)?;
        let terms =
            procedure.case(&dossier.case_code).and_then(|case| case.terms(crate::acts::channel_of(&dossier)));
        let prices = terms.map_or_else(Vec::new, |terms| {
            let fees = terms.fees.iter().map(|fee| &fee.0);
            let all = fees.chain(terms.charges.iter().map(|charge| &charge.0));
            all.map(|price| (price.name.clone(), price.amount)).collect()
        });
        let rows = ledger::of_dossier(tx, dossier.id)?;
        let officers: Vec<AccountId> = rows.iter().filter_map(|row| row.officer).collect();
        Ok(Self {
            duty: duty_of(tx, office, &dossier)?,
            prices,
            address: dossier::person::find(tx, dossier.applicant)?.address,
            receipts: receipts::of_dossier(tx, dossier.id)?,
            orders: orders::of_dossier(tx, dossier.id)?,
            refunds: refunds::of_dossier(tx, dossier.id)?,
            names: identity::names(tx, &officers)?,
            rows,
            dossier,
        })
    }
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    again(&visit, &code, Typed::default()).await
}

/// The page, perhaps with what was typed and what is wrong.
pub(super) async fn again(visit: &Visit, code: &str, typed: Typed) -> Result<Response, PageError> {
    let (office, agency, wanted) = (office(visit), visit.agency(), code.to_owned());
    let loaded = visit.read::<_, PageError>(move |tx| Loaded::load(tx, &office, agency, &wanted)).await?;
    let own = urls::dossier(code);
    let title = "Phí, lệ phí của hồ sơ";
    let crumbs = [("Hồ sơ", dossier::urls::DOSSIERS), (code, own.as_str())];
    sheet::show(visit, (title, &crumbs), build(visit, &loaded, &typed)).await
}

fn build(visit: &Visit, loaded: &Loaded, typed: &Typed) -> Sheet {
    let dossier = &loaded.dossier;
    let mut pairs = vec![Pair::link("Hồ sơ", &dossier.code, urls::dossier(&dossier.code))];
    if let Some(duty) = &loaded.duty {
        pairs.extend(
            duty.items.iter().map(|item| {
                Pair::new(format!("{}: {}", item.kind.label(), item.name), item.amount.to_string())
            }),
        );
        if let Some(less) = &duty.exemption {
            let why = format!("{} – {} ({})", less.amount, less.reason, less.legal_basis);
            pairs.push(Pair::new("Miễn, giảm", why));
        }
        pairs.push(Pair::new("Phải nộp", duty.owed().to_string()));
        pairs.push(Pair::new("Đã nộp", duty.paid.to_string()));
        pairs.push(Pair::new("Còn phải nộp", duty.remaining().to_string()));
        if duty.refunded.0 > 0 || duty.surplus().0 > 0 {
            pairs.push(Pair::new("Đã hoàn trả", duty.refunded.to_string()));
            pairs.push(Pair::new("Nộp thừa chưa hoàn trả", duty.surplus().to_string()));
        }
    } else {
        let words = if loaded.prices.is_empty() {
            "Thủ tục không thu phí, lệ phí"
        } else {
            "Chưa xác định"
        };
        pairs.push(Pair::new("Khoản phải nộp", words));
    }
    Sheet {
        lead: format!("{} · {}", dossier.applicant_name, dossier.code),
        problems: typed.errors.problems(),
        status: loaded.duty.as_ref().map(|duty| labels::duty_state(duty.state())),
        pairs,
        grids: grids(visit, loaded),
        acts: acts(visit, loaded, typed),
        links: Vec::new(),
    }
}

fn grids(visit: &Visit, loaded: &Loaded) -> Vec<Grid> {
    let receipts = loaded.receipts.iter().map(|receipt| {
        let state = if receipt.cancelled_at.is_some() { "Đã hủy" } else { receipt.method.label() };
        vec![
            link(receipt.reference(), urls::receipt(receipt.id)),
            cell(receipt.amount.to_string()),
            cell(vi::moment(receipt.issued_at)),
            cell(state),
        ]
    });
    let orders = loaded.orders.iter().map(|order| {
        vec![
            link(&order.code, urls::pay(&order.code)),
            cell(order.amount.to_string()),
            cell(vi::moment(order.expires_at)),
            tag(labels::order_state(order.state(visit.now))),
        ]
    });
    let refunds = loaded.refunds.iter().map(|refund| {
        vec![
            cell(refund.amount.to_string()),
            cell(format!("{} ({})", refund.reason, refund.legal_basis)),
            cell(vi::moment(refund.asked_at)),
            tag(labels::refund_state(refund.state())),
        ]
    });
    let rows = loaded.rows.iter().map(|row| {
        let who = row.officer.and_then(|id| loaded.names.get(&id).cloned());
        vec![
            cell(labels::posted(&row.what)),
            cell(row.account.label()),
            cell(Dong(row.amount).to_string()),
            cell(vi::date(row.day)),
            cell(who.unwrap_or_else(|| "Hệ thống".to_owned())),
        ]
    });
    let grid = |id, title: &str, head: &[&'static str], rows, empty| Grid {
        id,
        title: title.to_owned(),
        head: head.to_vec(),
        rows,
        empty,
        next: None,
    };
    vec![
        grid(
            "bien-lai",
            "Biên lai",
            &["Biên lai", "Số tiền", "Lúc", "Hình thức"],
            receipts.collect(),
            "Chưa có biên lai.",
        ),
        grid(
            "don-da-lap",
            "Đơn thanh toán trực tuyến",
            &["Mã đơn", "Số tiền", "Hạn thanh toán", "Tình trạng"],
            orders.collect(),
            "Chưa có đơn.",
        ),
        grid(
            "hoan-tra",
            "Hoàn trả",
            &["Số tiền", "Lý do", "Đề nghị lúc", "Tình trạng"],
            refunds.collect(),
            "Chưa có đề nghị hoàn trả.",
        ),
        grid(
            "so-cai",
            "Bút toán",
            &["Việc", "Tài khoản", "Nợ (+), có (−)", "Ngày", "Người thực hiện"],
            rows.collect(),
            "Chưa có bút toán.",
        ),
    ]
}

fn acts(visit: &Visit, loaded: &Loaded, typed: &Typed) -> Vec<Act> {
    let code = &loaded.dossier.code;
    let mut acts = Vec::new();
    let paid = loaded.duty.as_ref().map_or(0, |duty| duty.paid.0);
    if visit.may("payment.assess") && paid == 0 && !loaded.prices.is_empty() {
        acts.push(assess_form(loaded, typed));
    }
    let Some(duty) = &loaded.duty else { return acts };
    let owed = duty.remaining().0 > 0;
    if owed && visit.may("payment.collect") {
        let mut act = Act::new(
            "thu",
            format!("Thu tại quầy {}", duty.remaining()),
            urls::duty_act(code, "thu"),
            "Thu và cấp biên lai",
        );
        act.kind = String::new();
        act.hidden = vec![("so-tien", duty.remaining().0.to_string()), ("v", duty.version.to_string())];
        act.controls = vec![
            typed.text("nguoi-nop", "Họ tên người nộp tiền", &loaded.dossier.applicant_name),
            typed.text("dia-chi-nop", "Địa chỉ", &loaded.address),
            method(typed, "hinh-thuc", "Hình thức nộp", &[Method::Cash, Method::Transfer]),
        ];
        acts.push(act);
    }
    if owed && visit.may("payment.assess") {
        if loaded.dossier.payment_asked_at.is_none() && loaded.dossier.payment_settled_at.is_none() {
            let mut act = Act::new(
                "yeu-cau",
                "Yêu cầu thực hiện nghĩa vụ tài chính",
                urls::duty_act(code, "yeu-cau"),
                "Gửi yêu cầu nộp",
            );
            "Thời hạn giải quyết tạm dừng đến khi người nộp thực hiện xong.".clone_into(&mut act.note);
            act.controls = vec![typed.text("can-cu-yeu-cau", "Căn cứ", "")];
            acts.push(act);
        }
        let mut order =
            Act::new("lap-don", "Thanh toán trực tuyến", urls::duty_act(code, "don"), "Lập đơn thanh toán");
        order.hidden = vec![("so-tien", duty.remaining().0.to_string())];
        acts.push(order);
    }
    if visit.may("payment.assess") && loaded.orders.iter().any(|order| order.settled_at.is_none()) {
        acts.push(Act::new(
            "kiem-tra",
            "Hỏi lại nền tảng thanh toán",
            urls::duty_act(code, "kiem-tra"),
            "Kiểm tra thanh toán",
        ));
    }
    if duty.refundable().0 > 0 && visit.may("payment.refund") {
        let mut act = Act::new(
            "de-nghi-hoan",
            "Đề nghị hoàn trả",
            urls::duty_act(code, "hoan-tra"),
            "Gửi đề nghị hoàn trả",
        );
        act.note = format!("Hoàn trả được tối đa {}; người thứ hai duyệt.", duty.refundable());
        act.controls = vec![
            typed.text("so-tien-hoan", "Số tiền hoàn trả (đồng)", ""),
            method(typed, "cach-hoan", "Cách hoàn trả", Method::ALL),
            typed.area("ly-do-hoan", "Lý do hoàn trả"),
            typed.text("can-cu-hoan", "Căn cứ hoàn trả", ""),
        ];
        acts.push(act);
    }
    acts
}

fn assess_form(loaded: &Loaded, typed: &Typed) -> Act {
    let code = &loaded.dossier.code;
    let mut act = Act::new(
        "xac-dinh",
        "Xác định khoản phải nộp",
        urls::duty_act(code, "xac-dinh"),
        "Lưu khoản phải nộp",
    );
    let known = loaded.duty.as_ref();
    for (place, (name, amount)) in loaded.prices.iter().enumerate() {
        let stored = known.and_then(|duty| duty.items.get(place)).map(|item| item.amount);
        let value = amount.or(stored).map(|amount| vi::number(amount.0)).unwrap_or_default();
        act.controls.push(typed.text(&format!("muc-thu-{place}"), &format!("{name} (đồng)"), &value));
    }
    let basis = known.map(|duty| duty.legal_basis.clone()).unwrap_or_default();
    act.controls.push(typed.text(
        "can-cu-muc-thu",
        "Văn bản quy định mức thu (khi thủ tục chưa ghi mức)",
        &basis,
    ));
    let less = known.and_then(|duty| duty.exemption.clone());
    let amount = less.as_ref().map(|less| vi::number(less.amount.0)).unwrap_or_default();
    act.controls.push(typed.text("mien-giam", "Số tiền miễn, giảm (nếu có)", &amount));
    let reason = less.as_ref().map(|less| less.reason.clone()).unwrap_or_default();
    act.controls.push(typed.text("ly-do-mien-giam", "Lý do miễn, giảm", &reason));
    let basis = less.map(|less| less.legal_basis).unwrap_or_default();
    act.controls.push(typed.text("can-cu-mien-giam", "Căn cứ miễn, giảm", &basis));
    act
}

fn method(typed: &Typed, name: &str, label: &str, methods: &[Method]) -> Control {
    let field = typed.field(name, label, "cash");
    let choices = Choice::list(methods.iter().map(|method| (method.code(), method.label())), &field.value);
    Control::Select(field, choices)
}
