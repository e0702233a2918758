//! A figure: how many count, how many of them meet, how many are left out.

use serde::Serialize;
use store::tally::Sums;

use crate::Part;

/// What was counted. Numerator and denominator stay apart; whoever shows the figure divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Figure {
    /// Records that count (denominator).
    pub n_of: i64,
    /// Records that meet as well (numerator).
    pub n_in: i64,
    /// Records left out for a stated reason.
    pub n_out: i64,
}

impl Figure {
    /// Records that count but do not meet.
    pub const fn missed(self) -> i64 {
        self.n_of - self.n_in
    }

    /// How many records `part` lists.
    pub const fn of(self, part: Part) -> i64 {
        match part {
            Part::Met => self.n_in,
            Part::Missed => self.missed(),
            Part::Excluded => self.n_out,
            Part::Counted => self.n_of,
            Part::All => self.n_of + self.n_out,
        }
    }

    /// Whether nothing counts: there is no value then, neither 0% nor 100%.
    pub const fn is_empty(self) -> bool {
        self.n_of == 0
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { n_of: self.n_of + other.n_of, n_in: self.n_in + other.n_in, n_out: self.n_out + other.n_out }
    }

    /// Numerator and denominator, as goals and forecasts take them.
    pub const fn ratio(self) -> formula::Figure {
        formula::Figure::new(self.n_in, self.n_of)
    }
}

impl From<Sums> for Figure {
    fn from(sums: Sums) -> Self {
        Self { n_of: sums.n_of, n_in: sums.n_in, n_out: sums.n_out }
    }
}

impl From<Figure> for formula::Figure {
    fn from(figure: Figure) -> Self {
        figure.ratio()
    }
}
