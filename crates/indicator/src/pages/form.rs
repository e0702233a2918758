//! The editor's form: a definition field by field, what was typed and what is wrong with it.

use formula::{Better, Exclusion, IndicatorDefinition, Problem, check};
use kernel::{FactSchema, FieldKind};
use web::{Choice, Field, FieldErrors, Fields};

use super::capital;

/// The value of the control that places records in time, where the indicator is a stock.
const STOCK: &str = "=";
/// Empty rows for new exclusions.
const SPARE: usize = 2;

/// A definition as it is typed.
#[derive(Debug, Clone, Default)]
pub(super) struct DefinitionForm {
    title: String,
    counts: String,
    meets: String,
    excluded: Vec<(String, String)>,
    on: String,
    unit: String,
    decimals: String,
    better: String,
    numerator: String,
    denominator: String,
    legal_basis: String,
    note: String,
}

/// A control that holds an expression.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) field: Field,
    /// The line with a mark under the wrong place.
    pub(super) marked: Option<String>,
    /// What the expression says, in words.
    pub(super) words: Option<String>,
}

/// The controls.
#[derive(Debug)]
pub(super) struct Controls {
    pub(super) title: Field,
    pub(super) counts: Expression,
    pub(super) meets: Expression,
    pub(super) excluded: Vec<(Expression, Field)>,
    pub(super) on: (Field, Vec<Choice>),
    pub(super) unit: Field,
    pub(super) decimals: Field,
    pub(super) better: (Field, Vec<Choice>),
    pub(super) numerator: Field,
    pub(super) denominator: Field,
    pub(super) legal_basis: Field,
    pub(super) note: Field,
}

impl DefinitionForm {
    /// What the stored definition says.
    pub(super) fn of(definition: &IndicatorDefinition) -> Self {
        let pair = |exclusion: &Exclusion| (exclusion.when.clone(), exclusion.reason.clone());
        Self {
            title: definition.title.clone(),
            counts: definition.counts.clone(),
            meets: definition.meets.clone().unwrap_or_default(),
            excluded: definition.excluded.iter().map(pair).collect(),
            on: definition.on.clone().unwrap_or_else(|| STOCK.to_owned()),
            unit: definition.unit.clone(),
            decimals: definition.decimals.to_string(),
            better: better_code(definition.better).to_owned(),
            numerator: definition.numerator.clone(),
            denominator: definition.denominator.clone(),
            legal_basis: definition.legal_basis.join("\n"),
            note: definition.note.clone(),
        }
    }

    /// What was sent; rows of exclusions that are empty are left out.
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        let whens = fields.all("excluded_when");
        let excluded = whens
            .zip(fields.all("excluded_reason"))
            .filter(|(when, reason)| !when.is_empty() || !reason.is_empty())
            .map(|(when, reason)| (when.to_owned(), reason.to_owned()));
        Self {
            title: text("title"),
            counts: text("counts"),
            meets: text("meets"),
            excluded: excluded.collect(),
            on: text("on"),
            unit: text("unit"),
            decimals: text("decimals"),
            better: text("better"),
            numerator: text("numerator"),
            denominator: text("denominator"),
            legal_basis: text("legal_basis"),
            note: text("note"),
        }
    }

    /// The definition: `base` with what was typed.
    pub(super) fn parse(&self, base: &IndicatorDefinition) -> Result<IndicatorDefinition, FieldErrors> {
        let mut errors = FieldErrors::new();
        let decimals = self.decimals.parse().unwrap_or_else(|_| {
            errors.add("decimals", "Nhập số chữ số thập phân, từ 0 đến 4");
            0
        });
        let better = match self.better.as_str() {
            "lower" => Better::Lower,
            "higher" => Better::Higher,
            _ => {
                errors.add("better", "Chọn chiều hướng");
                Better::Higher
            }
        };
        let stock = self.on == STOCK;
        let exclusion =
            |(when, reason): &(String, String)| Exclusion { when: when.clone(), reason: reason.clone() };
        errors.or(IndicatorDefinition {
            title: self.title.clone(),
            counts: self.counts.clone(),
            meets: Some(self.meets.clone()).filter(|text| !text.is_empty()),
            excluded: self.excluded.iter().map(exclusion).collect(),
            on: (!stock).then(|| self.on.clone()),
            stock,
            unit: self.unit.clone(),
            decimals,
            better,
            numerator: self.numerator.clone(),
            denominator: self.denominator.clone(),
            legal_basis: self
                .legal_basis
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
            note: self.note.clone(),
            ..base.clone()
        })
    }

    /// The controls with what was typed and what is wrong.
    pub(super) fn controls(&self, schema: &'static FactSchema, errors: &FieldErrors) -> Controls {
        let field = |name: &str, label: &str, value: &str| {
            Field::new(name, label, value).with_error(errors.get(name))
        };
        let expression = |name: &str, label: &str, value: &str, hint: &str| {
            expression(schema, field(name, label, value).with_hint(hint))
        };
        let spare = std::iter::repeat_n((String::new(), String::new()), SPARE);
        let rows = self.excluded.iter().cloned().chain(spare).enumerate();
        Controls {
            title: field("title", "Tên chỉ số", &self.title),
            counts: expression(
                "counts",
                "Điều kiện được tính (mẫu số)",
                &self.counts,
                "Viết true nếu tính mọi bản ghi.",
            ),
            meets: expression(
                "meets",
                "Điều kiện đạt (tử số)",
                &self.meets,
                "Để trống nếu chỉ đếm số lượng, không tính tỷ lệ.",
            ),
            excluded: rows
                .map(|(at, (when, reason))| exclusion_row(schema, errors, at, when, reason))
                .collect(),
            on: (field("on", "Tính vào ngày", &self.on), placements(schema, &self.on)),
            unit: field("unit", "Đơn vị tính", &self.unit)
                .with_hint("Ghi % cho tỷ lệ, hoặc tên vật được đếm."),
            decimals: field("decimals", "Số chữ số thập phân", &self.decimals),
            better: (
                field("better", "Chiều hướng", &self.better),
                Choice::list(
                    [Better::Higher, Better::Lower]
                        .map(|way| (better_code(way), crate::listing::better(way))),
                    &self.better,
                ),
            ),
            numerator: field("numerator", "Tử số là gì", &self.numerator),
            denominator: field("denominator", "Mẫu số là gì", &self.denominator),
            legal_basis: field("legal_basis", "Căn cứ", &self.legal_basis).with_hint("Mỗi dòng một căn cứ."),
            note: field("note", "Điều người đọc cần biết", &self.note),
        }
    }
}

fn exclusion_row(
    schema: &'static FactSchema,
    errors: &FieldErrors,
    at: usize,
    when: String,
    reason: String,
) -> (Expression, Field) {
    let number = at + 1;
    let control = |part: &str, label: String, value: String| {
        let id = format!("excluded-{at}-{part}");
        let mut field = Field::new(&id, &label, value).with_error(errors.get(&id));
        field.name = format!("excluded_{part}");
        field
    };
    let when = control("when", format!("Loại trừ {number}: điều kiện"), when);
    let reason = control("reason", format!("Loại trừ {number}: lý do"), reason);
    (expression(schema, when), reason)
}

/// The control with the mark under the wrong place, or with the words of what it says.
fn expression(schema: &'static FactSchema, field: Field) -> Expression {
    if field.value.is_empty() {
        return Expression { field, marked: None, words: None };
    }
    match check(schema, &field.value) {
        Ok(predicate) => Expression { words: Some(capital(&predicate.words(schema))), marked: None, field },
        Err(refusal) => Expression { marked: Some(refusal.marked()), words: None, field },
    }
}

const fn better_code(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
    }
}

fn placements(schema: &'static FactSchema, current: &str) -> Vec<Choice> {
    let dates = schema.fields.iter().filter(|field| field.kind == FieldKind::Date);
    let dates = dates.map(|field| (field.name, capital(field.label)));
    let stock = (STOCK, "Không theo ngày: trạng thái tại một ngày".to_owned());
    Choice::list(dates.chain([stock]), current)
}

/// What the compiler found, at the controls. A place inside an expression is said in words too.
pub(super) fn errors_of(problems: &[Problem]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for problem in problems {
        let message = match problem.place {
            Some((line, column)) => format!("Dòng {line}, cột {column}: {}", problem.message),
            None => capital(&problem.message),
        };
        errors.add(&problem.field.replace('.', "-"), message);
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_survives_the_form() {
        for (file, text) in crate::builtin() {
            let definition: IndicatorDefinition = toml::from_str(text).unwrap();
            let form = DefinitionForm::of(&definition);
            assert_eq!(form.parse(&definition).unwrap(), definition, "{file}");
        }
    }
}
