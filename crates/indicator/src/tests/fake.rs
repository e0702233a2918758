//! A context without tables: facts in memory, with all they ever were, and acts that change them at random.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use kernel::{Acting, AgencyId, Date, Fact, FactChange, FactSchema, FieldKind, FieldSpec, Instant, Value};
use store::{FactPage, FactQuery, HistoryPage, Measure, Migration, Record, StoreError, Tx};

use crate::{Engine, acts};

const fn field(name: &'static str, kind: FieldKind, optional: bool) -> FieldSpec {
    FieldSpec { name, kind, optional, label: name, meaning: name }
}

/// The fields that the shipped indicators name, as the contexts publish them.
pub(super) static DOSSIER: FactSchema = FactSchema {
    subject: "dossier",
    label: "hồ sơ",
    fields: &[
        field("unit_id", FieldKind::Int, false),
        field("procedure", FieldKind::Text, false),
        field("sector", FieldKind::Text, false),
        field("case_code", FieldKind::Text, false),
        field("channel", FieldKind::Text, false),
        field("online_level", FieldKind::Int, false),
        field("online_eligible", FieldKind::Bool, false),
        field("postal_eligible", FieldKind::Bool, false),
        field("received_on", FieldKind::Date, false),
        field("registered_on", FieldKind::Date, false),
        field("due_on", FieldKind::Date, true),
        field("status", FieldKind::Int, false),
        field("finished_on", FieldKind::Date, true),
        field("returned_on", FieldKind::Date, true),
        field("refused_on", FieldKind::Date, true),
        field("withdrawn_on", FieldKind::Date, true),
        field("ended_on", FieldKind::Date, true),
        field("timeliness", FieldKind::Text, true),
        field("n_supplements", FieldKind::Int, false),
        field("n_extensions", FieldKind::Int, false),
        field("index_late", FieldKind::Bool, false),
        field("paused", FieldKind::Bool, false),
        field("result_published_on", FieldKind::Date, true),
        field("result_signed", FieldKind::Bool, false),
        field("handling_days", FieldKind::Int, true),
        field("payable", FieldKind::Bool, false),
        field("paid_online", FieldKind::Bool, false),
    ],
};

/// The facts of postal orders.
static POSTAL: FactSchema = FactSchema {
    subject: "postal",
    label: "bưu gửi",
    fields: &[
        field("unit_id", FieldKind::Int, false),
        field("delivered_on", FieldKind::Date, true),
        field("timeliness", FieldKind::Text, true),
    ],
};

/// The facts of questions to others.
static CONSULTATION: FactSchema = FactSchema {
    subject: "consultation",
    label: "yêu cầu phối hợp",
    fields: &[
        field("unit_id", FieldKind::Int, false),
        field("direction", FieldKind::Text, false),
        field("outside", FieldKind::Bool, false),
        field("ended_on", FieldKind::Date, true),
        field("timeliness", FieldKind::Text, true),
        field("withdrawn", FieldKind::Bool, false),
    ],
};

/// The facts of procedures.
pub(super) static PROCEDURE: FactSchema = FactSchema {
    subject: "procedure",
    label: "thủ tục hành chính",
    fields: &[
        field("code", FieldKind::Text, false),
        field("sector", FieldKind::Text, false),
        field("unit_id", FieldKind::Int, false),
        field("in_force_on", FieldKind::Date, false),
        field("ended_on", FieldKind::Date, true),
        field("online_level", FieldKind::Int, false),
        field("online_eligible", FieldKind::Bool, false),
        field("national_portal", FieldKind::Bool, false),
        field("postal", FieldKind::Bool, false),
        field("process_published", FieldKind::Bool, false),
        field("n_cases", FieldKind::Int, false),
    ],
};

type History = Vec<(Date, Option<Fact>)>;

/// Facts in memory.
pub(super) struct Fake {
    pub(super) schema: &'static FactSchema,
    subjects: Mutex<BTreeMap<(AgencyId, i64), History>>,
    /// Facts handed out so far, to whoever asked.
    handed: AtomicUsize,
}

impl Fake {
    pub(super) fn new(schema: &'static FactSchema) -> Arc<Self> {
        Arc::new(Self { schema, subjects: Mutex::default(), handed: AtomicUsize::new(0) })
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<(AgencyId, i64), History>> {
        self.subjects.lock().unwrap()
    }

    /// An act: the subject becomes `after` on `day`. The facts are changed while the act still holds its locks, as
    /// a context's rows would be.
    pub(super) fn change(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        (id, day): (i64, Date),
        after: Option<Fact>,
    ) -> Result<(), StoreError> {
        let before = self.held().get(&(agency, id)).and_then(|states| states.last()?.1.clone());
        tx.announce(&FactChange {
            agency,
            subject: self.schema.subject,
            id,
            known_on: day,
            before,
            after: after.clone(),
        })?;
        let mut subjects = self.held();
        let states = subjects.entry((agency, id)).or_default();
        match states.last_mut() {
            Some((last, state)) if *last == day => *state = after,
            _ => states.push((day, after)),
        }
        Ok(())
    }

    /// All facts of an agency as known at the end of `day`.
    pub(super) fn known(&self, agency: AgencyId, day: Date) -> Vec<(i64, Fact)> {
        self.known_where(agency, day, i64::MIN, i64::MAX, |_| true)
    }

    /// At most `most` facts with an id above `after` that pass.
    fn known_where(
        &self,
        agency: AgencyId,
        day: Date,
        after: i64,
        most: i64,
        passes: impl Fn(&Fact) -> bool,
    ) -> Vec<(i64, Fact)> {
        let subjects = self.held();
        let own = subjects.range((agency, after.saturating_add(1))..=(agency, i64::MAX));
        let known = own.filter_map(|((_, id), states)| {
            let known = states.iter().take_while(|(since, _)| *since <= day).last()?;
            known.1.as_ref().filter(|fact| passes(fact)).map(|fact| (*id, fact.clone()))
        });
        known.take(usize::try_from(most).unwrap()).collect()
    }

    /// How many facts were handed out since this was last asked.
    pub(super) fn handed_out(&self) -> usize {
        self.handed.swap(0, Ordering::Relaxed)
    }

    fn hand_out(&self, facts: Vec<(i64, Fact)>, most: i64) -> FactPage {
        self.handed.fetch_add(facts.len(), Ordering::Relaxed);
        let next = facts.last().map(|(id, _)| *id).filter(|_| facts.len() as i64 == most);
        FactPage { facts, next }
    }
}

impl Measure for Fake {
    fn schema(&self) -> &'static FactSchema {
        self.schema
    }

    fn on_day(
        &self,
        _: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        day: Date,
    ) -> Result<Vec<(i64, Fact)>, StoreError> {
        let mut facts = self.known(query.agency, query.as_of);
        facts.retain(|(_, fact)| fact.date(field) == Some(day));
        Ok(facts)
    }

    fn on_day_page(
        &self,
        _: &mut Tx<'_>,
        query: &FactQuery,
        (field, day): (usize, Date),
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let placed = |fact: &Fact| fact.date(field) == Some(day);
        Ok(self.hand_out(self.known_where(query.agency, query.as_of, after, most, placed), most))
    }

    fn page_lacking(
        &self,
        _: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        after: i64,
        most: i64,
    ) -> Result<Option<FactPage>, StoreError> {
        // As a context does: not every field has a list, and some facts of the list do not belong there.
        if self.schema.fields[field].name != "ended_on" {
            return Ok(None);
        }
        let listed = |fact: &Fact| fact.date(field).is_none() || fact.int(0) == Some(3);
        Ok(Some(self.hand_out(self.known_where(query.agency, query.as_of, after, most, listed), most)))
    }

    fn page(&self, _: &mut Tx<'_>, query: &FactQuery, after: i64, most: i64) -> Result<FactPage, StoreError> {
        let ids: Vec<i64> =
            self.held().keys().filter(|(agency, _)| *agency == query.agency).map(|key| key.1).collect();
        let ids: Vec<i64> = ids.into_iter().filter(|id| *id > after).take(most as usize).collect();
        let next = ids.last().copied().filter(|_| ids.len() as i64 == most);
        let ids: BTreeSet<i64> = ids.into_iter().collect();
        let mut facts = self.known(query.agency, query.as_of);
        facts.retain(|(id, _)| ids.contains(id));
        self.handed.fetch_add(facts.len(), Ordering::Relaxed);
        Ok(FactPage { facts, next })
    }

    fn records(&self, _: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError> {
        // One record in seven is not to be found: the figure must still list it.
        let shown = ids.iter().filter(|id| *id % 7 != 0);
        Ok(shown
            .map(|id| Record {
                id: *id,
                code: format!("HS-{id}"),
                title: format!("Hồ sơ số {id}"),
                href: format!("/ho-so/{id}"),
                note: "đúng hạn".to_owned(),
            })
            .collect())
    }

    fn history(
        &self,
        _: &mut Tx<'_>,
        agency: AgencyId,
        after: i64,
        most: i64,
    ) -> Result<HistoryPage, StoreError> {
        let subjects = self.held();
        let own = subjects.iter().filter(|((of, id), _)| *of == agency && *id > after);
        let subjects: Vec<_> =
            own.map(|((_, id), states)| (*id, states.clone())).take(most as usize).collect();
        let next = subjects.last().map(|(id, _)| *id).filter(|_| subjects.len() as i64 == most);
        Ok(HistoryPage { subjects, next })
    }
}

/// Both contexts and the engine over them.
#[derive(Clone)]
pub(super) struct World {
    pub(super) dossiers: Arc<Fake>,
    pub(super) procedures: Arc<Fake>,
    /// Subjects about which nothing happens here.
    quiet: [Arc<Fake>; 2],
    pub(super) engine: Arc<Engine>,
}

impl World {
    pub(super) fn new() -> Self {
        let (dossiers, procedures) = (Fake::new(&DOSSIER), Fake::new(&PROCEDURE));
        let quiet = [Fake::new(&POSTAL), Fake::new(&CONSULTATION)];
        let engine = engine_over(&dossiers, &procedures, &quiet);
        Self { dossiers, procedures, quiet, engine }
    }

    /// Another node: the same facts, an engine of its own.
    pub(super) fn other_node(&self) -> Self {
        let engine = engine_over(&self.dossiers, &self.procedures, &self.quiet);
        Self { engine, ..self.clone() }
    }

    pub(super) fn of(&self, subject: &str) -> &Arc<Fake> {
        let all = [&self.dossiers, &self.procedures].into_iter().chain(&self.quiet);
        all.into_iter().find(|fake| fake.schema.subject == subject).unwrap()
    }

    pub(super) fn import(&self, db: &store::Db, agency: AgencyId) {
        let (engine, acting) = (self.engine.clone(), acting(agency));
        db.write_now(move |tx| acts::import(tx, &engine, &acting, crate::builtin())).unwrap();
    }
}

fn engine_over(dossiers: &Arc<Fake>, procedures: &Arc<Fake>, quiet: &[Arc<Fake>; 2]) -> Arc<Engine> {
    let all = [dossiers, procedures].into_iter().chain(quiet);
    Engine::new(all.map(|fake| fake.clone() as Arc<dyn Measure>).collect())
}

pub(super) fn migrations() -> Vec<Migration> {
    [store::MIGRATIONS, crate::MIGRATIONS].concat()
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The program itself, with every permission, at noon of 15/03/2022.
pub(super) fn acting(agency: AgencyId) -> Acting {
    Acting {
        agency,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::new(BTreeSet::from(["indicator.see", "indicator.edit"])),
        at: Instant::parse("2022-03-15T12:00").unwrap(),
    }
}

/// A small stream of numbers.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    /// A value that fits the field; the days lie within three months.
    fn value(&mut self, field: &FieldSpec) -> Value {
        if field.optional && self.roll(10) < 4 {
            return Value::Null;
        }
        match (field.name, field.kind) {
            ("unit_id", _) => Value::Int(1 + self.roll(3) as i64),
            ("status", _) => Value::Int(1 + self.roll(10) as i64),
            ("online_level", _) => Value::Int(1 + self.roll(4) as i64),
            (_, FieldKind::Int) => Value::Int(self.roll(4) as i64),
            (_, FieldKind::Bool) => Value::Bool(self.roll(2) == 0),
            ("channel", _) => ["counter", "online", "postal"][self.roll(3) as usize].into(),
            ("timeliness", _) => ["early", "on_time", "late"][self.roll(3) as usize].into(),
            (_, FieldKind::Text) => ["A", "B"][self.roll(2) as usize].into(),
            (_, FieldKind::Date) => Value::Date(day("2022-01-01").plus(self.roll(90) as i32)),
        }
    }

    /// A fact of `schema`; mostly `before` with a few fields changed, as acts do.
    pub(super) fn fact(&mut self, schema: &FactSchema, before: Option<&Fact>) -> Fact {
        let few = before.filter(|_| self.roll(4) > 0);
        let values = schema.fields.iter().enumerate().map(|(at, field)| match few {
            Some(fact) if self.roll(4) > 0 => fact.get(at).clone(),
            _ => self.value(field),
        });
        Fact(values.collect())
    }
}
