//! The engine: holds the compiled indicators of each agency and counts every change of a fact in the transaction
//! of the act that made it.
//!
//! Definitions live in the database; the engine keeps them compiled under the number of their generation and
//! looks at that number in every transaction, so that an act never counts by definitions that are no longer in
//! use, on whichever node it runs. While a definition is being counted over older subjects, acts count the
//! subjects that the recount has passed and leave the others to it (see [`crate::recount`]).

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use formula::{CompiledIndicator, FieldSet, IndicatorDefinition};
use kernel::{AgencyId, FactChange, FactSchema, UnitId};
use store::tally::{Sums, TallyKey};
use store::{Measure, Observer, StoreError, Tx};

use crate::IndicatorError;
use crate::store::{self as rows, DefinitionRow};

/// The lock that acts share and that changes of definitions and recounts take alone (PostgreSQL only).
pub(crate) const LOCK: &str = "indicator";

/// An indicator in use.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Id of this version of the definition.
    pub id: i64,
    /// Number of the version, from 1.
    pub number: i64,
    /// Name of its counters: `ho-so-dung-han@1`.
    pub series: Arc<str>,
    /// False while it is being counted over older subjects: its figures are not complete yet.
    pub ready: bool,
    /// The definition, compiled.
    pub compiled: Arc<CompiledIndicator>,
}

impl Indicator {
    /// Its definition.
    pub fn definition(&self) -> &IndicatorDefinition {
        &self.compiled.definition
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.compiled.definition.code
    }

    /// Whether it counts a state at a date.
    pub fn is_stock(&self) -> bool {
        self.compiled.on().is_none()
    }
}

/// A definition in use that this program cannot compute.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Its code.
    pub code: String,
    /// Number of its version.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// What does not fit, in English, for the log and the command line.
    pub problem: String,
}

/// The indicators of an agency.
#[derive(Debug, Default)]
pub struct Set {
    generation: i64,
    /// By title.
    pub list: Vec<Indicator>,
    /// Those that cannot be computed.
    pub broken: Vec<Broken>,
    by_code: BTreeMap<String, usize>,
    by_subject: BTreeMap<String, Vec<usize>>,
}

impl Set {
    /// The indicator of a code.
    pub fn get(&self, code: &str) -> Option<&Indicator> {
        self.list.get(*self.by_code.get(code)?)
    }

    /// The indicators of a subject.
    pub fn of_subject(&self, subject: &str) -> impl Iterator<Item = &Indicator> {
        self.by_subject.get(subject).into_iter().flatten().filter_map(|at| self.list.get(*at))
    }

    fn add(&mut self, indicator: Indicator) {
        let at = self.list.len();
        self.by_code.insert(indicator.code().to_owned(), at);
        self.by_subject.entry(indicator.definition().subject.clone()).or_default().push(at);
        self.list.push(indicator);
    }
}

/// Counts, and answers what was counted. One for the whole program: `db.observe(engine.clone())` makes it count,
/// `extensions.insert(engine)` lets pages ask it.
pub struct Engine {
    measures: BTreeMap<&'static str, Arc<dyn Measure>>,
    sets: RwLock<BTreeMap<AgencyId, Arc<Set>>>,
    /// Compiled definitions by id; the text of a definition never changes.
    compiled: RwLock<BTreeMap<i64, Arc<CompiledIndicator>>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("subjects", &self.measures.keys()).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine over the facts that the contexts offer.
    pub fn new(measures: Vec<Arc<dyn Measure>>) -> Arc<Self> {
        let measures = measures.into_iter().map(|measure| (measure.schema().subject, measure)).collect();
        Arc::new(Self { measures, sets: RwLock::default(), compiled: RwLock::default() })
    }

    /// Reads an agency's definitions anew. Called once at start; later changes are noticed by themselves.
    pub fn load(&self, tx: &mut Tx<'_>, agency: AgencyId) -> Result<Arc<Set>, StoreError> {
        let mut set = Set { generation: rows::generation(tx, agency)?, ..Set::default() };
        for row in rows::active(tx, agency)? {
            match self.compile(&row) {
                Ok(compiled) => set.add(Indicator {
                    id: row.id,
                    number: row.number,
                    series: format!("{}@{}", row.code, row.number).into(),
                    ready: row.ready,
                    compiled,
                }),
                Err(problem) => {
                    tracing::warn!(indicator.code = row.code, problem, "an indicator cannot be computed");
                    set.broken.push(Broken { code: row.code, number: row.number, title: row.title, problem });
                }
            }
        }
        let set = Arc::new(set);
        self.sets.write().unwrap_or_else(PoisonError::into_inner).insert(agency, set.clone());
        Ok(set)
    }

    /// The definitions in use as this transaction sees them.
    pub fn current(&self, tx: &mut Tx<'_>, agency: AgencyId) -> Result<Arc<Set>, StoreError> {
        let generation = rows::generation(tx, agency)?;
        let held = self.sets.read().unwrap_or_else(PoisonError::into_inner).get(&agency).cloned();
        match held {
            Some(set) if set.generation == generation => Ok(set),
            _ => self.load(tx, agency),
        }
    }

    /// An indicator in use.
    pub fn indicator(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        code: &str,
    ) -> Result<Indicator, IndicatorError> {
        let set = self.current(tx, agency)?;
        if let Some(indicator) = set.get(code) {
            return Ok(indicator.clone());
        }
        match set.broken.iter().find(|broken| broken.code == code) {
            Some(broken) => {
                Err(IndicatorError::Broken { code: code.to_owned(), problem: broken.problem.clone() })
            }
            None => Err(IndicatorError::Unknown(code.to_owned())),
        }
    }

    /// The facts of a subject.
    pub fn measure(&self, subject: &str) -> Result<&Arc<dyn Measure>, IndicatorError> {
        self.measures.get(subject).ok_or_else(|| IndicatorError::UnknownSubject {
            subject: subject.to_owned(),
            known: self.measures.keys().copied().collect::<Vec<_>>().join(", "),
        })
    }

    /// The schemas of all subjects.
    pub fn schemas(&self) -> Vec<&'static FactSchema> {
        self.measures.values().map(|measure| measure.schema()).collect()
    }

    fn compile(&self, row: &DefinitionRow) -> Result<Arc<CompiledIndicator>, String> {
        let held = self.compiled.read().unwrap_or_else(PoisonError::into_inner).get(&row.id).cloned();
        if let Some(compiled) = held {
            return Ok(compiled);
        }
        let compiled = formula::load(&row.code, &row.body, &self.schemas())
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let compiled = Arc::new(compiled);
        self.compiled.write().unwrap_or_else(PoisonError::into_inner).insert(row.id, compiled.clone());
        Ok(compiled)
    }

    fn count(&self, tx: &mut Tx<'_>, change: &FactChange) -> Result<(), StoreError> {
        tx.lock_shared(change.agency, LOCK)?;
        let set = self.current(tx, change.agency)?;
        let changed = match (&change.before, &change.after) {
            (Some(before), Some(after)) => Some(FieldSet::changed(before, after)),
            _ => None,
        };
        for indicator in set.of_subject(change.subject) {
            if changed.is_some_and(|changed| !indicator.compiled.reads().intersects(changed)) {
                continue;
            }
            if !indicator.ready && change.id > rows::backfill(tx, indicator.id)?.reached {
                continue;
            }
            add(
                tx,
                change.agency,
                indicator,
                (change.before.as_ref(), change.after.as_ref()),
                change.known_on,
            );
        }
        Ok(())
    }
}

/// Adds to the counters what a change of one fact makes of them.
fn add(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    indicator: &Indicator,
    (before, after): (Option<&kernel::Fact>, Option<&kernel::Fact>),
    known_on: kernel::Date,
) {
    for (key, sums) in changes(agency, indicator, (before, after), known_on) {
        tx.tally(key, sums);
    }
}

/// What a change of one fact adds to which counters.
pub(crate) fn changes(
    agency: AgencyId,
    indicator: &Indicator,
    (before, after): (Option<&kernel::Fact>, Option<&kernel::Fact>),
    known_on: kernel::Date,
) -> impl Iterator<Item = (TallyKey, Sums)> {
    let deltas = indicator.compiled.delta(before, after, known_on);
    let series = indicator.series.clone();
    deltas.into_iter().map(move |delta| {
        let key =
            TallyKey { agency, series: series.clone(), unit: UnitId(delta.unit), day: delta.day, known_on };
        (key, Sums { n_of: delta.denominator, n_in: delta.numerator, n_out: delta.excluded })
    })
}

impl Observer for Engine {
    fn fact_changed(&self, tx: &mut Tx<'_>, change: &FactChange) -> Result<(), StoreError> {
        self.count(tx, change)
    }
}
