//! Documents behind milestones and published values: kept on upload, handed out unchanged.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use web::{PageError, Path, Upload, Visit};

use crate::acts::Attached;
use crate::store as rows;

/// What is taken and how it is handed out; anything else is refused.
const KINDS: [(&str, &str); 9] = [
    ("pdf", "application/pdf"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
];

/// What a control for such files lets choose.
pub(super) const ACCEPT: &str = ".pdf,.doc,.docx,.xls,.xlsx,.odt,.png,.jpg,.jpeg";

/// The type of a file by the ending of its name.
fn kind(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    KINDS.iter().find(|(known, _)| *known == ending).map(|(_, mime)| *mime)
}

/// Why an upload is not taken.
pub(super) fn problem(upload: &Upload) -> Option<String> {
    kind(&upload.name).is_none().then(|| {
        format!(
            "Tệp “{}” không nhận được; dùng PDF, Word, Excel, ODT hoặc ảnh PNG, JPG.",
            file_name(&upload.name)
        )
    })
}

/// Puts uploads into the file store, before any row names them.
pub(super) async fn keep(visit: &Visit, uploads: Vec<Upload>) -> Result<Vec<Attached>, PageError> {
    let files = visit.app.db().files().clone();
    // A blocking thread of the database does the writing and syncing.
    visit
        .read::<_, PageError>(move |_| {
            let keep = |upload: &Upload| {
                Ok(Attached {
                    hash: files.put(upload.content.clone())?,
                    name: file_name(&upload.name),
                    mime: kind(&upload.name).unwrap_or("application/octet-stream").to_owned(),
                    n_bytes: upload.content.len() as i64,
                })
            };
            uploads.iter().map(keep).collect()
        })
        .await
}

/// The last part of a path, at most 120 characters.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let plain: String = last.chars().filter(|c| !c.is_control() && *c != '"').collect();
    let length = plain.chars().count();
    plain.chars().skip(length.saturating_sub(120)).collect()
}

pub(super) async fn show(visit: Visit, Path((slug, id)): Path<(String, i64)>) -> Result<Response, PageError> {
    let (agency, files) = (visit.agency(), visit.app.db().files().clone());
    let (document, content) = visit
        .read::<_, PageError>(move |tx| {
            let document = rows::document(tx, agency, &slug, id)?.ok_or(PageError::NotFound)?;
            let content = files.get(&document.hash)?;
            Ok((document, content))
        })
        .await?;
    let headers =
        [(header::CONTENT_TYPE, document.mime), (header::CONTENT_DISPOSITION, disposition(&document.name))];
    Ok((headers, content).into_response())
}

/// RFC 6266: a plain name for old clients, the full one in UTF-8.
fn disposition(name: &str) -> String {
    use std::fmt::Write as _;
    let plain: String = kernel::fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
        .collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-' {
            full.push(char::from(byte));
        } else {
            // A String never refuses a write.
            let _ = write!(full, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_made_harmless() {
        assert_eq!(file_name("C:\\Users\\a\\Báo cáo \"6\".pdf"), "Báo cáo 6.pdf");
        assert_eq!(file_name("../../etc/passwd.pdf"), "passwd.pdf");
        assert_eq!(file_name(&format!("{}.pdf", "x".repeat(300))).chars().count(), 120);
        assert_eq!(kind("a.PDF"), Some("application/pdf"));
        assert_eq!(kind("a.exe"), None);
        assert_eq!(kind("a"), None);
        assert_eq!(
            disposition("Báo cáo.pdf"),
            "attachment; filename=\"bao-cao.pdf\"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.pdf"
        );
    }
}
