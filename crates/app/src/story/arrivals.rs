//! Arrivals: a day begins, dossiers are handed in.

use anyhow::{Context as _, Result};
use dossier::acts::{self, Filing, Receive, Who};
use dossier::domain::{Channel, ReturnBy};
use kernel::{Instant, Role};
use procedure::domain::{Case, Procedure};
use store::Tx;

use super::fates::{finish, habits, twist};
use super::flow::{Event, Live, Story};
use super::names;
use super::setting::{papers, said};

impl Story {
    pub(super) fn begin_day(&mut self, place: usize) {
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

    pub(super) fn arrive(&mut self, tx: &mut Tx<'_>, at: Instant) -> Result<()> {
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
            .filter(|day| procedure.in_force(*day))
            .map(|day| self.calendar.opening(day).plus_minutes(self.dice.between(60, 500)));
        let cmd = Receive {
            procedure: code,
            case: case.code.clone(),
            channel,
            filer_name: String::new(),
            summary: String::new(),
            return_by: if channel == Channel::Counter { ReturnBy::Counter } else { ReturnBy::Postal },
            papers: papers(&procedure, case),
            applicant,
            received_at,
            filing: Filing::default(),
        };
        let received = said(acts::receive(tx, &self.cast.office, &acting, &cmd))?;
        if self.progress.received.is_multiple_of(16) {
            let dossier = dossier::store::find(tx, received.id)?;
            if let Some(known) = self.known.get_mut(usize::from(organisation)) {
                known.push(dossier.applicant);
            }
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
            && let Some(known) = self.known.get(usize::from(organisation))
            && let Some(known) = self.dice.pick(known).copied()
        {
            return Who::Known(known);
        }
        Who::New(names::applicant(&mut self.dice, organisation))
    }
}
