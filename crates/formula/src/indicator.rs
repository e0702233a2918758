//! A compiled indicator: decides for one fact whether it counts and meets, and for one change what is added to
//! the counters. Everything a figure consists of comes through here, so that counters and evidence agree.

use std::sync::Arc;

use kernel::{Date, Fact, FactSchema};

use crate::checker::{Checker, Problem};
use crate::definition::IndicatorDefinition;
use crate::error::EvalError;
use crate::field_set::FieldSet;
use crate::predicate::Predicate;

/// The reason shown for a record on which a predicate has no value (overflow, division by zero).
pub const UNDECIDABLE: &str = "công thức không tính được trên bản ghi này";

/// Where a record stands in an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Does not count.
    Outside,
    /// Taken out, for the reason of this number ([`CompiledIndicator::reason`]).
    Excluded(usize),
    /// In the denominator only.
    Missed,
    /// In the denominator and the numerator.
    Met,
}

/// A change of one counter row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delta {
    /// The unit whose row it is.
    pub unit: i64,
    /// The day of the row.
    pub day: Date,
    /// Added to the denominator.
    pub denominator: i64,
    /// Added to the numerator.
    pub numerator: i64,
    /// Added to the excluded.
    pub excluded: i64,
}

/// The counter rows one change touches: none, one, or two (the record moved to another day or unit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deltas {
    first: Option<Delta>,
    second: Option<Delta>,
}

impl Deltas {
    /// Whether nothing changes.
    pub const fn is_empty(&self) -> bool {
        self.first.is_none() && self.second.is_none()
    }
}

impl IntoIterator for Deltas {
    type Item = Delta;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<Delta>, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        [self.first, self.second].into_iter().flatten()
    }
}

/// An indicator ready to count.
#[derive(Debug)]
pub struct CompiledIndicator {
    /// Its definition.
    pub definition: Arc<IndicatorDefinition>,
    /// The schema of the facts it counts.
    pub schema: &'static FactSchema,
    counts: Predicate,
    meets: Option<Predicate>,
    excluded: Vec<Predicate>,
    on: Option<usize>,
    unit: usize,
    reads: FieldSet,
}

impl CompiledIndicator {
    /// Checks `definition` against the facts it counts and compiles it; all problems at once.
    pub fn compile(
        definition: IndicatorDefinition,
        schema: &'static FactSchema,
    ) -> Result<Self, Vec<Problem>> {
        let mut check = Checker { schema, problems: Vec::new() };
        check.texts(&definition);
        let counts = check.predicate("counts", &definition.counts);
        let meets = definition.meets.as_ref().map(|text| check.predicate("meets", text));
        let excluded: Vec<_> = definition
            .excluded
            .iter()
            .enumerate()
            .map(|(number, exclusion)| {
                check.required(&format!("excluded.{number}.reason"), &exclusion.reason);
                check.predicate(&format!("excluded.{number}.when"), &exclusion.when)
            })
            .collect();
        let on = check.placement(&definition, counts.as_ref());
        let unit = check.unit_field(&definition.per_unit);
        let excluded: Option<Vec<_>> = excluded.into_iter().collect();
        match (check.problems.is_empty(), counts, excluded) {
            (true, Some(counts), Some(excluded)) => {
                let meets = meets.flatten();
                let parts = [Some(&counts), meets.as_ref()].into_iter().flatten().chain(&excluded);
                let mut reads = parts.fold(FieldSet::of(unit), |set, part| set.union(*part.reads()));
                if let Some(on) = on {
                    reads.insert(on);
                }
                Ok(Self {
                    definition: Arc::new(definition),
                    schema,
                    counts,
                    meets,
                    excluded,
                    on,
                    unit,
                    reads,
                })
            }
            _ => Err(check.problems),
        }
    }

    /// The fields a change must touch to matter here.
    pub const fn reads(&self) -> &FieldSet {
        &self.reads
    }

    /// The number of the field that places a record in time; `None` for a stock.
    pub const fn on(&self) -> Option<usize> {
        self.on
    }

    /// The predicate of the denominator.
    pub const fn counts(&self) -> &Predicate {
        &self.counts
    }

    /// The predicate of the numerator; `None` for a plain count.
    pub const fn meets(&self) -> Option<&Predicate> {
        self.meets.as_ref()
    }

    /// The predicates of the exclusions, in the order of the definition.
    pub fn excluded(&self) -> &[Predicate] {
        &self.excluded
    }

    /// The Vietnamese reason of exclusion number `index`.
    pub fn reason(&self, index: usize) -> &str {
        self.definition.excluded.get(index).map_or(UNDECIDABLE, |exclusion| &exclusion.reason)
    }

    /// Where `fact` stands. A record of a flow without its date stands outside.
    pub fn classify(&self, fact: &Fact) -> Membership {
        if self.on.is_some_and(|on| fact.date(on).is_none()) || fact.int(self.unit).is_none() {
            return Membership::Outside;
        }
        // A record nobody can decide is neither met nor missed: it is shown among the excluded, with the reason.
        self.decide(fact).unwrap_or(Membership::Excluded(self.excluded.len()))
    }

    fn decide(&self, fact: &Fact) -> Result<Membership, EvalError> {
        if !self.counts.eval(fact)? {
            return Ok(Membership::Outside);
        }
        for (index, excluded) in self.excluded.iter().enumerate() {
            if excluded.eval(fact)? {
                return Ok(Membership::Excluded(index));
            }
        }
        match &self.meets {
            Some(meets) if !meets.eval(fact)? => Ok(Membership::Missed),
            _ => Ok(Membership::Met),
        }
    }

    /// The day on which a flow counts `fact`; `None` for a stock and for a fact without the date.
    pub fn place(&self, fact: &Fact) -> Option<Date> {
        fact.date(self.on?)
    }

    /// The unit whose record `fact` is.
    pub fn unit(&self, fact: &Fact) -> Option<i64> {
        fact.int(self.unit)
    }

    /// What a change adds to the counters. A flow's row stands on the record's own date; a stock's on
    /// `known_on`, the day on which the change happened. Does not allocate.
    pub fn delta(&self, before: Option<&Fact>, after: Option<&Fact>, known_on: Date) -> Deltas {
        if let (Some(before), Some(after)) = (before, after)
            && self.reads.iter().all(|field| before.get(field) == after.get(field))
        {
            return Deltas::default();
        }
        let removed = before.and_then(|fact| self.row(fact, -1, known_on));
        let added = after.and_then(|fact| self.row(fact, 1, known_on));
        match (removed, added) {
            (Some(removed), Some(added)) if (removed.unit, removed.day) == (added.unit, added.day) => {
                let net = Delta {
                    denominator: removed.denominator + added.denominator,
                    numerator: removed.numerator + added.numerator,
                    excluded: removed.excluded + added.excluded,
                    ..added
                };
                let zero = net.denominator == 0 && net.numerator == 0 && net.excluded == 0;
                Deltas { first: if zero { None } else { Some(net) }, second: None }
            }
            (first, second) => Deltas { first, second },
        }
    }

    fn row(&self, fact: &Fact, sign: i64, known_on: Date) -> Option<Delta> {
        let (denominator, numerator, excluded) = match self.classify(fact) {
            Membership::Outside => return None,
            Membership::Excluded(_) => (0, 0, sign),
            Membership::Missed => (sign, 0, 0),
            Membership::Met => (sign, sign, 0),
        };
        let day = if self.on.is_some() { self.place(fact)? } else { known_on };
        Some(Delta { unit: self.unit(fact)?, day, denominator, numerator, excluded })
    }
}
