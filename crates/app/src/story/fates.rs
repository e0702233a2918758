//! What becomes of a dossier, thrown at its receipt. The chances give a department that nearly keeps its promises:
//! about 98.9 % on time, 82 % early, and two divisions that receive too few dossiers online.

use calendar::WorkCalendar;
use kernel::Instant;

use super::dice::Dice;

/// What is special about a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twist {
    /// Nothing.
    Plain,
    /// A supplement is asked for; so many times.
    Supplement(u8),
    /// Refused after examination.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// A new date is appointed with an apology.
    Reappointed,
    /// Sent back once for rework.
    Rework,
}

/// How a division works; chances in thousandths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    pub(crate) late: u64,
    pub(crate) online: u64,
    pub(crate) postal: u64,
}

/// The habits of a division.
pub(crate) fn habits(unit: &str) -> Habits {
    match unit {
        "NCC" => Habits { late: 17, online: 310, postal: 110 },
        "BTXH" => Habits { late: 11, online: 368, postal: 70 },
        "GDNN" => Habits { late: 4, online: 560, postal: 40 },
        "PCTNXH" => Habits { late: 3, online: 520, postal: 30 },
        _ => Habits { late: 7, online: 640, postal: 40 },
    }
}

pub(crate) fn twist(dice: &mut Dice) -> Twist {
    match dice.weighted(&[820, 108, 3, 14, 8, 7, 40]) {
        1 => Twist::Supplement(1),
        2 => Twist::Supplement(2),
        3 => Twist::Refused,
        4 => Twist::Withdrawn,
        5 => Twist::Reappointed,
        6 => Twist::Rework,
        _ => Twist::Plain,
    }
}

/// When the result is to be ready, for a time that runs from `start` to `due`.
pub(crate) fn finish(
    calendar: &WorkCalendar,
    dice: &mut Dice,
    (start, due): (Instant, Instant),
    late: u64,
) -> Instant {
    let whole = calendar.worked(start, due);
    if dice.permille(late) {
        let more = calendar.full_day().share(dice.between(150, 3_800), 1_000);
        return calendar.after_working(due, more);
    }
    let last_early = calendar.closing(calendar.working_day_on_or_before(due.date().plus(-1)));
    let early = calendar.worked(start, last_early);
    if last_early <= start || early.is_zero() || dice.permille(168) {
        // On the day of the deadline, in its last hours at the latest.
        let opening = calendar.opening(due.date()).max(start);
        let left = calendar.worked(opening, due).share(dice.between(100, 900), 1_000);
        return calendar.after_working(opening, left).min(due);
    }
    let share = whole.share(dice.between(350, 980), 1_000);
    let chosen = calendar.after_working(start, share);
    if chosen.date() < due.date() {
        chosen
    } else {
        calendar.after_working(start, early.share(dice.between(500, 990), 1_000))
    }
}
