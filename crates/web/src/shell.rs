//! What the frame around every page shows: agency, user, navigation, breadcrumbs, notice, server time.
//! `templates/layout/staff.html` and `templates/layout/plain.html` read a field named `shell`.

use kernel::{Instant, vi};

/// The frame around a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The small line over the agency's name ("Tỉnh Hưng Yên").
    pub agency_parent: String,
    /// The agency's name.
    pub agency_name: String,
    /// Who is signed in; `None` on public pages.
    pub user: Option<ShellUser>,
    /// The left rail, already cut to what the user may open.
    pub nav: Vec<NavGroup>,
    /// The page's heading and the window's title.
    pub title: String,
    /// The way to this page, outermost first; the last one is this page and has no address.
    pub crumbs: Vec<Crumb>,
    /// A notice left by the act before.
    pub flash: Option<Flash>,
    /// The token every form sends back.
    pub csrf: String,
    /// The server's time when the page was made.
    pub now: Instant,
    /// What stands in the search box of the top bar.
    pub search: String,
    /// True where the data is a sample; every page says so.
    pub demo: bool,
}

/// The signed-in user as the top bar names them.
#[derive(Debug, Clone)]
pub struct ShellUser {
    /// Full name.
    pub name: String,
    /// Position or unit, the small line.
    pub position: String,
}

/// One titled group of the rail.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// Title of the group.
    pub label: String,
    /// Its links.
    pub items: Vec<NavItem>,
}

/// One link of the rail.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Words of the link.
    pub label: String,
    /// Address.
    pub href: String,
    /// True for the page that is shown.
    pub current: bool,
    /// How many things wait there; nothing is shown for `None` and 0.
    pub count: Option<i64>,
    /// What the count counts, for screen readers ("hồ sơ").
    pub count_unit: &'static str,
    /// True where the count is a warning.
    pub alert: bool,
}

impl NavItem {
    /// The count in Vietnamese digits where there is anything to show.
    pub fn shown_count(&self) -> Option<String> {
        self.count.filter(|count| *count > 0).map(vi::number)
    }
}

/// One place on the way to a page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its address; `None` for the page that is shown.
    pub href: Option<String>,
}

impl Crumb {
    /// A place that can be opened.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// The page that is shown.
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// The act was done.
    Success,
    /// Something worth knowing.
    Info,
    /// Something to look at.
    Warning,
    /// The act was not done.
    Error,
}

/// A notice shown once, on the page after an act.
#[derive(Debug, Clone)]
pub struct Flash {
    /// What it is about.
    pub kind: FlashKind,
    /// The sentence.
    pub text: String,
}

impl Flash {
    /// The modifier of `mc-nhac`.
    pub const fn class(&self) -> &'static str {
        match self.kind {
            FlashKind::Success => " mc-nhac--xong",
            FlashKind::Info => " mc-nhac--tin",
            FlashKind::Warning => "",
            FlashKind::Error => " mc-nhac--loi",
        }
    }

    /// The icon beside the sentence.
    pub fn icon(&self) -> &'static str {
        crate::icon(match self.kind {
            FlashKind::Success => "done",
            FlashKind::Info => "info",
            FlashKind::Warning | FlashKind::Error => "warning",
        })
    }

    /// The ARIA role: an error interrupts, the others wait.
    pub const fn role(&self) -> &'static str {
        match self.kind {
            FlashKind::Error => "alert",
            _ => "status",
        }
    }
}

impl Shell {
    /// Where the search box leads (GET, parameter `q`).
    pub const SEARCH: &'static str = "/tim";
    /// The user's own account.
    pub const ACCOUNT: &'static str = "/tai-khoan";
    /// Sign-in.
    pub const SIGN_IN: &'static str = "/dang-nhap";
    /// Sign-out (POST).
    pub const SIGN_OUT: &'static str = "/dang-xuat";

    /// A frame with only a title: sign-in and error pages, and the start of every other.
    pub fn new(title: impl Into<String>, now: Instant) -> Self {
        Self {
            agency_parent: String::new(),
            agency_name: String::new(),
            user: None,
            nav: Vec::new(),
            title: title.into(),
            crumbs: Vec::new(),
            flash: None,
            csrf: String::new(),
            now,
            search: String::new(),
            demo: false,
        }
    }

    /// The same frame with breadcrumbs; the last place should come from [`Crumb::here`].
    #[must_use]
    pub fn with_crumbs(mut self, crumbs: Vec<Crumb>) -> Self {
        self.crumbs = crumbs;
        self
    }

    /// Title of the browser window: page, then agency.
    pub fn window_title(&self) -> String {
        if self.agency_name.is_empty() {
            return self.title.clone();
        }
        format!("{} – {}", self.title, self.agency_name)
    }

    /// The address of a built asset ("noi-bo.css").
    pub fn asset(&self, name: &str) -> &'static str {
        crate::assets::asset(name)
    }

    /// Server time as the footer says it: `09:40, thứ Ba 27/09/2022`.
    pub fn server_time(&self) -> String {
        let date = self.now.date();
        format!("{}, {} {}", vi::clock(self.now), vi::weekday(date), vi::date(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_footer_says_weekday_and_time() {
        let shell = Shell::new("Hàng chờ xử lý", Instant::parse("2022-09-27T09:40").unwrap());
        assert_eq!(shell.server_time(), "09:40, thứ Ba 27/09/2022");
        assert_eq!(shell.window_title(), "Hàng chờ xử lý");
    }

    #[test]
    fn a_count_of_zero_is_not_shown() {
        let mut item = NavItem {
            label: "Hàng chờ xử lý".to_owned(),
            href: "/hang-cho".to_owned(),
            current: false,
            count: Some(0),
            count_unit: "hồ sơ",
            alert: false,
        };
        assert_eq!(item.shown_count(), None);
        item.count = Some(1_200);
        assert_eq!(item.shown_count().as_deref(), Some("1.200"));
    }
}
