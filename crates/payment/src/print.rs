//! What a printed receipt says (biên lai thu phí, lệ phí; NĐ 123/2020/NĐ-CP, Đ.32): one value for the page and for
//! the PDF template `bien-lai`.

use kernel::{AgencyId, Dong, vi};
use serde::Serialize;
use store::{StoreError, Tx};

use crate::domain::{FeeReceipt, amount_in_words};
use crate::store::receipts as rows;

/// The data of template `bien-lai`. Amounts and dates are words ready to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptPrint {
    /// The body above the agency.
    pub agency_parent: String,
    /// The agency that collects.
    pub agency: String,
    /// Symbol of the form.
    pub form_symbol: String,
    /// Symbol of the series.
    pub series: String,
    /// Number, seven digits.
    pub number: String,
    /// Who pays.
    pub payer: String,
    /// The payer's address.
    pub payer_address: String,
    /// Code of the dossier.
    pub dossier: String,
    /// What is paid for: name and amount.
    pub items: Vec<ItemPrint>,
    /// What is remitted, where something is.
    pub remitted: Option<String>,
    /// The sum received: `600.000 đồng`.
    pub amount: String,
    /// The sum in words.
    pub amount_in_words: String,
    /// Cash or transfer.
    pub method: String,
    /// `ngày 15 tháng 3 năm 2022`.
    pub date: String,
    /// Who receives the money.
    pub officer: String,
    /// Why it was cancelled, where it was.
    pub cancelled: Option<String>,
}

/// One item of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemPrint {
    /// `Phí` or `Lệ phí`.
    pub kind: String,
    /// What is paid for.
    pub name: String,
    /// How much.
    pub amount: String,
}

impl ReceiptPrint {
    /// The data of a receipt; `agency` and `parent` are the names of the agency and of the body above it.
    pub fn of(receipt: &FeeReceipt, (agency, parent): (&str, &str), officer: &str) -> Self {
        let gross: i64 = receipt.items.iter().map(|item| item.amount.0).sum();
        let (year, month, day) = receipt.issued_on.ymd();
        Self {
            agency_parent: parent.to_owned(),
            agency: agency.to_owned(),
            form_symbol: receipt.form_symbol.clone(),
            series: receipt.series.clone(),
            number: receipt.printed_number(),
            payer: receipt.payer.clone(),
            payer_address: receipt.payer_address.clone(),
            dossier: receipt.dossier_code.clone(),
            items: receipt
                .items
                .iter()
                .map(|item| ItemPrint {
                    kind: item.kind.label().to_owned(),
                    name: item.name.clone(),
                    amount: item.amount.to_string(),
                })
                .collect(),
            remitted: (gross > receipt.amount.0).then(|| Dong(gross - receipt.amount.0).to_string()),
            amount: receipt.amount.to_string(),
            amount_in_words: amount_in_words(receipt.amount),
            method: receipt.method.label().to_owned(),
            date: format!("ngày {day:02} tháng {month:02} năm {year}"),
            officer: officer.to_owned(),
            cancelled: receipt.cancelled_at.map(|at| {
                format!("{}, {}", receipt.cancel_reason.clone().unwrap_or_default(), vi::moment(at))
            }),
        }
    }
}

/// The receipt of an id with the data of template `bien-lai`; [`StoreError::Missing`] where there is none.
pub fn receipt(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    names: (&str, &str),
    id: i64,
) -> Result<(FeeReceipt, ReceiptPrint), StoreError> {
    let receipt = rows::find(tx, agency, id)?;
    let officers: Vec<_> = receipt.officer.into_iter().collect();
    let known = identity::names(tx, &officers)?;
    let officer = receipt.officer.and_then(|id| known.get(&id).cloned()).unwrap_or_default();
    let print = ReceiptPrint::of(&receipt, names, &officer);
    Ok((receipt, print))
}
