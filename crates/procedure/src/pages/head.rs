//! The head of every page of one procedure: title, standing, buttons, tabs.

use kernel::vi;
use web::{Shell, Tab, Tone, Visit};

use super::Loaded;
use crate::{labels, urls};

/// Which tab is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Content,
    Process,
    Versions,
    Draft,
}

/// The head.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) code: String,
    pub(super) standing: (Tone, String),
    pub(super) sector: &'static str,
    pub(super) unit: String,
    pub(super) version: String,
    pub(super) tabs: Vec<Tab>,
    /// Where the draft is, for those who may write it.
    pub(super) draft: Option<Draft>,
}

/// The way to the draft.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The number it has or will have.
    pub(super) number: i64,
    /// Its page, where there is one already.
    pub(super) href: Option<String>,
    /// Whether its page is the one shown.
    pub(super) open: bool,
    /// Where one is started (POST).
    pub(super) create: String,
}

impl Head {
    pub(super) fn of(visit: &Visit, loaded: &Loaded, open: Open) -> Self {
        let row = &loaded.row;
        let standing = labels::standing(row.in_force_on, row.ended_on, visit.now.date());
        let published = loaded.published().and_then(|version| version.published_at);
        let version = match published {
            Some(at) => format!("Phiên bản {}, công bố {}", row.number, vi::date(at.date())),
            None => format!("Phiên bản {}", row.number),
        };
        let draft = visit.may("procedure.edit").then(|| Draft {
            number: row.number + 1,
            href: loaded.draft().map(|_| urls::edit(&row.code)),
            open: open == Open::Draft,
            create: urls::draft(&row.code),
        });
        Self {
            code: row.code.clone(),
            standing,
            sector: row.sector.label(),
            unit: loaded.unit.clone(),
            version,
            tabs: tabs(loaded, open, draft.is_some()),
            draft,
        }
    }
}

impl Head {
    /// The head of a procedure that is not published yet.
    pub(super) fn of_new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            standing: (Tone::Draft, "Thủ tục mới, chưa công bố".to_owned()),
            sector: "",
            unit: String::new(),
            version: String::new(),
            tabs: Vec::new(),
            draft: None,
        }
    }
}

fn tabs(loaded: &Loaded, open: Open, may_edit: bool) -> Vec<Tab> {
    let code = &loaded.row.code;
    let count = |n: usize| i64::try_from(n).ok();
    let tab = |label: &str, href: String, here: Open, count: Option<i64>| Tab {
        label: label.to_owned(),
        href,
        current: open == here,
        count,
        alert: false,
    };
    let published = loaded.versions.len() - usize::from(loaded.draft().is_some());
    let mut tabs = vec![
        tab("Nội dung", urls::show(code), Open::Content, None),
        tab("Quy trình", urls::process(code), Open::Process, count(loaded.procedure.processes.len())),
        tab("Phiên bản", urls::versions(code), Open::Versions, count(published)),
    ];
    if may_edit && loaded.draft().is_some() {
        tabs.push(tab("Bản thảo", urls::edit(code), Open::Draft, None));
    }
    tabs
}

/// The frame of a page of one procedure.
pub(super) async fn shell(visit: &Visit, loaded: &Loaded, crumb: Option<&str>) -> Shell {
    let row = &loaded.row;
    let sector = format!("{}?linh-vuc={}", urls::INDEX, row.sector.code());
    let own = urls::show(&row.code);
    let mut crumbs = vec![("Thủ tục, quy trình", urls::INDEX), (row.sector.label(), sector.as_str())];
    let mut shell = match crumb {
        Some(here) => {
            crumbs.push((row.code.as_str(), own.as_str()));
            visit.shell_below(here, &crumbs).await
        }
        None => visit.shell_below(&row.code, &crumbs).await,
    };
    shell.title.clone_from(&row.name);
    shell
}
