//! A platform that takes no money: answers the messages of the real one, lets somebody pretend to pay, and can be
//! told to lose or double its notifications. For the demo, for tests, and as a server of its own.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kernel::{Dong, Instant};
use serde_json::{Map, Value};

use super::platform::UNKNOWN;
use super::wire::{self, DONE, line_fields, message, opened, read_stamp, sealed, text};
use super::{GatewayError, Transport};
use crate::domain::{PaymentOrder, StatementLine};
use crate::urls;

/// What somebody who pretends to pay wants to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Paid and notified.
    Pay,
    /// Paid; the notification is lost.
    PayInSilence,
    /// Not paid.
    GiveUp,
}

impl Wish {
    /// The wish of a pressed button.
    pub fn from_code(code: &str) -> Self {
        match code {
            "tra" => Self::Pay,
            "tra-im" => Self::PayInSilence,
            _ => Self::GiveUp,
        }
    }
}

/// An order as the platform holds it.
#[derive(Debug, Clone)]
pub struct Held {
    /// How much.
    pub amount: Dong,
    /// What for.
    pub description: String,
    /// Until when it can be paid.
    pub expires_at: Instant,
    /// Where to notify.
    pub notify_url: String,
    /// Where to send the browser back to.
    pub return_url: String,
}

#[derive(Debug, Default)]
struct State {
    orders: BTreeMap<String, Held>,
    payments: Vec<StatementLine>,
    silent: bool,
}

/// The simulator.
#[derive(Debug)]
pub struct Simulator {
    partner: String,
    secret: String,
    /// Where its pages are; empty where they stand among the pages of this program.
    base: String,
    state: Mutex<State>,
}

impl Simulator {
    /// A simulator for one partner; `base` is the address of its own server, empty in the program itself.
    pub fn new(partner: &str, secret: &str, base: &str) -> Self {
        Self {
            partner: partner.to_owned(),
            secret: secret.to_owned(),
            base: base.trim_end_matches('/').to_owned(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts in what it would know had it run all the time: orders, and payments.
    pub fn remember(&self, orders: &[PaymentOrder], payments: impl IntoIterator<Item = StatementLine>) {
        let mut state = self.state();
        for order in orders {
            let held = Held {
                amount: order.amount,
                description: order.description.clone(),
                expires_at: order.expires_at,
                notify_url: String::new(),
                return_url: urls::pay_return(&order.code),
            };
            state.orders.insert(order.code.clone(), held);
        }
        state.payments.extend(payments);
    }

    /// The order of a code.
    pub fn order(&self, code: &str) -> Option<Held> {
        self.state().orders.get(code).cloned()
    }

    /// Whether it answers nothing: an outage.
    pub fn set_silent(&self, silent: bool) {
        self.state().silent = silent;
    }

    /// Pays an order, also once more; the payment and the notification of it. `None` where the order is not known
    /// or its time is over.
    pub fn pay(&self, code: &str, now: Instant) -> Option<(StatementLine, Value)> {
        let mut state = self.state();
        let held = state.orders.get(code).filter(|held| now <= held.expires_at)?;
        let line = StatementLine {
            reference: code.to_owned(),
            transaction: format!("GD{}{:04}", wire::day(now.date()), state.payments.len() + 1),
            amount: held.amount,
            // As exact as the messages are.
            paid_at: Instant::from_millis(now.millis().div_euclid(1_000) * 1_000),
        };
        state.payments.push(line.clone());
        drop(state);
        let notification = self.notification(&line);
        Some((line, notification))
    }

    /// The notification of a payment.
    pub fn notification(&self, line: &StatementLine) -> Value {
        let mut fields = line_fields(line);
        fields.insert("MaDoiTac".to_owned(), self.partner.clone().into());
        fields.insert("MaLoi".to_owned(), DONE.into());
        sealed(&self.secret, fields)
    }

    /// Takes a payment out of the books, or puts one in: for differences in the demo and in tests.
    pub fn forget_payment(&self, transaction: &str) {
        self.state().payments.retain(|line| line.transaction != transaction);
    }

    /// Answers a message of the partner.
    pub fn answer(&self, request: &Value) -> Result<Value, GatewayError> {
        if self.state().silent {
            return Err(GatewayError::Silent("the simulator is told to be silent".to_owned()));
        }
        let fields = opened(&self.secret, request)?;
        let reply = match text(&fields, "LoaiBanTin") {
            "KhoiTaoThanhToan" => self.create(&fields),
            "TraCuuThanhToan" => self.query(&fields),
            "DoiSoat" => self.statement(&fields),
            _ => code("98"),
        };
        Ok(sealed(&self.secret, reply))
    }

    fn create(&self, fields: &Map<String, Value>) -> Map<String, Value> {
        let reference = text(fields, "MaThamChieu").to_owned();
        let amount = text(fields, "SoTien").parse::<i64>().ok().filter(|amount| *amount > 0);
        let expires_at = read_stamp(text(fields, "ThoiGianHetHan"));
        let (Some(amount), Some(expires_at), false) = (amount, expires_at, reference.is_empty()) else {
            return code("97");
        };
        let mut state = self.state();
        if state.orders.contains_key(&reference) {
            return code("96");
        }
        let url = format!("{}{}", self.base, urls::simulated(&reference));
        state.orders.insert(
            reference,
            Held {
                amount: Dong(amount),
                description: text(fields, "ThongTinGiaoDich").to_owned(),
                expires_at,
                notify_url: text(fields, "UrlThongBao").to_owned(),
                return_url: text(fields, "UrlTroVe").to_owned(),
            },
        );
        message(&[("MaLoi", DONE.to_owned()), ("UrlThanhToan", url)])
    }

    fn query(&self, fields: &Map<String, Value>) -> Map<String, Value> {
        let reference = text(fields, "MaThamChieu");
        let state = self.state();
        if !state.orders.contains_key(reference) {
            return code(UNKNOWN);
        }
        let paid = state.payments.iter().find(|line| line.reference == reference);
        let mut reply = paid.map(line_fields).unwrap_or_default();
        let status = if paid.is_some() { "1" } else { "0" };
        reply.insert("MaLoi".to_owned(), DONE.into());
        reply.insert("TrangThai".to_owned(), status.into());
        reply
    }

    fn statement(&self, fields: &Map<String, Value>) -> Map<String, Value> {
        let Some(day) = wire::read_day(text(fields, "Ngay")) else { return code("97") };
        let state = self.state();
        let lines = state.payments.iter().filter(|line| line.paid_at.date() == day);
        let mut reply = code(DONE);
        reply.insert(
            "DanhSach".to_owned(),
            lines.map(|line| Value::Object(line_fields(line))).collect::<Vec<_>>().into(),
        );
        reply
    }
}

fn code(code: &str) -> Map<String, Value> {
    message(&[("MaLoi", code.to_owned())])
}

impl Transport for Simulator {
    fn send(&self, message: &Value) -> Result<Value, GatewayError> {
        self.answer(message)
    }
}
