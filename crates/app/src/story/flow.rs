//! The flow of events in order of time: a day begins, dossiers arrive, steps are done, results are fetched.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use calendar::WorkCalendar;
use dossier::DossierRefused;
use dossier::acts::{self, HandOver, NewResult, Receive, Who};
use dossier::domain::{Channel, Paper, PaperState, ReturnBy};
use kernel::{AccountId, Acting, Date, DossierId, Instant, PersonId, Role};
use procedure::domain::{Case, Procedure};
use store::Tx;

use super::dice::Dice;
use super::fates::{Twist, finish, habits, twist};
use super::people::Staff;
use super::{AGENCY, Cast, Plot, Progress, names};

/// What happens next to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Day(usize),
    Arrival,
    Move,
    AskAgain,
    Supplement,
    Reappoint,
    Publish,
    Return,
}

/// A dossier on its way.
#[derive(Debug, Clone)]
struct Live {
    id: DossierId,
    procedure: Arc<Procedure>,
    case: usize,
    twist: Twist,
    late: u64,
    /// Start of the time that runs now, its end, and when the result is to be ready.
    due: Instant,
    finish: Instant,
    step: usize,
    published: bool,
}

/// A procedure of the sample.
#[derive(Debug)]
struct Offer {
    code: String,
    unit: String,
    procedure: Arc<Procedure>,
    weight: u64,
}

/// The story, between two chunks.
#[derive(Debug)]
pub(crate) struct Story {
    staff: Staff,
    cast: Cast,
    plot: Plot,
    dice: Dice,
    calendar: WorkCalendar,
    offers: Vec<Offer>,
    days: Vec<(Date, u64)>,
    events: BinaryHeap<Reverse<(Instant, u64, Event, usize)>>,
    made: u64,
    live: Vec<Option<Live>>,
    free: Vec<usize>,
    known: Vec<PersonId>,
    progress: Progress,
}

/// What a chunk did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    pub(crate) progress: Progress,
    pub(crate) over: bool,
}

impl Story {
    pub(crate) fn new(staff: Staff, mut cast: Cast, plot: Plot) -> Result<Self> {
        cast.office.code_prefix = "H31.12".to_owned();
        cast.office.places = dossier::Places {
            desk: staff.unit("MC"),
            office: staff.unit("VP"),
            leadership: staff.unit("BGD"),
        };
        let mut dice = Dice::new(plot.seed);
        let offers = offers(&mut dice, plot)?;
        let calendar = WorkCalendar::standard();
        let days = days(&mut dice, &calendar, plot);
        let mut story = Self {
            staff,
            cast,
            plot,
            dice,
            calendar,
            offers,
            days,
            events: BinaryHeap::new(),
            made: 0,
            live: Vec::new(),
            free: Vec::new(),
            known: Vec::new(),
            progress: Progress::default(),
        };
        if let Some((first, _)) = story.days.first().copied() {
            story.plan(first.start(), Event::Day(0), 0);
        }
        Ok(story)
    }

    /// Does up to `most` events.
    pub(crate) fn go_on(&mut self, tx: &mut Tx<'_>, most: usize) -> Result<Done> {
        for _ in 0..most {
            let Some(Reverse((at, _, event, slot))) = self.events.pop() else { break };
            if at > self.plot.until {
                self.events.clear();
                break;
            }
            self.happen(tx, at, event, slot).with_context(|| format!("{event:?} at {at}"))?;
        }
        Ok(Done { progress: self.progress, over: self.events.is_empty() })
    }

    fn plan(&mut self, at: Instant, event: Event, slot: usize) {
        self.made += 1;
        self.events.push(Reverse((at, self.made, event, slot)));
    }

    fn happen(&mut self, tx: &mut Tx<'_>, at: Instant, event: Event, slot: usize) -> Result<()> {
        match event {
            Event::Day(place) => {
                self.begin_day(place);
                return Ok(());
            }
            Event::Arrival => self.arrive(tx, at)?,
            Event::Move => self.step(tx, at, slot)?,
            Event::AskAgain => self.ask_again(tx, at, slot)?,
            Event::Supplement => self.supplement(tx, at, slot)?,
            Event::Reappoint => self.reappoint(tx, at, slot)?,
            Event::Publish => {
                let live = self.get(slot)?;
                let acting = self.any(Role::Clerk, "VP", at)?;
                said(acts::publish_result(tx, &self.cast.office, &acting, live.id))?;
            }
            Event::Return => self.fetch(tx, at, slot)?,
        }
        self.progress.acts += 1;
        Ok(())
    }

    fn begin_day(&mut self, place: usize) {
        let Some((day, number)) = self.days.get(place).copied() else { return };
        let opening = self.calendar.opening(day);
        let whole = self.calendar.worked(opening, self.calendar.closing(day));
        for _ in 0..number {
            // The last half hour is quiet.
            let at = self.calendar.after_working(opening, whole.share(self.dice.between(10, 930), 1_000));
            let at = Instant::from_millis(at.millis() + self.dice.between(0, 59_000));
            self.plan(at, Event::Arrival, 0);
        }
        if let Some((next, _)) = self.days.get(place + 1).copied() {
            self.plan(next.start(), Event::Day(place + 1), 0);
        }
    }

    fn get(&self, slot: usize) -> Result<Live> {
        self.live.get(slot).cloned().flatten().context("the dossier has left the story")
    }

    fn set(&mut self, slot: usize, live: Option<Live>) {
        if live.is_none() {
            self.free.push(slot);
        }
        if let Some(place) = self.live.get_mut(slot) {
            *place = live;
        }
    }

    fn keep(&mut self, live: Live) -> usize {
        match self.free.pop() {
            Some(slot) => {
                self.set(slot, Some(live));
                slot
            }
            None => {
                self.live.push(Some(live));
                self.live.len() - 1
            }
        }
    }

    /// `account` acting at `at`.
    fn acting(&self, account: AccountId, at: Instant) -> Result<Acting> {
        let member = self.staff.members.get(&account).context("an unknown account holds the work")?;
        Ok(Acting {
            agency: AGENCY,
            actor: Some(account),
            on_behalf_of: None,
            unit: Some(member.unit),
            roles: member.roles.clone(),
            permissions: self.cast.permissions(&member.roles),
            at,
        })
    }

    /// Somebody of a unit with a role.
    fn any(&mut self, role: Role, unit: &str, at: Instant) -> Result<Acting> {
        let unit = self.staff.unit(unit).with_context(|| format!("no unit {unit}"))?;
        let holding = self.staff.holding(unit, role);
        let account = self.dice.pick(&holding).copied().with_context(|| format!("nobody holds {role:?}"))?;
        self.acting(account, at)
    }

    /// Whoever holds the work of a dossier.
    fn holder(&self, tx: &mut Tx<'_>, id: DossierId, at: Instant) -> Result<(Acting, process::Work)> {
        let work = process::current(tx, id.get())?.context("no open work")?;
        let account = work.account.context("the work is with nobody")?;
        Ok((self.acting(account, at)?, work))
    }

    fn arrive(&mut self, tx: &mut Tx<'_>, at: Instant) -> Result<()> {
        let today: Vec<u64> = self
            .offers
            .iter()
            .map(|offer| if offer.procedure.in_force(at.date()) { offer.weight } else { 0 })
            .collect();
        let offer = self.offers.get(self.dice.weighted(&today)).context("no procedure")?;
        let (code, unit, procedure) = (offer.code.clone(), offer.unit.clone(), offer.procedure.clone());
        let case_place = 0;
        let case = procedure.cases.get(case_place).context("a procedure without a case")?;
        let habits = habits(&unit);
        let channel = self.channel(&procedure, case, habits.online, habits.postal);
        let acting = self.any(Role::CounterOfficer, "MC", at)?;
        let organisation = matches!(unit.as_str(), "LDVL" | "GDNN") && self.dice.permille(720);
        let applicant = self.applicant(organisation);
        // A postal dossier is sometimes entered the day after it came.
        let received_at = (channel == Channel::Postal && self.dice.permille(60))
            .then(|| self.calendar.working_day_on_or_before(at.date().plus(-1)))
            .map(|day| self.calendar.opening(day).plus_minutes(self.dice.between(60, 500)));
        let cmd = Receive {
            procedure: code,
            case: case.code.clone(),
            channel,
            filer_name: String::new(),
            summary: format!("{} ({})", procedure.name, case.name),
            return_by: if channel == Channel::Counter { ReturnBy::Counter } else { ReturnBy::Postal },
            papers: papers(&procedure, case),
            applicant,
            received_at,
        };
        let received = said(acts::receive(tx, &self.cast.office, &acting, &cmd))?;
        if self.progress.received % 16 == 0 {
            let dossier = dossier::store::find(tx, received.id)?;
            self.known.push(dossier.applicant);
        }
        self.progress.received += 1;
        let due = received.due_at.context("a procedure without a deadline")?;
        let finish = finish(&self.calendar, &mut self.dice, (at, due), habits.late);
        let published = self.dice.permille(994);
        let twist = twist(&mut self.dice);
        let live = Live {
            id: received.id,
            procedure,
            case: case_place,
            twist,
            late: habits.late,
            due,
            finish,
            step: 0,
            published,
        };
        let next = self
            .calendar
            .after_working(at, self.calendar.worked(at, finish).share(self.dice.between(20, 80), 1_000));
        let slot = self.keep(live);
        self.plan(next.max(at), Event::Move, slot);
        Ok(())
    }

    fn channel(&mut self, procedure: &Procedure, case: &Case, online: u64, postal: u64) -> Channel {
        use procedure::domain::Channel as Offered;
        // Levels 3 and 4 are those that can be filed online.
        let can_online = case.terms(Offered::Online).is_some() && procedure.online.level.number() >= 3;
        if can_online && self.dice.permille(online) {
            Channel::Online
        } else if case.terms(Offered::Postal).is_some() && self.dice.permille(postal) {
            Channel::Postal
        } else if case.terms(Offered::Counter).is_some() {
            Channel::Counter
        } else {
            Channel::Online
        }
    }

    fn applicant(&mut self, organisation: bool) -> Who {
        let again = if self.plot.dossiers > 50_000 { 700 } else { 180 };
        if self.dice.permille(again)
            && let Some(known) = self.dice.pick(&self.known).copied()
        {
            return Who::Known(known);
        }
        Who::New(names::applicant(&mut self.dice, organisation))
    }

    /// The step that is held is done, or something special happens at it.
    fn step(&mut self, tx: &mut Tx<'_>, at: Instant, slot: usize) -> Result<()> {
        let mut live = self.get(slot)?;
        let (acting, work) = self.holder(tx, live.id, at)?;
        if work.role == Role::Specialist.code() {
            match live.twist {
                Twist::Supplement(_) => return self.ask(tx, at, slot, live, &acting),
                Twist::Refused => {
                    let refusal = acts::Refusal {
                        reason: "Không đủ điều kiện hưởng theo quy định.".to_owned(),
                        legal_basis: live
                            .procedure
                            .legal_bases
                            .first()
                            .map_or("Nghị định 61/2018/NĐ-CP, Điều 19", |basis| basis.act.as_str())
                            .to_owned(),
                    };
                    said(acts::refuse(tx, &self.cast.office, &acting, (live.id, &refusal)))?;
                    self.set(slot, None);
                    return Ok(());
                }
                Twist::Withdrawn => {
                    said(acts::withdraw(
                        tx,
                        &self.cast.office,
                        &acting,
                        (live.id, "Người nộp đề nghị rút hồ sơ."),
                    ))?;
                    self.set(slot, None);
                    return Ok(());
                }
                Twist::Reappointed => {
                    live.twist = Twist::Plain;
                    let latest = calendar::rules::apology_due(&self.calendar, live.due);
                    if latest > at {
                        let early =
                            self.calendar.worked(at, latest).share(self.dice.between(600, 950), 1_000);
                        let when = self.calendar.after_working(at, early).min(latest);
                        self.set(slot, Some(live));
                        self.plan(when.max(at), Event::Reappoint, slot);
                        self.progress.acts -= 1;
                        return Ok(());
                    }
                }
                Twist::Plain | Twist::Rework => {}
            }
        }
        if work.role == Role::HeadOfDivision.code() && live.twist == Twist::Rework && live.step > 2 {
            live.twist = Twist::Plain;
            let cmd =
                acts::SendBack { reason: "Bổ sung căn cứ trong dự thảo kết quả.".to_owned() };
            said(acts::send_back(tx, &self.cast.office, &acting, (live.id, &cmd)))?;
            self.go_to_next(at, slot, live);
            return Ok(());
        }
        self.hand_over(tx, at, slot, live, (&acting, &work))
    }

    fn hand_over(
        &mut self,
        tx: &mut Tx<'_>,
        at: Instant,
        slot: usize,
        mut live: Live,
        (acting, work): (&Acting, &process::Work),
    ) -> Result<()> {
        let case = live.procedure.cases.get(live.case).context("case")?;
        let process = live.procedure.process_of(case).context("process")?;
        let next = acts::next_step(process, &work.step).context("no next step")?;
        let finishes = next.end;
        let result = if finishes {
            let number = tx.next_number(AGENCY, "result", "2022")?;
            let name = live
                .procedure
                .results
                .first()
                .map_or("Kết quả giải quyết", |result| result.name.as_str());
            Some(NewResult {
                number: format!("{number}/QĐ-SLĐTBXH"),
                name: name.to_owned(),
                publish: live.published,
            })
        } else {
            None
        };
        let cmd = HandOver { to: None, opinion: String::new(), result };
        said(acts::hand_over(tx, &self.cast.office, acting, (live.id, &cmd)))?;
        live.step += 1;
        if !finishes {
            self.go_to_next(at, slot, live);
            return Ok(());
        }
        if !live.published && self.dice.permille(400) {
            let later = self
                .calendar
                .after_working(at, self.calendar.full_day().share(self.dice.between(2_000, 9_000), 1_000));
            self.plan(later, Event::Publish, slot);
        }
        let fetched = self.calendar.full_day().share(self.dice.between(60, 4_500), 1_000);
        let when = self.calendar.after_working(at, fetched);
        self.plan(when, Event::Return, slot);
        self.set(slot, Some(live));
        Ok(())
    }

    /// Plans the next step so that the last one falls on the moment chosen for the result.
    fn go_to_next(&mut self, at: Instant, slot: usize, live: Live) {
        let steps = live
            .procedure
            .cases
            .get(live.case)
            .and_then(|case| live.procedure.process_of(case))
            .map_or(6, |process| process.steps.len());
        let left = steps.saturating_sub(live.step + 1).max(1) as i64;
        // The specialist takes most of the time.
        let share = if live.step <= 1 {
            self.dice.between(20, 60)
        } else if live.step == 2 {
            self.dice.between(550, 800)
        } else {
            1_000 / left
        };
        let next = if left == 1 {
            live.finish
        } else {
            self.calendar.after_working(at, self.calendar.worked(at, live.finish).share(share, 1_000))
        };
        self.set(slot, Some(live));
        self.plan(next.max(at), Event::Move, slot);
    }

    fn ask(
        &mut self,
        tx: &mut Tx<'_>,
        at: Instant,
        slot: usize,
        mut live: Live,
        acting: &Acting,
    ) -> Result<()> {
        let cmd = request(&live.procedure, String::new());
        said(acts::ask_supplement(tx, &self.cast.office, acting, (live.id, &cmd)))?;
        live.twist = match live.twist {
            Twist::Supplement(times) if times > 1 => Twist::Supplement(times - 1),
            _ => Twist::Plain,
        };
        self.set(slot, Some(live));
        self.wait_for_supplement(at, slot);
        Ok(())
    }

    /// A second request, with the head's override.
    fn ask_again(&mut self, tx: &mut Tx<'_>, at: Instant, slot: usize) -> Result<()> {
        let mut live = self.get(slot)?;
        let unit = live.procedure.unit.clone();
        let head = self.any(Role::HeadOfDivision, &unit, at)?;
        let cmd = request(&live.procedure, "Phát sinh giấy tờ mới sau khi xác minh thực tế.".to_owned());
        said(acts::ask_supplement(tx, &self.cast.office, &head, (live.id, &cmd)))?;
        live.twist = Twist::Plain;
        self.set(slot, Some(live));
        self.wait_for_supplement(at, slot);
        Ok(())
    }

    fn wait_for_supplement(&mut self, at: Instant, slot: usize) {
        let waiting = self.calendar.full_day().share(self.dice.between(900, 11_000), 1_000);
        let when = self.calendar.after_working(at, waiting);
        self.plan(when, Event::Supplement, slot);
    }

    fn supplement(&mut self, tx: &mut Tx<'_>, at: Instant, slot: usize) -> Result<()> {
        let mut live = self.get(slot)?;
        let acting = self.any(Role::CounterOfficer, "MC", at)?;
        let cmd = acts::TakeSupplement::default();
        let after = said(acts::take_supplement(tx, &self.cast.office, &acting, (live.id, &cmd)))?;
        live.due = after.due_at.context("no deadline after the supplement")?;
        live.finish = finish(&self.calendar, &mut self.dice, (at, live.due), live.late);
        let again = matches!(live.twist, Twist::Supplement(_));
        live.step = 2;
        if again {
            let soon = self.calendar.worked(at, live.finish).share(200, 1_000);
            let when = self.calendar.after_working(at, soon);
            self.set(slot, Some(live));
            self.plan(when.max(at), Event::AskAgain, slot);
            return Ok(());
        }
        self.go_to_next(at, slot, live);
        Ok(())
    }

    fn reappoint(&mut self, tx: &mut Tx<'_>, at: Instant, slot: usize) -> Result<()> {
        let mut live = self.get(slot)?;
        let (acting, _) = self.holder(tx, live.id, at)?;
        let days = self.dice.between(2, 5) as i32;
        let due = self.calendar.closing(self.calendar.plus_working_days(live.due.date(), days));
        let cmd = acts::Reappoint {
            due_at: due, reason: "Cần xác minh thêm tại địa phương.".to_owned()
        };
        said(acts::reappoint(tx, &self.cast.office, &acting, (live.id, &cmd)))?;
        live.finish = finish(&self.calendar, &mut self.dice, (live.due, due), 0);
        live.due = due;
        live.step = live.step.max(2);
        self.go_to_next(at, slot, live);
        Ok(())
    }

    fn fetch(&mut self, tx: &mut Tx<'_>, at: Instant, slot: usize) -> Result<()> {
        let live = self.get(slot)?;
        let acting = self.any(Role::CounterOfficer, "MC", at)?;
        said(acts::return_result(tx, &self.cast.office, &acting, (live.id, &acts::ReturnResult::default())))?;
        // A result that is still to be published keeps its place until then.
        if live.published {
            self.set(slot, None);
        }
        Ok(())
    }
}

/// An act of the story must not be refused.
fn said<T>(done: Result<T, DossierRefused>) -> Result<T> {
    done.map_err(|refused| match dossier::labels::refused(&refused) {
        Some(words) => anyhow!("{words}"),
        None => anyhow!(refused),
    })
}

/// Every required paper, as the law wants it.
fn papers(procedure: &Procedure, case: &Case) -> Vec<Paper> {
    procedure
        .papers_of(case)
        .map(|paper| Paper {
            code: paper.code.clone(),
            name: paper.name.clone(),
            n_originals: paper.n_originals,
            n_copies: paper.n_copies,
            state: if paper.condition.is_some() { PaperState::NotNeeded } else { PaperState::Valid },
            note: String::new(),
            file: None,
        })
        .collect()
}

fn request(procedure: &Procedure, override_reason: String) -> acts::AskSupplement {
    let paper = procedure.papers.first();
    acts::AskSupplement {
        papers: vec![acts::Asked {
            code: paper.map(|paper| paper.code.clone()).unwrap_or_default(),
            name: paper.map(|paper| paper.name.clone()).unwrap_or_default(),
            reason: "Thiếu chữ ký và xác nhận theo mẫu.".to_owned(),
        }],
        legal_basis: procedure.legal_bases.first().map(|basis| basis.act.clone()).unwrap_or_default(),
        override_reason,
    }
}

/// The procedures that can be received in the story, the first ones of a thrown order the most used.
fn offers(dice: &mut Dice, plot: Plot) -> Result<Vec<Offer>> {
    let checked = procedure::check_texts(procedure::builtin().iter().copied());
    let mut offers: Vec<Offer> = checked
        .procedures
        .into_iter()
        .map(|(_, procedure)| procedure)
        .filter(|procedure| {
            procedure.is_receivable() && procedure.in_force(plot.until.date()) && short(procedure)
        })
        .map(|procedure| {
            let base = match procedure.unit.as_str() {
                "NCC" => 34,
                "LDVL" => 26,
                "BTXH" => 22,
                "GDNN" => 60,
                _ => 30,
            };
            let weight = base * dice.between(1, 20) as u64;
            Offer {
                code: procedure.code.to_string(),
                unit: procedure.unit.clone(),
                weight,
                procedure: Arc::new(procedure),
            }
        })
        .collect();
    offers.sort_by(|a, b| a.code.cmp(&b.code));
    if offers.is_empty() { Err(anyhow!("no procedure can be received")) } else { Ok(offers) }
}

/// Procedures of more than forty days would hardly end within the story.
fn short(procedure: &Procedure) -> bool {
    procedure.cases.first().is_some_and(|case| {
        case.terms.iter().filter_map(|terms| terms.limit()).all(|limit| limit.amount.thousandths() <= 40_000)
    })
}

/// How many dossiers arrive on which working day; the sum is the number wanted.
fn days(dice: &mut Dice, calendar: &WorkCalendar, plot: Plot) -> Vec<(Date, u64)> {
    let mut days = Vec::new();
    let mut day = plot.from;
    while day <= plot.until.date() {
        if calendar.is_working(day) {
            let monday = if day.weekday() == 1 { 130 } else { 100 };
            days.push((day, monday + dice.below(40)));
        }
        day = day.plus(1);
    }
    let whole: u64 = days.iter().map(|day| day.1).sum();
    let (mut seen, mut given) = (0, 0);
    for day in &mut days {
        seen += day.1;
        let until_here = plot.dossiers * seen / whole.max(1);
        day.1 = until_here - given;
        given = until_here;
    }
    days
}
