//! A predicate of any text: refused with a place inside it, or compiled and in agreement with the interpreter.
#![no_main]

use kernel::{Fact, FactSchema, FieldKind, FieldSpec, Value};
use libfuzzer_sys::fuzz_target;

const fn field(name: &'static str, kind: FieldKind, optional: bool) -> FieldSpec {
    FieldSpec { name, kind, optional, label: name, meaning: name }
}

static THING: FactSchema = FactSchema {
    subject: "thing",
    label: "vật",
    fields: &[
        field("b", FieldKind::Bool, false),
        field("i", FieldKind::Int, false),
        field("t", FieldKind::Text, false),
        field("d", FieldKind::Date, false),
        field("ob", FieldKind::Bool, true),
        field("oi", FieldKind::Int, true),
        field("ot", FieldKind::Text, true),
        field("od", FieldKind::Date, true),
    ],
};

fuzz_target!(|text: &str| {
    let predicate = match formula::check(&THING, text) {
        Ok(predicate) => predicate,
        Err(refusal) => {
            let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
            assert!(refusal.line <= lines && !refusal.message.is_empty() && !refusal.sample.is_empty());
            return;
        }
    };
    assert!(!predicate.words(&THING).is_empty());
    let full = formula::sample_fact(&THING);
    let optional = THING.fields.iter().zip(full.0.iter());
    let bare = Fact(optional.map(|(field, value)| if field.optional { Value::Null } else { value.clone() }).collect());
    for fact in [full, bare] {
        let judged = formula::judge(&THING, text, &fact);
        assert_eq!(predicate.eval(&fact).ok(), judged.ok(), "on {fact:?}");
    }
});
