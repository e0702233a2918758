//! Messages of the platform: JSON objects whose MaXacThuc is the HMAC-SHA256, in hexadecimal, of the object without
//! it in canonical form (keys sorted, no blanks). Times are `yyyyMMddHHmmss`, amounts whole đồng.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{Date, Dong, Instant};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::journal::{canonical, hex};

use super::GatewayError;
use crate::domain::StatementLine;

/// The code that says all is well (MaLoi).
pub(super) const DONE: &str = "00";
const CHECKSUM: &str = "MaXacThuc";

/// The message with its checksum.
pub(super) fn sealed(secret: &str, mut message: Map<String, Value>) -> Value {
    message.remove(CHECKSUM);
    let sum = checksum(secret, &message).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default();
    message.insert(CHECKSUM.to_owned(), Value::String(sum));
    Value::Object(message)
}

/// The fields of a message whose checksum is right.
pub(super) fn opened(secret: &str, message: &Value) -> Result<Map<String, Value>, GatewayError> {
    let mut fields = message.as_object().cloned().ok_or(GatewayError::Checksum)?;
    let sum = fields.remove(CHECKSUM).ok_or(GatewayError::Checksum)?;
    let sum = sum.as_str().and_then(unhex).ok_or(GatewayError::Checksum)?;
    let mac = checksum(secret, &fields).ok_or(GatewayError::Checksum)?;
    // Takes the same time wherever the first wrong byte is.
    mac.verify_slice(&sum).map_err(|_| GatewayError::Checksum)?;
    Ok(fields)
}

fn checksum(secret: &str, fields: &Map<String, Value>) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(canonical(&Value::Object(fields.clone())).as_bytes());
    Some(mac)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect())
}

/// A text field; empty where it is not there.
pub(super) fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A message of text fields.
pub(super) fn message(fields: &[(&str, String)]) -> Map<String, Value> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), Value::String(value.clone()))).collect()
}

/// `yyyyMMddHHmmss` in Vietnamese time; seconds are cut to the minute's second.
pub(super) fn stamp(at: Instant) -> String {
    let (year, month, day) = at.date().ymd();
    let minute = at.local().minute;
    let second = at.millis().div_euclid(1_000).rem_euclid(60);
    format!("{year:04}{month:02}{day:02}{:02}{:02}{second:02}", minute / 60, minute % 60)
}

/// Reads what [`stamp`] wrote.
pub(super) fn read_stamp(text: &str) -> Option<Instant> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let day = Date::new(
        number(0, 4)?.try_into().ok()?,
        number(4, 6)?.try_into().ok()?,
        number(6, 8)?.try_into().ok()?,
    )
    .ok()?;
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let at = day.at_minute(hour * 60 + minute);
    Some(Instant::from_millis(at.millis() + second * 1_000))
}

/// `yyyyMMdd`.
pub(super) fn day(date: Date) -> String {
    let (year, month, day) = date.ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// Reads what [`day`] wrote.
pub(super) fn read_day(text: &str) -> Option<Date> {
    read_stamp(&format!("{text}000000")).map(Instant::date)
}

/// A payment as a message lists it.
pub(super) fn line_fields(line: &StatementLine) -> Map<String, Value> {
    message(&[
        ("MaThamChieu", line.reference.clone()),
        ("MaGiaoDich", line.transaction.clone()),
        ("SoTien", line.amount.0.to_string()),
        ("ThoiGianThanhToan", stamp(line.paid_at)),
    ])
}

/// Reads what [`line_fields`] wrote.
pub(super) fn read_line(fields: &Map<String, Value>) -> Option<StatementLine> {
    Some(StatementLine {
        reference: text(fields, "MaThamChieu").to_owned(),
        transaction: text(fields, "MaGiaoDich").to_owned(),
        amount: Dong(text(fields, "SoTien").parse().ok()?),
        paid_at: read_stamp(text(fields, "ThoiGianThanhToan"))?,
    })
}

/// A notification (IPN) whose checksum is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The payment it speaks of.
    pub line: StatementLine,
    /// Whether the platform says that it succeeded.
    pub success: bool,
    /// Names its content: a repeat has the same.
    pub digest: String,
}

/// Reads a notification and checks that the platform wrote it.
pub fn read_notification(secret: &str, body: &Value) -> Result<Notification, GatewayError> {
    let fields = opened(secret, body)?;
    let line = read_line(&fields).ok_or_else(|| GatewayError::Refused("unreadable".to_owned()))?;
    let success = text(&fields, "MaLoi") == DONE;
    let digest = hex(&Sha256::digest(canonical(body).as_bytes()));
    Ok(Notification { line, success, digest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_changed_message_is_noticed() {
        let fields = message(&[("SoTien", "600000".to_owned()), ("MaLoi", DONE.to_owned())]);
        let sealed = sealed("secret", fields.clone());
        assert_eq!(opened("secret", &sealed).unwrap(), fields);
        for (name, value) in [("SoTien", json!("1")), ("MaLoi", json!("99")), ("Moi", json!("x"))] {
            let mut changed = sealed.clone();
            changed[name] = value;
            assert!(matches!(opened("secret", &changed), Err(GatewayError::Checksum)), "{name}");
        }
        assert!(opened("another", &sealed).is_err());
        for sum in [json!("zz"), json!("abc"), json!(5), Value::Null] {
            let mut changed = sealed.clone();
            changed["MaXacThuc"] = sum;
            assert!(opened("secret", &changed).is_err());
        }
    }

    #[test]
    fn stamps_are_read_back() {
        for text in ["20220315090007", "20221231235959", "20240229000000"] {
            assert_eq!(read_stamp(text).map(stamp).as_deref(), Some(text));
        }
        for wrong in ["2022031509000", "20220230000000", "20220315250000", "2022031509000x", ""] {
            assert_eq!(read_stamp(wrong), None, "{wrong}");
        }
    }
}
