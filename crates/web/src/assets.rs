//! Style sheets, script and fonts, built by `assets/` and embedded at compile time. Names carry a hash of the
//! content, so a browser may keep them for ever.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// One built file.
#[derive(Debug)]
pub struct Asset {
    /// The name templates use ("noi-bo.css").
    pub name: &'static str,
    /// Where it is served, with its hash.
    pub path: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub raw: &'static [u8],
    /// Its bytes compressed with brotli, where that is smaller.
    pub br: Option<&'static [u8]>,
    /// Its bytes compressed with gzip, where that is smaller.
    pub gz: Option<&'static [u8]>,
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Addresses while nothing has been built (tests of other crates): pages render, nothing is served.
const UNBUILT: &[(&str, &str)] = &[
    ("noi-bo.css", "/tai-san/noi-bo.css"),
    ("cong.css", "/tai-san/cong.css"),
    ("app.js", "/tai-san/app.js"),
    ("dau.svg", "/tai-san/dau.svg"),
    ("be-vietnam-pro-latin-400-normal.woff2", "/tai-san/be-vietnam-pro-latin-400-normal.woff2"),
    ("be-vietnam-pro-vietnamese-400-normal.woff2", "/tai-san/be-vietnam-pro-vietnamese-400-normal.woff2"),
];

/// Every built file.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// The address of the asset called `name`.
pub fn asset(name: &str) -> &'static str {
    if let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) {
        return asset.path;
    }
    UNBUILT.iter().find(|(unbuilt, _)| *unbuilt == name).map_or("/tai-san/khong-co", |(_, path)| *path)
}

/// The asset served at `path` ("/tai-san/noi-bo.1a2b3c4d5e.css").
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// The answer to a request for `path`, in the best form the browser accepts; `None` where there is no such asset.
pub fn respond(path: &str, accept_encoding: &str) -> Option<Response> {
    let asset = find(path)?;
    let (body, encoding) = match (asset.br, asset.gz) {
        (Some(body), _) if accepts(accept_encoding, "br") => (body, Some("br")),
        (_, Some(body)) if accepts(accept_encoding, "gzip") => (body, Some("gzip")),
        _ => (asset.raw, None),
    };
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// True where the Accept-Encoding header allows `coding` (RFC 9110, 12.5.3): named, or covered by `*`, and not
/// with weight 0.
fn accepts(header: &str, coding: &str) -> bool {
    let weight = |wanted: &str| {
        header.split(',').find_map(|part| {
            let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
            name.trim().eq_ignore_ascii_case(wanted).then(|| {
                let weight =
                    parameters.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
                weight.unwrap_or(1.0)
            })
        })
    };
    weight(coding).or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides_the_form() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("gzip;q=0.5, *;q=0.1", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "br"));
        assert!(!accepts("identity", "gzip"));
    }

    #[test]
    fn an_unknown_path_is_not_served() {
        assert!(respond("/tai-san/khong-co.css", "br").is_none());
        assert!(find("/tai-san/../Cargo.toml").is_none());
    }

    #[test]
    fn a_built_asset_is_served_for_ever_in_the_best_form() {
        for asset in all() {
            let best = respond(asset.path, "gzip, br").unwrap();
            assert_eq!(
                best.headers().get("content-encoding").is_some(),
                asset.br.or(asset.gz).is_some(),
                "{}",
                asset.name
            );
            let plain = respond(asset.path, "").unwrap();
            assert!(plain.headers().get("content-encoding").is_none());
            assert_eq!(plain.headers()["cache-control"], "public, max-age=31536000, immutable");
            assert_eq!(super::asset(asset.name), asset.path);
        }
    }

    #[test]
    fn templates_find_their_assets_built_or_not() {
        for (name, _) in UNBUILT {
            assert!(asset(name).starts_with("/tai-san/") && asset(name) != "/tai-san/khong-co", "{name}");
            assert!(all().is_empty() || find(asset(name)).is_some(), "{name}");
        }
    }
}
