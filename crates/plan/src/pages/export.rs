//! The plan as a spreadsheet and as a CSV file: complete, and the same figures as on the page.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use web::{PageError, Path, Visit};

use super::board::load;
use crate::sheet::{self, Cell, Sheet};

pub(super) async fn csv(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let (board, _) = load(&visit, slug).await?;
    let sheet = sheet::targets(&board);
    // The mark lets spreadsheets see that the text is UTF-8.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(&sheet.head).map_err(PageError::failure)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(Cell::csv)).map_err(PageError::failure)?;
    }
    let bytes = writer.into_inner().map_err(|error| PageError::failure(error.into_error()))?;
    Ok(file("text/csv; charset=utf-8", &format!("{}.csv", board.plan.slug), bytes))
}

pub(super) async fn xlsx(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let (board, _) = load(&visit, slug).await?;
    let sheets = [sheet::targets(&board), sheet::months(&board), sheet::units(&board)];
    let bytes = workbook(&sheets).map_err(PageError::failure)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, &format!("{}.xlsx", board.plan.slug), bytes))
}

fn file(kind: &str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}

fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold().set_text_wrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(sheet.name)?;
        page.set_freeze_panes(1, 0)?;
        for (place, words) in sheet.head.iter().enumerate() {
            page.write_with_format(0, place as u16, *words, &head)?;
        }
        for (at, row) in sheet.rows.iter().enumerate() {
            for (place, cell) in row.iter().enumerate() {
                write(page, (at as u32 + 1, place as u16), cell, &day)?;
            }
        }
        let last = (sheet.rows.len() as u32, sheet.head.len().saturating_sub(1) as u16);
        page.autofilter(0, 0, last.0, last.1)?;
        page.set_autofit_max_width(320);
        page.autofit();
    }
    workbook.save_to_buffer()
}

fn write(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => page.write_string(row, column, text)?,
        Cell::Number(number) => page.write_number(row, column, *number)?,
        Cell::Day(date) => {
            let (year, month, number) = date.ymd();
            let date = ExcelDateTime::from_ymd(year as u16, month as u8, number as u8)?;
            page.write_datetime_with_format(row, column, &date, day)?
        }
        Cell::Empty => return Ok(()),
    };
    Ok(())
}
