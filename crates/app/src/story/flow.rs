//! The flow of events in order of time: a day begins, dossiers arrive, steps are done, results are fetched.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use calendar::WorkCalendar;
use dossier::acts::{self, HandOver, NewResult};
use kernel::{AccountId, Acting, Date, DossierId, Instant, PersonId, Role};
use procedure::domain::Procedure;
use store::Tx;

use super::dice::Dice;
use super::fates::{Twist, finish};
use super::partners::Partners;
use super::people::Staff;
use super::setting::{Offer, days, offers, request, said};
use super::{AGENCY, Cast, Plot, Progress};

/// What happens next to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    Day(usize),
    Arrival,
    Move,
    AskAgain,
    Supplement,
    Reappoint,
    Publish,
    Return,
    Delivered,
    Opinion,
}

/// A dossier on its way.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) id: DossierId,
    pub(super) procedure: Arc<Procedure>,
    pub(super) case: usize,
    pub(super) twist: Twist,
    pub(super) late: u64,
    /// Start of the time that runs now, its end, and when the result is to be ready.
    pub(super) due: Instant,
    pub(super) finish: Instant,
    pub(super) step: usize,
    pub(super) published: bool,
}

/// The story, between two chunks.
#[derive(Debug)]
pub(crate) struct Story {
    pub(super) staff: Staff,
    pub(super) cast: Cast,
    pub(super) plot: Plot,
    pub(super) dice: Dice,
    pub(super) calendar: WorkCalendar,
    pub(super) offers: Vec<Offer>,
    pub(super) days: Vec<(Date, u64)>,
    pub(super) events: BinaryHeap<Reverse<(Instant, u64, Event, usize)>>,
    pub(super) made: u64,
    pub(super) live: Vec<Option<Live>>,
    pub(super) free: Vec<usize>,
    pub(super) known: [Vec<PersonId>; 2],
    pub(super) progress: Progress,
    pub(super) partners: Partners,
    /// Dice for what is done with others.
    pub(super) aside: Dice,
}

/// What a chunk did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    pub(crate) progress: Progress,
    pub(crate) over: bool,
}

impl Story {
    pub(crate) fn new(staff: Staff, mut cast: Cast, plot: Plot) -> Result<Self> {
        "H31.12".clone_into(&mut cast.office.code_prefix);
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
            known: [Vec::new(), Vec::new()],
            progress: Progress::default(),
            partners: Partners::default(),
            aside: Dice::new(plot.seed ^ 0x45_2016),
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

    pub(super) fn plan(&mut self, at: Instant, event: Event, slot: usize) {
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
            Event::Delivered => {
                self.delivered(tx, at, slot)?;
                self.forget_returned(slot)?;
            }
            Event::Opinion => self.opinion(tx, at, slot)?,
        }
        self.progress.acts += 1;
        Ok(())
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

    pub(super) fn keep(&mut self, live: Live) -> usize {
        if let Some(slot) = self.free.pop() {
            self.set(slot, Some(live));
            slot
        } else {
            self.live.push(Some(live));
            self.live.len() - 1
        }
    }

    /// `account` acting at `at`.
    pub(super) fn acting(&self, account: AccountId, at: Instant) -> Result<Acting> {
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
    pub(super) fn any(&mut self, role: Role, unit: &str, at: Instant) -> Result<Acting> {
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
                Twist::Plain | Twist::Rework => self.consult(tx, at, (&live, &acting))?,
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
        if self.send_by_post(tx, at, (slot, &live))? {
            return Ok(());
        }
        said(acts::return_result(tx, &self.cast.office, &acting, (live.id, &acts::ReturnResult::default())))?;
        self.forget_returned(slot)
    }

    /// A result that is still to be published keeps its place until then.
    fn forget_returned(&mut self, slot: usize) -> Result<()> {
        if self.get(slot)?.published {
            self.set(slot, None);
        }
        Ok(())
    }
}
