//! What of the inbox is shown: whose works, how urgent, which step, procedure, unit. Everything stands in the
//! address, so that a view can be kept, shared and gone back to.

use std::collections::BTreeMap;

use calendar::WorkCalendar;
use kernel::{AccountId, AgencyId, Date, Instant, Role, UnitId};
use process::inbox::{self, Counts, Filter, Scope, Urgency};
use store::{StoreError, Tx};
use web::{Choice, Field, Fields, SignedIn, Tab};

use crate::office::Office;
use crate::urls;

/// The present, and until when a deadline is near: two working days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    pub(crate) now: Instant,
    pub(crate) soon: Instant,
}

impl Horizon {
    pub(crate) fn of(calendar: &WorkCalendar, now: Instant) -> Self {
        let day = calendar.full_day();
        // One minute more: what ends exactly with the second day is near, too.
        Self { now, soon: calendar.after_working(now, day.plus(day)).plus_minutes(1) }
    }
}

/// Whose works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Mine(AccountId),
    /// Those of somebody who has delegated.
    For(AccountId),
    Unit(UnitId),
    Agency,
}

/// How urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    All,
    Overdue,
    Soon,
    Paused,
}

const DUES: [(Due, &str, &str); 3] = [
    (Due::Overdue, "qua-han", "Quá hạn"),
    (Due::Soon, "sap-den", "Sắp đến hạn"),
    (Due::Paused, "cho-bo-sung", "Chờ bổ sung"),
];

/// A view of the inbox.
#[derive(Debug, Clone)]
pub(crate) struct View {
    whose: Whose,
    due: Due,
    step: Option<String>,
    topic: Option<String>,
    unit: Option<UnitId>,
}

/// Who may look at the works of the whole agency.
const AGENCY_WIDE: [Role; 4] = [Role::Director, Role::PlanCoordinator, Role::Auditor, Role::Administrator];

/// Whether somebody may look at the works of the whole agency.
pub(crate) fn may_see_agency(who: &SignedIn) -> bool {
    AGENCY_WIDE.iter().any(|role| who.roles.contains(role))
}

impl View {
    /// The view that an address asks for; what the visitor may not see, or does not fit, is their own work.
    pub(crate) fn read(query: &Fields, who: &SignedIn, delegators: &[AccountId]) -> Self {
        let whose = match query.get("xem") {
            "phong" => who.unit.map(Whose::Unit),
            "so" if may_see_agency(who) => Some(Whose::Agency),
            other => {
                let account = other.strip_prefix("thay-").and_then(|id| id.parse().ok());
                account.filter(|account| delegators.contains(account)).map(Whose::For)
            }
        };
        let whose = whose.unwrap_or(Whose::Mine(who.account));
        let due = DUES.iter().find(|due| due.1 == query.get("han")).map_or(Due::All, |due| due.0);
        let unit = query.get("don-vi").parse().ok().filter(|_| whose == Whose::Agency);
        let text = |name| query.some(name).map(str::to_owned);
        Self { whose, due, step: text("buoc"), topic: text("thu-tuc"), unit }
    }

    fn scope(&self) -> Scope {
        match (self.whose, self.unit) {
            (Whose::Mine(account) | Whose::For(account), _) => Scope::Account(account),
            (Whose::Unit(unit), _) | (Whose::Agency, Some(unit)) => Scope::Unit(unit),
            (Whose::Agency, None) => Scope::Agency,
        }
    }

    pub(crate) fn filter(&self, agency: AgencyId, horizon: Horizon) -> Filter {
        let urgency = match self.due {
            Due::All => Urgency::All,
            Due::Overdue => Urgency::Overdue,
            Due::Soon => Urgency::DueBy(horizon.soon),
            Due::Paused => Urgency::Paused,
        };
        Filter {
            agency,
            scope: self.scope(),
            urgency,
            step: self.step.clone(),
            topic: self.topic.clone(),
            now: horizon.now,
        }
    }

    /// How many works this view shows.
    pub(crate) const fn count_of(&self, counts: &Counts) -> i64 {
        match self.due {
            Due::All => counts.all,
            Due::Overdue => counts.overdue,
            Due::Soon => counts.soon,
            Due::Paused => counts.paused,
        }
    }

    /// The scopes that the visitor can choose, with their names and how many works each holds under the filters
    /// of this view.
    pub(crate) fn scopes(
        &self,
        tx: &mut Tx<'_>,
        (who, delegators): (&SignedIn, &[AccountId]),
        horizon: Horizon,
    ) -> Result<Vec<(Self, String, i64)>, StoreError> {
        let mut wanted = vec![(Whose::Mine(who.account), "Việc của tôi".to_owned())];
        let names = identity::names(tx, delegators)?;
        for account in delegators {
            let name = names.get(account).map_or("người ủy quyền", String::as_str);
            wanted.push((Whose::For(*account), format!("Thay {name}")));
        }
        if let Some(unit) = who.unit {
            wanted.push((Whose::Unit(unit), "Cả phòng".to_owned()));
        }
        if may_see_agency(who) {
            wanted.push((Whose::Agency, "Toàn Sở".to_owned()));
        }
        wanted
            .into_iter()
            .map(|(whose, label)| {
                let view = Self { whose, due: Due::All, ..self.clone() };
                let view = Self { unit: self.unit.filter(|_| whose == Whose::Agency), ..view };
                let counts = inbox::counts(tx, &view.filter(who.agency, horizon), horizon.soon)?;
                Ok((view, label, counts.all))
            })
            .collect()
    }

    pub(crate) fn tabs(&self, scopes: &[(Self, String, i64)], counts: &Counts) -> Vec<Tab> {
        let mut tabs: Vec<Tab> = scopes
            .iter()
            .map(|(view, label, count)| Tab {
                label: label.clone(),
                href: urls::queue(&view.query()),
                current: view.whose == self.whose && self.due == Due::All,
                count: Some(*count),
                alert: false,
            })
            .collect();
        tabs.extend(DUES.into_iter().map(|(due, _, label)| {
            let view = Self { due, ..self.clone() };
            Tab {
                label: label.to_owned(),
                href: urls::queue(&view.query()),
                current: self.due == due,
                count: Some(view.count_of(counts)),
                alert: due == Due::Overdue && counts.overdue > 0,
            }
        }));
        tabs
    }

    /// `hồ sơ quá hạn của phòng`: what the page lists.
    pub(crate) fn words(&self, scopes: &[(Self, String, i64)]) -> String {
        let due = DUES.iter().find(|due| due.0 == self.due).map(|due| format!(" {}", due.2.to_lowercase()));
        let whose = match self.whose {
            Whose::Mine(_) => "của tôi".to_owned(),
            Whose::Unit(_) => "của cả phòng".to_owned(),
            Whose::Agency => "của toàn Sở".to_owned(),
            Whose::For(_) => scopes
                .iter()
                .find(|scope| scope.0.whose == self.whose)
                .map(|scope| scope.1.replacen("Thay", "làm thay", 1))
                .unwrap_or_default(),
        };
        format!("hồ sơ{} {whose}", due.unwrap_or_default())
    }

    /// The address's query of this view.
    pub(crate) fn query(&self) -> String {
        self.query_with("", "")
    }

    /// The query with one field more.
    pub(crate) fn query_with(&self, name: &str, value: &str) -> String {
        let mut fields = Fields::default();
        for (name, value) in self.kept() {
            fields.push(name, &value);
        }
        let unit = self.unit.map(|unit| unit.to_string());
        for (name, value) in [("buoc", &self.step), ("thu-tuc", &self.topic), ("don-vi", &unit)] {
            if let Some(value) = value {
                fields.push(name, value);
            }
        }
        fields.with(name, value)
    }

    /// The query of the same tab without filters.
    pub(crate) fn cleared(&self) -> String {
        Self { step: None, topic: None, unit: None, ..self.clone() }.query()
    }

    /// What the tab itself puts into the address.
    pub(crate) fn kept(&self) -> Vec<(&'static str, String)> {
        let mut kept = Vec::new();
        match self.whose {
            Whose::Mine(_) => {}
            Whose::For(account) => kept.push(("xem", format!("thay-{account}"))),
            Whose::Unit(_) => kept.push(("xem", "phong".to_owned())),
            Whose::Agency => kept.push(("xem", "so".to_owned())),
        }
        if let Some(due) = DUES.iter().find(|due| due.0 == self.due) {
            kept.push(("han", due.1.to_owned()));
        }
        kept
    }

    /// The filters in force, each with the address without it.
    pub(crate) fn tags(&self, facets: &Facets) -> Vec<(String, String)> {
        let mut tags = Vec::new();
        if let Some(step) = &self.step {
            let words = facets.steps.get(step).unwrap_or(step).clone();
            tags.push((words, urls::queue(&Self { step: None, ..self.clone() }.query())));
        }
        if let Some(topic) = &self.topic {
            let words = facets.topics.iter().find(|known| known.0 == *topic);
            let words = words.map_or_else(|| topic.clone(), |known| known.1.clone());
            tags.push((words, urls::queue(&Self { topic: None, ..self.clone() }.query())));
        }
        if let Some(unit) = self.unit {
            let words = facets.units.iter().find(|known| known.0 == unit);
            let words = words.map_or_else(|| "Đơn vị khác".to_owned(), |known| known.1.clone());
            tags.push((words, urls::queue(&Self { unit: None, ..self.clone() }.query())));
        }
        tags
    }
}

/// What can be filtered by: from the catalogue, so that it costs the same however many works there are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facets {
    steps: BTreeMap<String, String>,
    topics: Vec<(String, String)>,
    units: Vec<(UnitId, String)>,
}

impl Facets {
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        office: &Office,
        agency: AgencyId,
        today: Date,
    ) -> Result<Self, StoreError> {
        let mut facets = Self::default();
        for listed in office.catalogue.list(tx, agency)?.into_iter().filter(|row| row.receivable) {
            let procedure = office.catalogue.get(tx, listed.version_id)?;
            for step in procedure.processes.iter().flat_map(|process| &process.steps) {
                if step.role.and_then(procedure::domain::StepRole::role).is_some() {
                    facets.steps.entry(step.code.clone()).or_insert_with(|| step.name.clone());
                }
            }
            facets.topics.push((listed.code, listed.name));
        }
        let units = identity::units(tx, agency)?.into_iter().filter(|unit| unit.in_force(today));
        facets.units = units.map(|unit| (unit.id, unit.name)).collect();
        Ok(facets)
    }

    pub(crate) fn step_select(&self, view: &View) -> (Field, Vec<Choice>) {
        let options = self.steps.iter().map(|(code, name)| (code.clone(), name.clone()));
        select("buoc", "Bước", "Tất cả bước", options, view.step.as_deref())
    }

    pub(crate) fn topic_select(&self, view: &View) -> (Field, Vec<Choice>) {
        select("thu-tuc", "Thủ tục", "Tất cả thủ tục", self.topics.iter().cloned(), view.topic.as_deref())
    }

    /// Only where the whole agency is shown.
    pub(crate) fn unit_select(&self, view: &View) -> Option<(Field, Vec<Choice>)> {
        let options = self.units.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let current = view.unit.map(|unit| unit.to_string());
        (view.whose == Whose::Agency)
            .then(|| select("don-vi", "Đơn vị", "Tất cả đơn vị", options, current.as_deref()))
    }
}

/// A select whose first choice is no filter.
pub(in crate::pages) fn select(
    name: &str,
    label: &str,
    none: &str,
    options: impl Iterator<Item = (String, String)>,
    current: Option<&str>,
) -> (Field, Vec<Choice>) {
    let current = current.unwrap_or_default();
    let all = std::iter::once((String::new(), none.to_owned())).chain(options);
    (Field::new(name, label, current), Choice::list(all, current))
}
