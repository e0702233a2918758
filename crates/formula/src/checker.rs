//! Checks a definition field by field, so that the editor and the command line show all mistakes at once.

use kernel::{FactSchema, FieldKind};

use crate::definition::IndicatorDefinition;
use crate::error::FormulaError;
use crate::predicate::{Predicate, compile};

/// What is wrong with one field of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field: `counts`, `excluded.0.when`.
    pub field: String,
    /// A stable code.
    pub code: &'static str,
    /// In Vietnamese, for the editor.
    pub message: String,
    /// In English, for the command line.
    pub english: String,
    /// The place inside a predicate, from 1.
    pub place: Option<(usize, usize)>,
}

/// Gathers the problems of one definition.
pub(crate) struct Checker {
    pub(crate) schema: &'static FactSchema,
    pub(crate) problems: Vec<Problem>,
}

impl Checker {
    fn problem(&mut self, field: &str, code: &'static str, message: &str, english: &str) {
        let (field, message, english) = (field.to_owned(), message.to_owned(), english.to_owned());
        self.problems.push(Problem { field, code, message, english, place: None });
    }

    pub(crate) fn required(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.problem(field, "required", "chưa nhập nội dung", "must not be empty");
        }
    }

    pub(crate) fn texts(&mut self, definition: &IndicatorDefinition) {
        let code = &definition.code;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if code.is_empty() || code.len() > 64 || !code.chars().all(plain) {
            self.problem(
                "code",
                "code",
                "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự",
                "must be lower-case ASCII letters, digits and hyphens, at most 64",
            );
        }
        if definition.version == 0 {
            self.problem("version", "version", "phiên bản bắt đầu từ 1", "versions start at 1");
        }
        if definition.subject != self.schema.subject {
            self.problem("subject", "subject", "không có loại bản ghi này", "unknown subject");
        }
        if definition.decimals > 4 {
            self.problem("decimals", "decimals", "tối đa 4 chữ số thập phân", "at most 4 decimals");
        }
        self.required("title", &definition.title);
        self.required("denominator", &definition.denominator);
        if definition.meets.is_some() {
            self.required("numerator", &definition.numerator);
        }
        let percent = definition.unit == IndicatorDefinition::PERCENT;
        if percent != definition.meets.is_some() || definition.unit.trim().is_empty() {
            self.problem(
                "unit",
                "unit",
                "đơn vị % đi với điều kiện đạt (meets); chỉ số đếm ghi tên vật được đếm",
                "`%` goes with `meets`; a count names the counted thing",
            );
        }
        if definition.legal_basis.iter().all(|basis| basis.trim().is_empty()) {
            self.problem("legal_basis", "required", "cần ghi căn cứ", "a legal basis is needed");
        }
    }

    pub(crate) fn predicate(&mut self, field: &str, text: &str) -> Option<Predicate> {
        match compile(self.schema, text) {
            Ok(predicate) => Some(predicate),
            Err(error) => {
                self.formula(field, &error);
                None
            }
        }
    }

    fn formula(&mut self, field: &str, error: &FormulaError) {
        self.problems.push(Problem {
            field: field.to_owned(),
            code: error.code(),
            message: error.message(),
            english: error.reason.to_string(),
            place: Some((error.line, error.column)),
        });
    }

    pub(crate) fn placement(
        &mut self,
        definition: &IndicatorDefinition,
        counts: Option<&Predicate>,
    ) -> Option<usize> {
        let name = match (&definition.on, definition.stock) {
            (None, true) => return None,
            (Some(name), false) => name,
            (Some(_), true) => {
                self.problem(
                    "on",
                    "placement",
                    "chỉ số trạng thái (stock) không có ngày phát sinh",
                    "a stock has no date field",
                );
                return None;
            }
            (None, false) => {
                self.problem(
                    "on",
                    "placement",
                    "cần chọn trường ngày phát sinh (on) hoặc đặt stock = true",
                    "either `on` or `stock = true` is needed",
                );
                return None;
            }
        };
        let index = self.schema.index(name);
        let spec = index.and_then(|index| self.schema.fields.get(index));
        let (Some(index), Some(spec)) = (index, spec.filter(|spec| spec.kind == FieldKind::Date)) else {
            self.problem(
                "on",
                "placement",
                &format!("“{name}” không phải là trường ngày"),
                &format!("`{name}` is not a date field"),
            );
            return None;
        };
        // Otherwise a record that counts would stand on no day, and the evidence would list what no figure holds.
        if spec.optional && counts.is_some_and(|counts| !counts.ensures().contains(index)) {
            let subject = self.schema.subject;
            self.problem("counts", "placement", &format!("trường “{name}” có thể chưa có giá trị; điều kiện tính (counts) phải bảo đảm có ngày này: thêm has({subject}.{name}) && …"), &format!("`counts` must ensure the date: add has({subject}.{name}) && ..."));
        }
        Some(index)
    }

    pub(crate) fn unit_field(&mut self, name: &str) -> usize {
        let index = self.schema.index(name);
        let spec = index.and_then(|index| self.schema.fields.get(index));
        match (index, spec) {
            (Some(index), Some(spec)) if spec.kind == FieldKind::Int && !spec.optional => index,
            _ => {
                self.problem(
                    "per_unit",
                    "per_unit",
                    &format!("“{name}” không phải là trường số luôn có giá trị"),
                    &format!("`{name}` is not a required integer field"),
                );
                0
            }
        }
    }
}
