//! My account: where I am signed in.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{Form, PageError, Shell, Tab, Visit};

use super::own_tabs::{Part, frame};
use super::person;
use crate::store::sign_in;
use crate::{acts, urls};

#[derive(Template)]
#[template(path = "identity/own_sessions.html")]
struct SessionsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<SessionRow>,
}

struct SessionRow {
    agent: String,
    created: String,
    seen: String,
    own: bool,
    /// Names the session in the form: hash of the token, which opens nothing.
    name: String,
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    person(&visit)?;
    let (id, now) = (visit.signed_in()?.account, visit.now);
    let sessions = visit.read::<_, PageError>(move |tx| Ok(sign_in::sessions(tx, id, now)?)).await?;
    let rows = sessions
        .into_iter()
        .map(|session| SessionRow {
            agent: session.agent,
            created: vi::moment(session.created_at),
            seen: vi::moment(session.last_seen_at),
            own: visit.session() == Some(session.token_hash.as_slice()),
            name: store::journal::hex(&session.token_hash),
        })
        .collect();
    let (shell, tabs) = frame(&visit, Part::Sessions).await;
    visit.page(&SessionsPage { shell, tabs, rows })
}

pub(crate) async fn end(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let hash = unhex(fields.get("phien")).ok_or(PageError::NotFound)?;
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(acts::own::sign_out_one(tx, &acting, &hash)?)).await?;
    Ok(visit.redirect_done(urls::OWN_SESSIONS, "Đã kết thúc phiên đăng nhập."))
}

pub(crate) async fn end_all(visit: Visit, Form(_): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let acting = visit.acting()?;
    let session = visit.session().unwrap_or_default().to_vec();
    let ended =
        visit.write::<_, PageError>(move |tx| Ok(acts::own::sign_out_others(tx, &acting, &session)?)).await?;
    let notice = if ended == 0 {
        "Không có phiên đăng nhập nào khác.".to_owned()
    } else {
        format!("Đã đăng xuất khỏi {ended} phiên khác.")
    };
    Ok(visit.redirect_done(urls::OWN_SESSIONS, &notice))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| (byte << 4) | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_named_by_its_whole_hash() {
        let hash: Vec<u8> = (0..32).map(|n| n * 7).collect();
        assert_eq!(unhex(&store::journal::hex(&hash)), Some(hash));
        assert_eq!(unhex("0a"), None);
        assert_eq!(unhex(&"zz".repeat(32)), None);
    }
}
