//! The platform spoken to in its messages, whatever carries them.

use std::sync::Arc;

use kernel::{Date, Dong};
use serde_json::{Map, Value};

use super::wire::{self, DONE, message, opened, sealed, stamp, text};
use super::{Answer, Gateway, GatewayError, NewOrder};
use crate::domain::StatementLine;

/// Carries a message to the platform and its answer back.
pub trait Transport: Send + Sync + std::fmt::Debug {
    /// Sends a message; the answer.
    fn send(&self, message: &Value) -> Result<Value, GatewayError>;
}

/// The platform, over a transport.
#[derive(Debug, Clone)]
pub struct PlatformGateway {
    partner: String,
    secret: String,
    transport: Arc<dyn Transport>,
}

impl PlatformGateway {
    /// The platform as partner `partner` with the shared secret.
    pub fn new(partner: &str, secret: &str, transport: Arc<dyn Transport>) -> Self {
        Self { partner: partner.to_owned(), secret: secret.to_owned(), transport }
    }

    fn ask(&self, kind: &str, fields: &[(&str, String)]) -> Result<Map<String, Value>, GatewayError> {
        let mut all = message(fields);
        all.insert("LoaiBanTin".to_owned(), kind.into());
        all.insert("PhienBan".to_owned(), "1.0".into());
        all.insert("MaDoiTac".to_owned(), self.partner.clone().into());
        opened(&self.secret, &self.transport.send(&sealed(&self.secret, all))?)
    }
}

fn done(answer: &Map<String, Value>) -> Result<(), GatewayError> {
    match text(answer, "MaLoi") {
        DONE => Ok(()),
        code => Err(GatewayError::Refused(code.to_owned())),
    }
}

fn unreadable() -> GatewayError {
    GatewayError::Silent("an answer that cannot be read".to_owned())
}

impl Gateway for PlatformGateway {
    fn create(&self, order: &NewOrder) -> Result<String, GatewayError> {
        let answer = self.ask(
            "KhoiTaoThanhToan",
            &[
                ("MaThamChieu", order.code.clone()),
                ("SoTien", order.amount.0.to_string()),
                ("LoaiTien", "VND".to_owned()),
                ("ThongTinGiaoDich", order.description.clone()),
                ("ThoiGianGD", stamp(order.at)),
                ("ThoiGianHetHan", stamp(order.expires_at)),
                ("UrlThongBao", order.notify_url.clone()),
                ("UrlTroVe", order.return_url.clone()),
            ],
        )?;
        done(&answer)?;
        Ok(text(&answer, "UrlThanhToan").to_owned())
    }

    fn query(&self, code: &str) -> Result<Answer, GatewayError> {
        let answer = self.ask("TraCuuThanhToan", &[("MaThamChieu", code.to_owned())])?;
        match (text(&answer, "MaLoi"), text(&answer, "TrangThai")) {
            (UNKNOWN, _) => Ok(Answer::Unknown),
            (DONE, "0") => Ok(Answer::Unpaid),
            (DONE, "1") => {
                let line = wire::read_line(&answer).filter(|line| line.amount > Dong(0));
                let line = line.ok_or_else(unreadable)?;
                Ok(Answer::Paid { transaction: line.transaction, amount: line.amount, at: line.paid_at })
            }
            (DONE, _) => Err(unreadable()),
            (code, _) => Err(GatewayError::Refused(code.to_owned())),
        }
    }

    fn statement(&self, day: Date) -> Result<Vec<StatementLine>, GatewayError> {
        let answer = self.ask("DoiSoat", &[("Ngay", wire::day(day))])?;
        done(&answer)?;
        let lines = answer.get("DanhSach").and_then(Value::as_array).ok_or_else(unreadable)?;
        lines.iter().map(|line| line.as_object().and_then(wire::read_line).ok_or_else(unreadable)).collect()
    }
}

/// The code for an order that is not known.
pub(super) const UNKNOWN: &str = "01";
