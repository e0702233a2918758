//! Receipt books: opened with a range of numbers, closed for good.

use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::MayReconcile;
use crate::domain::{PaymentRefused, ReceiptBook};
use crate::store::receipts as rows;

/// More receipts than a book can have: numbers have seven digits.
const MOST_NUMBER: i64 = 9_999_999;

/// A book to open.
#[derive(Debug, Clone)]
pub struct NewBook {
    /// Symbol of the form.
    pub form_symbol: String,
    /// Symbol of the series.
    pub series: String,
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
}

/// Opens a book.
pub fn open_book(tx: &mut Tx<'_>, acting: &Acting, cmd: &NewBook) -> Result<ReceiptBook, PaymentRefused> {
    acting.permit::<MayReconcile>()?;
    let range_is_possible = cmd.first >= 1 && cmd.first <= cmd.last && cmd.last <= MOST_NUMBER;
    if !range_is_possible || cmd.form_symbol.trim().is_empty() || cmd.series.trim().is_empty() {
        return Err(PaymentRefused::BookRange);
    }
    let known = rows::books_of_series(tx, acting.agency, cmd.series.trim())?;
    if known.iter().any(|book| cmd.first <= book.last && book.first <= cmd.last) {
        return Err(PaymentRefused::BookRange);
    }
    let book = ReceiptBook {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        form_symbol: cmd.form_symbol.trim().to_owned(),
        series: cmd.series.trim().to_owned(),
        first: cmd.first,
        last: cmd.last,
        used: cmd.first - 1,
        opened_at: acting.at,
        closed_at: None,
        version: 1,
    };
    rows::insert_book(tx, &book)?;
    let payload =
        json!({ "form": book.form_symbol, "series": book.series, "first": book.first, "last": book.last });
    journal::append(tx, acting, "payment.book_opened", ("receipt_book", book.id), &payload)?;
    Ok(book)
}

/// Closes a book: no more receipts are written in it.
pub fn close_book(tx: &mut Tx<'_>, acting: &Acting, id: i64) -> Result<ReceiptBook, PaymentRefused> {
    acting.permit::<MayReconcile>()?;
    let mut book = rows::book(tx, id)?;
    if book.agency != acting.agency {
        return Err(store::StoreError::Missing.into());
    }
    if book.closed_at.is_some() {
        return Err(PaymentRefused::DecidedAlready);
    }
    book.closed_at = Some(acting.at);
    rows::save_book(tx, &book)?;
    let payload = json!({ "series": book.series, "used": book.used, "last": book.last });
    journal::append(tx, acting, "payment.book_closed", ("receipt_book", book.id), &payload)?;
    Ok(book)
}
