//! Receipt books and receipts.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{AgencyId, Cursor, Date, DossierId, Page};

use super::word;
use crate::domain::{FeeReceipt, Method, ReceiptBook};

macro_rules! select_books {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, form_symbol, series, first_number, last_number, used_number, opened_at, closed_at,
                    version
             from receipt_book ",
            $condition
        )
    };
}

const BOOK: Sql = select_books!("where id = $1");
const BOOKS: Sql = select_books!("where agency_id = $1 order by id desc limit 100");
const OPEN_BOOK: Sql = select_books!(
    "where agency_id = $1 and closed_at is null and used_number < last_number order by id limit 1"
);
const BOOKS_OF_SERIES: Sql = select_books!("where agency_id = $1 and series = $2 order by first_number");

fn read_book(row: &Row<'_>) -> Result<ReceiptBook, StoreError> {
    Ok(ReceiptBook {
        id: row.at(0)?,
        agency: row.at(1)?,
        form_symbol: row.at(2)?,
        series: row.at(3)?,
        first: row.at(4)?,
        last: row.at(5)?,
        used: row.at(6)?,
        opened_at: row.at(7)?,
        closed_at: row.at(8)?,
        version: row.at(9)?,
    })
}

/// A book.
pub(crate) fn book(tx: &mut Tx<'_>, id: i64) -> Result<ReceiptBook, StoreError> {
    tx.one(BOOK, params![id], read_book)
}

/// The newest books.
pub(crate) fn books(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<ReceiptBook>, StoreError> {
    tx.all(BOOKS, params![agency], read_book)
}

/// The oldest book that still has numbers.
pub(crate) fn open_book(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Option<ReceiptBook>, StoreError> {
    tx.maybe(OPEN_BOOK, params![agency], read_book)
}

/// The books of a series.
pub(crate) fn books_of_series(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    series: &str,
) -> Result<Vec<ReceiptBook>, StoreError> {
    tx.all(BOOKS_OF_SERIES, params![agency, series], read_book)
}

pub(crate) fn insert_book(tx: &mut Tx<'_>, book: &ReceiptBook) -> Result<(), StoreError> {
    let b = book;
    tx.exec(
        sql!(
            "insert into receipt_book
             (id, agency_id, form_symbol, series, first_number, last_number, used_number, opened_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
        ),
        params![b.id, b.agency, b.form_symbol, b.series, b.first, b.last, b.used, b.opened_at],
    )
    .map(drop)
}

/// Notes the number used last, and whether the book is closed.
pub(crate) fn save_book(tx: &mut Tx<'_>, book: &ReceiptBook) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update receipt_book set used_number = $1, closed_at = $2, version = version + 1
             where id = $3 and version = $4"
        ),
        params![book.used, book.closed_at, book.id, book.version],
    )
}

macro_rules! select_receipts {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, book_id, form_symbol, series, number, dossier_id, dossier_code, payer,
                    payer_address, items, amount, method, issued_at, issued_on, officer_id, unit_id, cancelled_at,
                    cancelled_by, cancel_reason, version
             from fee_receipt ",
            $condition
        )
    };
}

const RECEIPT: Sql = select_receipts!("where id = $1 and agency_id = $2");
const OF_DOSSIER: Sql = select_receipts!("where dossier_id = $1 order by id");
const OF_DAY: Sql =
    select_receipts!("where agency_id = $1 and issued_on = $2 and id < $3 order by id desc limit $4");
const OF_BOOK: Sql = select_receipts!("where book_id = $1 order by number");

fn read(row: &Row<'_>) -> Result<FeeReceipt, StoreError> {
    let items: String = row.at(10)?;
    Ok(FeeReceipt {
        id: row.at(0)?,
        agency: row.at(1)?,
        book: row.at(2)?,
        form_symbol: row.at(3)?,
        series: row.at(4)?,
        number: row.at(5)?,
        dossier: row.at(6)?,
        dossier_code: row.at(7)?,
        payer: row.at(8)?,
        payer_address: row.at(9)?,
        items: serde_json::from_str(&items)?,
        amount: row.at(11)?,
        method: word(row, 12, Method::from_code, "fee_receipt.method")?,
        issued_at: row.at(13)?,
        issued_on: row.at(14)?,
        officer: row.at(15)?,
        unit: row.at(16)?,
        cancelled_at: row.at(17)?,
        cancelled_by: row.at(18)?,
        cancel_reason: row.at(19)?,
        version: row.at(20)?,
    })
}

/// A receipt of the agency.
pub(crate) fn find(tx: &mut Tx<'_>, agency: AgencyId, id: i64) -> Result<FeeReceipt, StoreError> {
    tx.one(RECEIPT, params![id, agency], read)
}

/// The receipts of a dossier, oldest first.
pub(crate) fn of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<FeeReceipt>, StoreError> {
    tx.all(OF_DOSSIER, params![dossier], read)
}

/// The receipts of a book, by number.
pub(crate) fn of_book(tx: &mut Tx<'_>, book: i64) -> Result<Vec<FeeReceipt>, StoreError> {
    tx.all(OF_BOOK, params![book], read)
}

/// The receipts of a day, newest first, a page.
pub(crate) fn of_day(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    before: Option<&Cursor>,
    size: usize,
) -> Result<Page<FeeReceipt>, StoreError> {
    let before = before.map_or(i64::MAX, |cursor| cursor.id);
    let rows = tx.all(OF_DAY, params![agency, day, before, size as i64 + 1], read)?;
    Ok(Page::cut(rows, size, |receipt| Cursor { key: String::new(), id: receipt.id }))
}

pub(crate) fn insert(tx: &mut Tx<'_>, receipt: &FeeReceipt) -> Result<(), StoreError> {
    let r = receipt;
    let items = serde_json::to_string(&r.items)?;
    tx.exec(
        sql!(
            "insert into fee_receipt
             (id, agency_id, book_id, form_symbol, series, number, dossier_id, dossier_code, payer, payer_address,
              items, amount, method, issued_at, issued_on, officer_id, unit_id, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)"
        ),
        params![
            r.id,
            r.agency,
            r.book,
            r.form_symbol,
            r.series,
            r.number,
            r.dossier,
            r.dossier_code,
            r.payer,
            r.payer_address,
            items,
            r.amount,
            r.method.code(),
            r.issued_at,
            r.issued_on,
            r.officer,
            r.unit
        ],
    )
    .map(drop)
}

/// Notes that a receipt was cancelled.
pub(crate) fn save_cancelled(tx: &mut Tx<'_>, receipt: &FeeReceipt) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update fee_receipt
             set cancelled_at = $1, cancelled_by = $2, cancel_reason = $3, version = version + 1
             where id = $4 and version = $5"
        ),
        params![
            receipt.cancelled_at,
            receipt.cancelled_by,
            receipt.cancel_reason,
            receipt.id,
            receipt.version
        ],
    )
}

/// Numbers that a book used and no receipt carries: always none.
pub(crate) fn gaps(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<(String, i64)>, StoreError> {
    let mut gaps = Vec::new();
    for book in books(tx, agency)? {
        let numbers: Vec<i64> = of_book(tx, book.id)?.iter().map(|receipt| receipt.number).collect();
        let missing = (book.first..=book.used).filter(|number| numbers.binary_search(number).is_err());
        gaps.extend(missing.map(|number| (book.series.clone(), number)));
    }
    Ok(gaps)
}
