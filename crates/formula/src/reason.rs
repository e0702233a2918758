//! Every reason a predicate is refused for: a stable English code, an English line for the log and the command
//! line, a Vietnamese sentence for the person who edits the predicate.

use std::fmt;

use kernel::FieldKind;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// A civil date.
    Date,
}

impl Kind {
    /// In Vietnamese.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Bool => "đúng/sai",
            Self::Int => "số nguyên",
            Self::Text => "chữ",
            Self::Date => "ngày",
        }
    }

    const fn english(self) -> &'static str {
        match self {
            Self::Bool => "a truth value",
            Self::Int => "an integer",
            Self::Text => "text",
            Self::Date => "a date",
        }
    }
}

impl From<FieldKind> for Kind {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Bool => Self::Bool,
            FieldKind::Int => Self::Int,
            FieldKind::Text => Self::Text,
            FieldKind::Date => Self::Date,
        }
    }
}

/// Why a text is refused as a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing is written.
    Empty,
    /// Longer or deeper than a predicate may be.
    TooLarge,
    /// The schema has more fields than can be counted.
    WideSchema,
    /// Not CEL.
    Syntax {
        /// What stands at the place, empty at the end of the text.
        near: String,
        /// What was probably meant, in Vietnamese.
        hint: Option<&'static str>,
    },
    /// A name that is not the subject.
    UnknownName {
        /// The name.
        name: String,
        /// The name of the subject.
        subject: String,
        /// The field that was probably meant.
        field: Option<String>,
    },
    /// A field the subject does not have.
    UnknownField {
        /// The name.
        name: String,
        /// The field that was probably meant.
        near: Option<String>,
        /// All fields.
        fields: Vec<&'static str>,
    },
    /// A function the language does not have.
    UnknownFunction {
        /// The name.
        name: String,
        /// The function that was probably meant.
        near: Option<&'static str>,
    },
    /// A known function used in another way.
    Usage {
        /// How it is used, an example.
        example: &'static str,
    },
    /// CEL, but not of the language of predicates.
    Unsupported {
        /// What it is, in Vietnamese.
        what: &'static str,
        /// The same in English.
        english: &'static str,
    },
    /// The subject itself stands where a field is needed.
    BareSubject {
        /// The subject.
        subject: String,
    },
    /// Another type is needed here.
    Expected {
        /// The needed type.
        expected: Kind,
        /// The type of what is written.
        found: Kind,
    },
    /// Values of two types are compared.
    Incomparable {
        /// Left.
        left: Kind,
        /// Right.
        right: Kind,
    },
    /// Truth values have no order.
    NoOrder,
    /// The whole is not a truth value.
    NotATest {
        /// Its type.
        found: Kind,
    },
    /// Text that should be a date is none.
    BadDate {
        /// The text.
        text: String,
    },
    /// The list after `in` holds something else than fixed values.
    NotConstant,
    /// The list after `in` is empty.
    EmptyList,
    /// A field that may be absent is used without asking whether it is there.
    Unguarded {
        /// The subject.
        subject: String,
        /// The field.
        field: &'static str,
    },
    /// Compared with null.
    Null,
}

impl Reason {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::WideSchema => "wide_schema",
            Self::Syntax { .. } => "syntax",
            Self::UnknownName { .. } => "unknown_name",
            Self::UnknownField { .. } => "unknown_field",
            Self::UnknownFunction { .. } => "unknown_function",
            Self::Usage { .. } => "usage",
            Self::Unsupported { .. } => "unsupported",
            Self::BareSubject { .. } => "bare_subject",
            Self::Expected { .. } | Self::Incomparable { .. } | Self::NoOrder => "type",
            Self::NotATest { .. } => "not_a_test",
            Self::BadDate { .. } => "bad_date",
            Self::NotConstant => "not_constant",
            Self::EmptyList => "empty_list",
            Self::Unguarded { .. } => "unguarded",
            Self::Null => "null",
        }
    }

    /// The reason and its remedy in Vietnamese.
    pub fn vietnamese(&self) -> String {
        match self {
            Self::Empty => "chưa nhập điều kiện; muốn tính mọi bản ghi thì viết true".into(),
            Self::TooLarge => {
                "điều kiện quá dài hoặc lồng nhau quá sâu; hãy rút gọn hoặc tách thành nhiều chỉ số".into()
            }
            Self::WideSchema => "loại bản ghi này có quá nhiều trường để đưa vào công thức".into(),
            Self::Syntax { near, hint } => syntax_vi(near, *hint),
            Self::UnknownName { name, subject, field } => unknown_name_vi(name, subject, field.as_deref()),
            Self::UnknownField { name, near: Some(near), .. } => {
                format!("không có trường “{name}”; có phải “{near}” không?")
            }
            Self::UnknownField { name, fields, .. } => {
                format!("không có trường “{name}”; các trường dùng được: {}", fields.join(", "))
            }
            Self::UnknownFunction { name, near: Some(near) } => {
                format!("không có hàm “{name}”; có phải “{near}” không?")
            }
            Self::UnknownFunction { name, near: None } => {
                format!("không có hàm “{name}”; các hàm dùng được: {}", FUNCTIONS.join(", "))
            }
            Self::Usage { example } => format!("dùng hàm chưa đúng cách; ví dụ đúng: {example}"),
            Self::Unsupported { what, .. } => format!("công thức không dùng {what}"),
            Self::BareSubject { subject } => {
                format!("cần tên trường sau “{subject}”, ví dụ {subject}.unit_id")
            }
            Self::Expected { expected, found } => {
                format!("ở đây cần {}, nhưng biểu thức cho {}", expected.vietnamese(), found.vietnamese())
            }
            Self::Incomparable { left: Kind::Date, right: Kind::Text }
            | Self::Incomparable { left: Kind::Text, right: Kind::Date } => {
                "không so sánh được ngày với chữ; viết ngày dạng \"2022-01-31\" hoặc date(\"2022-01-31\")"
                    .into()
            }
            Self::Incomparable { left, right } => {
                format!("không so sánh được {} với {}", left.vietnamese(), right.vietnamese())
            }
            Self::NoOrder => "giá trị đúng/sai chỉ so sánh được bằng == hoặc !=".into(),
            Self::NotATest { found } => {
                format!(
                    "điều kiện phải cho kết quả đúng hoặc sai, nhưng biểu thức cho {}",
                    found.vietnamese()
                )
            }
            Self::BadDate { text } => format!(
                "“{text}” không phải là ngày có thật; viết theo dạng năm-tháng-ngày, ví dụ 2022-01-31"
            ),
            Self::NotConstant => {
                "danh sách sau in chỉ gồm các giá trị cố định, ví dụ [\"counter\", \"postal\"]".into()
            }
            Self::EmptyList => "danh sách sau in không được để trống".into(),
            Self::Unguarded { subject, field } => format!(
                "trường “{field}” có thể chưa có giá trị; hãy kiểm tra trước, ví dụ has({subject}.{field}) && …"
            ),
            Self::Null => {
                "không so sánh với null; muốn biết trường đã có giá trị hay chưa thì dùng has(…)".into()
            }
        }
    }
}

/// The functions of the language, for messages and suggestions.
pub(crate) const FUNCTIONS: [&str; 6] = ["has", "days", "date", "startsWith", "endsWith", "contains"];

fn syntax_vi(near: &str, hint: Option<&'static str>) -> String {
    let place = if near.is_empty() {
        "viết dở dang ở cuối".to_owned()
    } else {
        format!("sai cú pháp ở gần “{near}”")
    };
    hint.map_or(place.clone(), |hint| format!("{place}; {hint}"))
}

fn unknown_name_vi(name: &str, subject: &str, field: Option<&str>) -> String {
    match field {
        Some(field) => format!("không có tên “{name}”; trường được viết là {subject}.{field}"),
        None => format!(
            "không có tên “{name}”; chữ phải đặt trong dấu ngoặc kép, trường được viết là {subject}.tên_trường"
        ),
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the predicate is empty; write true to count every record"),
            Self::TooLarge => f.write_str("the predicate is too long or nested too deeply"),
            Self::WideSchema => f.write_str("the schema has more than 128 fields"),
            Self::Syntax { near, .. } if near.is_empty() => f.write_str("the predicate ends too early"),
            Self::Syntax { near, .. } => write!(f, "syntax error near `{near}`"),
            Self::UnknownName { name, subject, .. } => {
                write!(f, "unknown name `{name}`; fields are written `{subject}.field`")
            }
            Self::UnknownField { name, near: Some(near), .. } => {
                write!(f, "unknown field `{name}`; did you mean `{near}`?")
            }
            Self::UnknownField { name, fields, .. } => {
                write!(f, "unknown field `{name}`; fields: {}", fields.join(", "))
            }
            Self::UnknownFunction { name, near: Some(near) } => {
                write!(f, "unknown function `{name}`; did you mean `{near}`?")
            }
            Self::UnknownFunction { name, .. } => {
                write!(f, "unknown function `{name}`; functions: {}", FUNCTIONS.join(", "))
            }
            Self::Usage { example } => write!(f, "wrong use of a function; for example: {example}"),
            Self::Unsupported { english, .. } => write!(f, "predicates do not use {english}"),
            Self::BareSubject { subject } => write!(f, "a field is needed after `{subject}`"),
            Self::Expected { expected, found } => {
                write!(f, "expected {}, found {}", expected.english(), found.english())
            }
            Self::Incomparable { left, right } => {
                write!(f, "{} cannot be compared with {}", left.english(), right.english())
            }
            Self::NoOrder => f.write_str("truth values have no order"),
            Self::NotATest { found } => {
                write!(f, "a predicate is true or false, this is {}", found.english())
            }
            Self::BadDate { text } => write!(f, "`{text}` is not a date; expected YYYY-MM-DD"),
            Self::NotConstant => f.write_str("the list after `in` holds only literals"),
            Self::EmptyList => f.write_str("the list after `in` is empty"),
            Self::Unguarded { subject, field } => {
                write!(f, "`{field}` may be absent; ask has({subject}.{field}) first")
            }
            Self::Null => f.write_str("use has() instead of comparing with null"),
        }
    }
}
