//! Files that are sent while they are made: part by part, each made when the reader has taken the one before. The
//! memory needed does not grow with the file, and the download starts with the first part.

use std::future::Future;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};

use crate::PageError;

/// A file named `name` of type `mime`. `part` makes one part from where the file stands, and says where the next
/// part starts, `None` after the last. A failure before the first byte is an error page; a later one is logged and
/// breaks the transfer off, so that nobody takes half a file for the whole.
pub async fn download<S, F>(
    name: &str,
    mime: &'static str,
    start: S,
    mut part: impl FnMut(S) -> F + Send + 'static,
) -> Result<Response, PageError>
where
    S: Send + 'static,
    F: Future<Output = Result<(Vec<u8>, Option<S>), PageError>> + Send + 'static,
{
    let (first, rest) = part(start).await?;
    let later = stream::try_unfold((rest, part), |(at, mut part)| async move {
        let Some(at) = at else { return Ok(None) };
        match part(at).await {
            Ok((bytes, rest)) => Ok(Some((Bytes::from(bytes), (rest, part)))),
            Err(error) => {
                tracing::error!(?error, "a download was broken off");
                Err(error)
            }
        }
    });
    let body = Body::from_stream(stream::iter([Ok(Bytes::from(first))]).chain(later));
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, body).into_response())
}
