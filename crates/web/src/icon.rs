//! Line icons, 24 × 24, drawn in the colour of the text around them. Always beside words, so hidden from
//! screen readers.

macro_rules! svg {
    ($inner:literal) => {
        concat!(
            r#"<svg class="mc-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">"#,
            $inner,
            "</svg>"
        )
    };
}

/// The icon called `name`; empty where there is none of that name.
pub fn icon(name: &str) -> &'static str {
    match name {
        "bell" => svg!(r#"<path d="M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15z"/><path d="M10 21h4"/>"#),
        "calendar" => {
            svg!(r#"<rect x="4" y="6" width="16" height="14" rx="1"/><path d="M4 10h16M8 3.5V7M16 3.5V7"/>"#)
        }
        "chevron" => svg!(r#"<path d="M7 10l5 5 5-5"/>"#),
        "clock" => svg!(r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3 2"/>"#),
        "done" => svg!(r#"<circle cx="12" cy="12" r="9"/><path d="M8 12.3l2.7 2.7L16 9.5"/>"#),
        "down" => svg!(r#"<path d="M12 5v13M7 13l5 5 5-5"/>"#),
        "download" => svg!(r#"<path d="M12 4v11M7.5 11L12 15.5 16.5 11M5 20h14"/>"#),
        "file" => svg!(r#"<path d="M7 3h7l4 4v14H7z"/><path d="M14 3v4h4"/>"#),
        "home" => svg!(r#"<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>"#),
        "info" => svg!(r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.8v.1"/>"#),
        "lock" => {
            svg!(r#"<rect x="5" y="11" width="14" height="9" rx="1"/><path d="M8 11V8a4 4 0 1 1 8 0v3"/>"#)
        }
        "menu" => svg!(r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#),
        "pen" => svg!(r#"<path d="M4 20l1-4L16 5l3 3L8 19z"/>"#),
        "person" => svg!(r#"<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.8-4 3.5-6 7-6s6.2 2 7 6"/>"#),
        "phone" => svg!(
            r#"<path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1C11 20 4 13 4 5a1 1 0 0 1 1-1z"/>"#
        ),
        "plus" => svg!(r#"<path d="M12 5v14M5 12h14"/>"#),
        "print" => svg!(
            r#"<path d="M7 9V4h10v5M7 18H5a1 1 0 0 1-1-1v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6a1 1 0 0 1-1 1h-2"/><path d="M7 14h10v6H7z"/>"#
        ),
        "scan" => svg!(r#"<path d="M4 8V5h3M17 5h3v3M20 16v3h-3M7 19H4v-3M4 12h16"/>"#),
        "search" => svg!(r#"<circle cx="11" cy="11" r="7"/><path d="M20 20l-4-4"/>"#),
        "send" => svg!(r#"<path d="M4 12l16-8-6 16-2.5-6.5z"/>"#),
        "share" => svg!(
            r#"<circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="6" r="2.5"/><circle cx="18" cy="18" r="2.5"/><path d="M8.3 11l7.4-4M8.3 13l7.4 4"/>"#
        ),
        "sign" => svg!(
            r#"<path d="M3 19c3-1 5-4 6-8 .7-3 2-4 2.8-3 1 1.4-1 5-2.3 6.5 2-.9 3-2 4-1.5.8.5 0 2 1 2.3.9.3 2-.8 3-.8.9 0 1.5.6 2.5.5"/><path d="M3 22h18"/>"#
        ),
        "tick" => svg!(r#"<path d="M6 12.5l4 4 8-9"/>"#),
        "up" => svg!(r#"<path d="M12 19V6M7 11l5-5 5 5"/>"#),
        "usb" => svg!(r#"<rect x="8" y="9" width="8" height="12" rx="1"/><path d="M10 9V4h4v5"/>"#),
        "warning" => svg!(r#"<path d="M12 4l9 16H3z"/><path d="M12 10v4.5M12 17.2v.1"/>"#),
        _ => "",
    }
}

/// The mark of the house: an arched gate with one leaf ajar, `size` pixels wide.
pub fn mark(size: u32) -> String {
    format!(
        concat!(
            r#"<svg class="mc-dau" viewBox="0 0 34 34" width="{0}" height="{0}" aria-hidden="true" focusable="false">"#,
            r#"<path class="khung" d="M7 31V14.5a10 10 0 0 1 20 0V31"/><path class="khung" d="M3 31h28"/>"#,
            r#"<path class="canh" d="M12 30.8V15a5.2 5.2 0 0 1 5.2-5.2l3.8 3V30.8z"/></svg>"#
        ),
        size
    )
}

/// The lattice of the indigo half of the sign-in page; `id` must be unique on the page.
pub fn lattice(id: &str) -> String {
    let id = crate::chart::escape(id);
    format!(
        concat!(
            r#"<svg class="hoa" aria-hidden="true" focusable="false" preserveAspectRatio="xMidYMid slice"><defs>"#,
            r#"<pattern id="{0}" width="56" height="56" patternUnits="userSpaceOnUse">"#,
            r#"<g fill="none" stroke="currentColor" stroke-width="1.5">"#,
            r#"<path d="M28 0v14M28 42v14M0 28h14M42 28h14"/><path d="M28 14L42 28 28 42 14 28z"/>"#,
            r#"<path d="M28 21l7 7-7 7-7-7z"/><path d="M0 14L14 0M42 0l14 14M0 42l14 14M42 56l14-14"/></g></pattern>"#,
            r##"<linearGradient id="{0}g"><stop offset="0" stop-color="#000"/><stop offset=".55" stop-color="#fff"/></linearGradient>"##,
            r##"<mask id="{0}m"><rect width="100%" height="100%" fill="url(#{0}g)"/></mask></defs>"##,
            r##"<rect width="100%" height="100%" fill="url(#{0})" mask="url(#{0}m)"/></svg>"##
        ),
        id
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_are_hidden_from_screen_readers_and_unstyled() {
        for name in NAMES {
            let svg = icon(name);
            assert!(svg.contains(r#"aria-hidden="true""#), "{name}");
            assert!(!svg.contains("style="), "{name}");
        }
        assert_eq!(icon("no-such-icon"), "");
    }

    #[test]
    fn the_mark_takes_its_size() {
        assert!(mark(32).contains(r#"width="32" height="32""#));
    }

    const NAMES: [&str; 26] = [
        "bell", "calendar", "chevron", "clock", "done", "down", "download", "file", "home", "info", "lock",
        "menu", "pen", "person", "phone", "plus", "print", "scan", "search", "send", "share", "sign", "tick",
        "up", "usb", "warning",
    ];
}
