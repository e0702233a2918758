//! What stands on the counter: everything typed so far, what was looked up, and the dossier it would make.

mod applicant;
mod papers;

use std::sync::Arc;

use kernel::{AgencyId, Date, Instant, PersonId, vi};
use procedure::Current;
use procedure::domain::{Case, Procedure, Terms};
use store::Tx;
use web::{Choice, Field, FieldErrors, Fields, PageError, SearchHit};

pub(super) use applicant::NewPerson;
pub(super) use papers::PaperLine;

use super::ChosenProcedure;
use super::preview::Preview;
use crate::acts::frame::procedure_channel;
use crate::acts::{Filing, Receive, Who};
use crate::domain::{Channel, ReturnBy};
use crate::office::Office;
use crate::pages::search::matching;
use crate::person::{self, Person};
use crate::urls;

/// Procedures or people that are listed to choose from.
const MOST: usize = 10;

#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) search: String,
    pub(super) search_problem: Option<String>,
    pub(super) hits: Vec<SearchHit>,
    current: Option<Current>,
    unit: String,
    case: String,
    channel: Channel,
    pub(super) received: String,
    calendar: calendar::WorkCalendar,
    pub(super) person_search: String,
    searched: bool,
    pub(super) people: Vec<Person>,
    pub(super) person: Option<Person>,
    pub(super) new_person: NewPerson,
    pub(super) filer: String,
    pub(super) papers: Vec<PaperLine>,
    return_by: ReturnBy,
    pub(super) summary: String,
    /// Whether the page says what to ask the applicant for.
    pub(super) show_wanting: bool,
}

impl Desk {
    /// The counter as the form describes it, with everything that it asks to look up.
    pub(super) fn load(
        tx: &mut Tx<'_>,
        office: &Office,
        (agency, now): (AgencyId, Instant),
        fields: &Fields,
    ) -> Result<Self, PageError> {
        let mut desk = Self::read(tx, office, agency, fields)?;
        let today = now.date();
        let act = fields.get("viec");
        let mut code = fields.get("thu-tuc").to_owned();
        if let Some(chosen) = act.strip_prefix("thu-tuc:") {
            chosen.clone_into(&mut code);
        } else if is_lookup(act) && desk.must_search(&code, fields.get("tim-cu")) {
            if let Some(found) = desk.find_procedure(tx, office, (agency, today))? {
                code = found;
            } else {
                code.clear();
            }
        }
        desk.choose_procedure(tx, office, (agency, today), &code)?;
        desk.case = desk.case_or_first(fields.get("truong-hop"));
        desk.channel = desk.channel_or_first(fields.get("kenh"));
        desk.papers = PaperLine::list(desk.procedure(), &desk.case, fields, act == "du");
        desk.find_person(tx, agency, fields)?;
        Ok(desk)
    }

    fn read(tx: &mut Tx<'_>, office: &Office, agency: AgencyId, fields: &Fields) -> Result<Self, PageError> {
        let text = |name: &str| fields.get(name).to_owned();
        Ok(Self {
            search: text("tim"),
            search_problem: None,
            hits: Vec::new(),
            current: None,
            unit: String::new(),
            case: String::new(),
            channel: Channel::Counter,
            received: text("luc"),
            calendar: office.calendars.of(tx, agency, None)?,
            person_search: text("tim-nguoi"),
            searched: false,
            people: Vec::new(),
            person: None,
            new_person: NewPerson::read(fields),
            filer: text("nop-thay"),
            papers: Vec::new(),
            return_by: ReturnBy::from_code(fields.get("tra")).unwrap_or(ReturnBy::Counter),
            summary: text("ghi-chu"),
            show_wanting: false,
        })
    }

    /// Words that were not looked up yet, or that gave nothing to go on with.
    fn must_search(&self, code: &str, seen: &str) -> bool {
        !self.search.is_empty() && (code.is_empty() || self.search != seen)
    }

    /// The code of the one procedure that the words mean; otherwise a list to choose from.
    fn find_procedure(
        &mut self,
        tx: &mut Tx<'_>,
        office: &Office,
        (agency, today): (AgencyId, Date),
    ) -> Result<Option<String>, PageError> {
        let all = office.catalogue.list(tx, agency)?;
        let mut found: Vec<_> =
            matching(all, &self.search).filter(|row| row.receivable && row.in_force(today)).collect();
        // Names that have the words as they were said come first, the shorter ones before the longer.
        let said = kernel::fold(&self.search);
        found.sort_by_key(|row| (!kernel::fold(&row.name).contains(&said), row.name.len()));
        found.truncate(MOST);
        if let Some(exact) = found.iter().find(|row| row.code == self.search) {
            return Ok(Some(exact.code.clone()));
        }
        if found.len() == 1 {
            return Ok(found.pop().map(|row| row.code));
        }
        if found.is_empty() {
            self.search_problem =
                Some("Không có thủ tục nào đang tiếp nhận khớp với từ này; thử ít từ hơn".to_owned());
        }
        self.hits = found
            .into_iter()
            .map(|row| SearchHit {
                href: urls::procedure(&row.code),
                text: row.sector.label().to_owned(),
                title: row.name,
                code: row.code,
            })
            .collect();
        Ok(None)
    }

    fn choose_procedure(
        &mut self,
        tx: &mut Tx<'_>,
        office: &Office,
        (agency, today): (AgencyId, Date),
        code: &str,
    ) -> Result<(), PageError> {
        if code.is_empty() {
            return Ok(());
        }
        let current = office.catalogue.current(tx, agency, code)?;
        match current.filter(|current| current.procedure.is_receivable() && current.in_force(today)) {
            None => {
                self.search_problem = Some("Thủ tục này không tiếp nhận được; chọn thủ tục khác".to_owned());
            }
            Some(current) => {
                self.unit = identity::unit(tx, current.unit)?.map_or_else(String::new, |unit| unit.name);
                self.calendar = office.calendars.of(tx, agency, Some(current.unit))?;
                self.search = format!("{} {}", current.procedure.code.as_str(), current.procedure.name);
                self.current = Some(current);
            }
        }
        Ok(())
    }

    fn find_person(&mut self, tx: &mut Tx<'_>, agency: AgencyId, fields: &Fields) -> Result<(), PageError> {
        let act = fields.get("viec");
        if act == "bo-nguoi" {
            return Ok(());
        }
        let chosen = act.strip_prefix("nguoi:").unwrap_or(fields.get("nguoi"));
        if let Ok(id) = chosen.parse() {
            self.person = Some(person::find(tx, PersonId(id))?);
            return Ok(());
        }
        let seen = self.person_search == fields.get("tim-nguoi-cu") && self.new_person.is_begun();
        if self.person_search.is_empty() || seen || !is_lookup(act) {
            return Ok(());
        }
        self.searched = true;
        let mut found = person::look_up(tx, agency, &self.person_search, MOST as i64)?;
        if found.len() == 1 {
            self.person = found.pop();
        } else if found.is_empty() {
            self.new_person.start_from(&self.person_search);
        }
        self.people = found;
        Ok(())
    }

    fn procedure(&self) -> Option<&Arc<Procedure>> {
        self.current.as_ref().map(|current| &current.procedure)
    }

    fn case(&self) -> Option<&Case> {
        self.procedure()?.case(&self.case)
    }

    fn terms(&self) -> Option<&Terms> {
        self.case()?.terms(procedure_channel(self.channel))
    }

    fn case_or_first(&self, wanted: &str) -> String {
        let Some(procedure) = self.procedure() else { return String::new() };
        let case = procedure.case(wanted).or(procedure.cases.first());
        case.map_or_else(String::new, |case| case.code.clone())
    }

    fn channel_or_first(&self, wanted: &str) -> Channel {
        let wanted = Channel::from_code(wanted).unwrap_or(Channel::Counter);
        let offered = |channel: &Channel| {
            self.case().is_none_or(|case| case.terms(procedure_channel(*channel)).is_some())
        };
        std::iter::once(wanted).chain(Channel::ALL.iter().copied()).find(offered).unwrap_or(wanted)
    }

    /// The code of the procedure for the hidden field.
    pub(super) fn procedure_code(&self) -> &str {
        self.procedure().map_or("", |procedure| procedure.code.as_str())
    }

    /// The id of the applicant for the hidden field.
    pub(super) fn person_id(&self) -> String {
        self.person.as_ref().map(|person| person.id.to_string()).unwrap_or_default()
    }

    pub(super) fn chosen(&self) -> Option<ChosenProcedure> {
        let procedure = self.procedure()?;
        let limit = self.terms().and_then(Terms::time_limits).map(|limits| limits.promised().to_string());
        let fees = self.terms().map(super::preview::fees).unwrap_or_default();
        Some(ChosenProcedure {
            code: procedure.code.as_str().to_owned(),
            name: procedure.name.clone(),
            text: format!("{}, {}, {}.", self.unit, limit.unwrap_or_default(), fees.to_lowercase()),
            href: urls::procedure(procedure.code.as_str()),
        })
    }

    pub(super) fn selects(&self) -> Vec<(Field, Vec<Choice>)> {
        let Some(procedure) = self.procedure() else { return Vec::new() };
        let cases = procedure.cases.iter().map(|case| (case.code.clone(), case.name.clone()));
        let channels = Channel::ALL
            .iter()
            .filter(|channel| {
                self.case().is_some_and(|case| case.terms(procedure_channel(**channel)).is_some())
            })
            .map(|channel| (channel.code(), channel.label()));
        vec![
            (Field::new("truong-hop", "Trường hợp", &self.case), Choice::list(cases, &self.case)),
            (
                Field::new("kenh", "Kênh nộp", self.channel.code()),
                Choice::list(channels, self.channel.code()),
            ),
        ]
    }

    /// A dossier that came by post or online may have been received earlier.
    pub(super) fn receipt_field(&self) -> Option<&'static str> {
        (self.channel != Channel::Counter).then_some("luc")
    }

    pub(super) fn return_choices(&self) -> (Field, Vec<Choice>) {
        let all = ReturnBy::ALL.iter().map(|way| (way.code(), way.label()));
        let current = self.return_by.code();
        (Field::new("tra", "Hình thức nhận", current), Choice::list(all, current))
    }

    pub(super) const fn nobody(&self) -> bool {
        self.searched && self.people.is_empty() && self.person.is_none()
    }

    /// What comes next on the way down the page.
    pub(super) fn focus(&self) -> &'static str {
        if self.current.is_none() {
            if self.hits.is_empty() { "tim" } else { "chon" }
        } else if !self.people.is_empty() && self.person.is_none() {
            "chon-nguoi"
        } else if self.person.is_none() && !self.new_person.is_begun() {
            "tim-nguoi"
        } else if self.person.is_none() && !self.new_person.is_complete() {
            "ten"
        } else if !self.wanting().is_empty() {
            "du"
        } else {
            "nhan"
        }
    }

    /// What the applicant must still bring.
    pub(super) fn wanting(&self) -> Vec<String> {
        self.papers.iter().filter_map(PaperLine::wanting).collect()
    }

    pub(super) fn preview(&self, now: Instant) -> Option<Preview> {
        let received = self.received_at(now).ok().flatten().unwrap_or(now);
        let name = self.person.as_ref().map_or(self.new_person.name.as_str(), |person| person.name.as_str());
        Preview::of(&self.calendar, self.terms()?, received)
            .map(|preview| preview.with_pairs(name, &self.papers, &self.unit, self.return_by))
    }

    fn received_at(&self, now: Instant) -> Result<Option<Instant>, &'static str> {
        if self.received.is_empty() || self.receipt_field().is_none() {
            return Ok(None);
        }
        let at = parse_moment(&self.received).ok_or("Nhập dạng 14:10 03/10/2022")?;
        if at > now {
            Err("Thời điểm nhận không được sau thời điểm hiện tại")
        } else {
            Ok(Some(at))
        }
    }

    /// The dossier to take in, or everything that is wrong.
    pub(super) fn parse(&self, now: Instant) -> Result<Receive, FieldErrors> {
        let mut errors = FieldErrors::new();
        if self.current.is_none() {
            errors.add("tim", "Chọn thủ tục");
        }
        let received_at = self.received_at(now).unwrap_or_else(|text| {
            errors.add("luc", text);
            None
        });
        let applicant = match &self.person {
            Some(person) => Who::Known(person.id),
            None => Who::New(self.new_person.parse(now.date(), &mut errors)),
        };
        let papers = self.papers.iter().map(|line| line.paper(&mut errors)).collect();
        errors.or(Receive {
            procedure: self.procedure_code().to_owned(),
            case: self.case.clone(),
            channel: self.channel,
            applicant,
            filer_name: self.filer.clone(),
            summary: self.summary.clone(),
            return_by: self.return_by,
            papers,
            received_at,
            filing: Filing::default(),
        })
    }
}

/// Whether a press only looks things up (and Enter in any field is such a press).
fn is_lookup(act: &str) -> bool {
    act.is_empty() || act == "tiep"
}

/// `14:10 03/10/2022` or `03/10/2022 14:10`.
fn parse_moment(text: &str) -> Option<Instant> {
    let (left, right) = text.trim().split_once(' ')?;
    let (time, day) = if left.contains(':') { (left, right) } else { (right, left) };
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let inside = (0..24).contains(&hour) && (0..60).contains(&minute);
    inside.then_some(vi::parse_date(day)?.at_minute(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_both_orders() {
        let at = Instant::parse("2022-10-03T14:10").ok();
        assert_eq!(parse_moment("14:10 03/10/2022"), at);
        assert_eq!(parse_moment("3/10/2022 14:10"), at);
        for text in ["", "14:10", "25:00 03/10/2022", "14:60 03/10/2022", "hôm qua 09:00"] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}
