//! The closures against the interpreter: random well-typed predicates on random facts give the same answer.

use kernel::{Date, Fact, FactSchema, FieldKind, FieldSpec, Value};
use proptest::prelude::*;

use crate::{compile, judge};

const fn field(name: &'static str, kind: FieldKind, optional: bool) -> FieldSpec {
    FieldSpec { name, kind, optional, label: name, meaning: name }
}

static THING: FactSchema = FactSchema {
    subject: "thing",
    label: "vật",
    fields: &[
        field("b", FieldKind::Bool, false),
        field("ob", FieldKind::Bool, true),
        field("i", FieldKind::Int, false),
        field("oi", FieldKind::Int, true),
        field("t", FieldKind::Text, false),
        field("ot", FieldKind::Text, true),
        field("d", FieldKind::Date, false),
        field("od", FieldKind::Date, true),
    ],
};

const TEXTS: [&str; 5] = ["", "a", "ab", "hồ sơ", "b a"];
const DATES: [&str; 4] = ["2021-12-31", "2022-01-01", "2022-02-28", "0999-10-10"];
const NUMBERS: [i64; 7] = [0, 1, -1, 2, 7, i64::MAX, i64::MIN + 1];
const COMPARE: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

/// Writes a predicate from a stream of choices; the empty stream gives the simplest one, so failures shrink.
struct Writer {
    choices: std::vec::IntoIter<u8>,
}

impl Writer {
    fn pick(&mut self, options: usize) -> usize {
        usize::from(self.choices.next().unwrap_or(0)) % options
    }

    fn of<'a>(&mut self, options: &[&'a str]) -> &'a str {
        options[self.pick(options.len())]
    }

    fn test(&mut self, depth: u32) -> String {
        if depth == 0 {
            return self.of(&["true", "thing.b", "false", "has(thing.oi)"]).to_owned();
        }
        let inner = depth - 1;
        match self.pick(14) {
            0 => self.of(&["thing.b", "true", "false"]).to_owned(),
            1 => format!("{} && {}", self.group(inner), self.group(inner)),
            2 => format!("{} || {}", self.group(inner), self.group(inner)),
            3 => format!("!{}", self.group(inner)),
            4 => format!("{} ? {} : {}", self.group(inner), self.group(inner), self.group(inner)),
            5 => format!("{} {} {}", self.group(inner), self.of(&["==", "!="]), self.group(inner)),
            6 => format!("{} {} {}", self.number(inner), self.of(&COMPARE), self.number(inner)),
            7 => format!("{} {} {}", self.text(inner), self.of(&COMPARE), self.text(inner)),
            8 => format!("{} {} {}", self.day(inner), self.of(&COMPARE), self.day(inner)),
            9 => format!("{} in [1, -1, 7]", self.number(inner)),
            10 => format!("{} in ['a', 'hồ sơ', '']", self.text(inner)),
            11 => format!("{} in ['2022-01-01', date('2021-12-31')]", self.day(inner)),
            12 => {
                let function = self.of(&["startsWith", "endsWith", "contains"]);
                format!("{}.{function}({})", self.text(inner), self.text(inner))
            }
            _ => self.guarded(),
        }
    }

    fn group(&mut self, depth: u32) -> String {
        format!("({})", self.test(depth))
    }

    /// A test on an optional field behind one of the guards the language accepts.
    fn guarded(&mut self) -> String {
        let (name, use_of) = [
            ("ob", "thing.ob"),
            ("oi", "thing.oi + 1 > thing.i"),
            ("ot", "thing.ot == 'ab'"),
            ("od", "days(thing.od, thing.d) >= 0"),
            ("od", "thing.od < date('2022-01-01')"),
        ][self.pick(5)];
        match self.pick(4) {
            0 => format!("has(thing.{name}) && {use_of}"),
            1 => format!("!has(thing.{name}) || {use_of}"),
            2 => format!("has(thing.{name}) ? {use_of} : thing.b"),
            _ => format!("(thing.b && has(thing.{name})) && (thing.i > 0 || {use_of})"),
        }
    }

    fn number(&mut self, depth: u32) -> String {
        if depth == 0 {
            let literal = NUMBERS[self.pick(NUMBERS.len())];
            return if self.pick(2) == 0 { "thing.i".to_owned() } else { format!("({literal})") };
        }
        let inner = depth - 1;
        match self.pick(5) {
            0 => "thing.i".to_owned(),
            1 => {
                let operator = self.of(&["+", "-", "*", "/", "%"]);
                format!("({} {operator} {})", self.number(inner), self.number(inner))
            }
            2 => format!("(-{})", self.number(inner)),
            3 => format!("days({}, {})", self.day(inner), self.day(inner)),
            _ => format!("({} ? {} : {})", self.group(inner), self.number(inner), self.number(inner)),
        }
    }

    fn text(&mut self, depth: u32) -> String {
        match self.pick(3) {
            1 if depth > 0 => {
                format!("({} ? {} : {})", self.group(depth - 1), self.text(depth - 1), self.text(depth - 1))
            }
            2 => format!("'{}'", self.of(&TEXTS)),
            _ => "thing.t".to_owned(),
        }
    }

    fn day(&mut self, depth: u32) -> String {
        match self.pick(3) {
            1 if depth > 0 => {
                format!("({} ? {} : {})", self.group(depth - 1), self.day(depth - 1), self.day(depth - 1))
            }
            2 => format!("date('{}')", self.of(&DATES)),
            _ => "thing.d".to_owned(),
        }
    }
}

fn facts() -> impl Strategy<Value = Fact> {
    let text = || prop::sample::select(&TEXTS[..]).prop_map(Value::from);
    let number = || prop::sample::select(&NUMBERS[..]).prop_map(Value::Int);
    let date =
        || prop::sample::select(&DATES[..]).prop_map(|text| Value::Date(text.parse::<Date>().unwrap()));
    let maybe = |value: BoxedStrategy<Value>| prop_oneof![Just(Value::Null), value];
    (
        any::<bool>().prop_map(Value::Bool),
        maybe(any::<bool>().prop_map(Value::Bool).boxed()),
        number(),
        maybe(number().boxed()),
        text(),
        maybe(text().boxed()),
        date(),
        maybe(date().boxed()),
    )
        .prop_map(|(b, ob, i, oi, t, ot, d, od)| Fact(Box::new([b, ob, i, oi, t, ot, d, od])))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn closures_and_interpreter_agree(
        choices in prop::collection::vec(any::<u8>(), 0..60),
        facts in prop::collection::vec(facts(), 3),
    ) {
        let text = Writer { choices: choices.into_iter() }.test(4);
        let predicate = compile(&THING, &text);
        prop_assert!(predicate.is_ok(), "{}: {:?}", text, predicate);
        let predicate = predicate.unwrap();
        for fact in &facts {
            let found = predicate.eval(fact);
            let judged = judge(&THING, &text, fact);
            prop_assert_eq!(found.ok(), judged.clone().ok(), "{} on {:?}: {:?} {:?}", text, fact, found, judged);
            let mut other = fact.clone();
            for (index, value) in other.0.iter_mut().enumerate() {
                if !predicate.reads().contains(index) {
                    *value = Value::Null;
                }
            }
            prop_assert_eq!(predicate.eval(&other), found, "{} reads more than it says", text);
            let rules_out = |index: usize| *fact.get(index) != Value::Null;
            if predicate.false_if_present().iter().any(rules_out) {
                prop_assert_eq!(found, Ok(false), "{} on {:?}", text, fact);
            }
        }
        prop_assert!(!predicate.words(&THING).is_empty());
    }

    #[test]
    fn any_text_is_either_compiled_or_refused_with_a_place(text in "\\PC{0,60}") {
        if let Err(error) = compile(&THING, &text) {
            prop_assert!(error.line >= 1 && error.column >= 1);
            prop_assert!(error.column <= text.chars().count() + 1, "{error} in {text}");
            prop_assert!(!error.message().is_empty() && !error.to_string().is_empty());
        }
    }

    #[test]
    fn texts_like_predicates_do_not_fall_over(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "thing", ".", "t", "i", "ot", "==", "<", "&&", "||", "!", "(", ")", "[", "]", "in", "'a'", "1", "-",
                "has", "days", "date", ",", "?", ":", "\n", " ", "{", "}", "null", "'", "\"", "1.5", "đ", "//", "\\",
            ]),
            0..40,
        ),
    ) {
        let text: String = words.concat();
        if let Ok(predicate) = compile(&THING, &text) {
            let fact = crate::sample_fact(&THING);
            prop_assert_eq!(predicate.eval(&fact).ok(), judge(&THING, &text, &fact).ok(), "{}", text);
        }
    }
}
