//! What the reader and the checker have to say about a package: where, what, how grave, and what to do. The
//! wording stands in [`super::finding_vi`] and [`super::finding_en`].

use std::fmt;

use super::procedure::{Channel, OnlineLevel, OnlineScope};
use super::time_limit::TimeLimit;
use super::words::words;

words!(
    /// How grave a finding is.
    Severity {
        /// The package cannot be used so.
        Error = "error", "Lỗi";
        /// It can be used, but something is probably wrong.
        Warning = "warning", "Cảnh báo";
        /// Worth knowing.
        Note = "note", "Lưu ý";
    }
);

words!(
    /// The part of a package a finding speaks of.
    Part {
        /// Trường hợp.
        Case = "case", "trường hợp";
        /// Thành phần hồ sơ.
        Paper = "paper", "thành phần hồ sơ";
        /// Kết quả.
        Result = "result", "kết quả";
        /// Quy trình.
        Process = "process", "quy trình";
        /// Bước.
        Step = "step", "bước";
    }
);

words!(
    /// The type a key must have.
    Shape {
        /// Text.
        Text = "a text in quotes", "văn bản trong dấu ngoặc kép";
        /// A whole number.
        Whole = "a whole number", "số nguyên";
        /// A number.
        Number = "a number", "một số";
        /// True or false.
        Bool = "true or false", "true hoặc false";
        /// A date.
        Date = "a date such as 2022-02-15", "ngày dạng 2022-02-15";
        /// A list.
        List = "a list in square brackets", "danh sách trong dấu ngoặc vuông";
        /// A table.
        Table = "a table", "một bảng (nhóm khóa)";
    }
);

/// The text in two languages: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Wording {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

/// What is wrong. Names are codes of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields repeat the words of the variant's sentence")]
pub enum FindingKind {
    /// The file cannot be read.
    Unreadable { detail: String },
    /// Not TOML.
    Syntax { detail: String },
    /// More than a package can sensibly hold.
    TooLarge { most: usize },
    /// A key nobody knows.
    UnknownKey { key: String, near: Option<&'static str> },
    /// A key that must be there.
    MissingKey { key: &'static str },
    /// A key of the wrong type.
    WrongType { key: String, expected: Shape },
    /// A word that is not in its vocabulary.
    UnknownWord { key: String, value: String, allowed: Vec<&'static str> },
    /// Not a procedure code.
    BadCode { value: String, guess: Option<String> },
    /// Not a code of a part: small letters, digits and hyphens.
    BadPartCode { part: Part, value: String },
    /// Not the code of a unit.
    BadUnit { value: String },
    /// Not an amount of time.
    BadAmount { key: String },
    /// A number out of range.
    OutOfRange { key: String, low: i64, high: i64 },
    /// A text without a letter.
    EmptyText { key: String },
    /// Two parts with one code.
    DuplicateWithin { part: Part, code: String },
    /// A code that no part has.
    UnknownReference { part: Part, code: String },

    /// Another package has the same code.
    DuplicateCode { code: String, other: String },
    /// The folder has another name than the code.
    FolderDiffers { folder: String, code: String },
    /// No case.
    NoCase,
    /// A case that cannot be handed in anywhere.
    NoTerms { case: String },
    /// A case without a time limit.
    NoLimit { case: String },
    /// A case without papers.
    NoPaper { case: String },
    /// A case without an internal process.
    NoProcess { case: String },
    /// No result.
    NoResult,
    /// No legal basis.
    NoLegalBasis,
    /// A channel with two sets of terms.
    ChannelTwice { case: String, channel: Channel },
    /// The published time is longer than the law gives.
    PublishedAboveStatutory { case: String, published: TimeLimit, statutory: TimeLimit },
    /// The internal goal is longer than what was published.
    InternalAbovePublished { case: String, internal: TimeLimit, published: TimeLimit },
    /// It ended before it began.
    EndedBeforeStart,
    /// Level 3 or 4, but not eligible for online service.
    LevelNotEligible { level: OnlineLevel },
    /// Level 3 or 4, but no case can be handed in online.
    LevelWithoutOnline { level: OnlineLevel },
    /// Handed in online below level 3.
    OnlineBelowLevel3 { level: OnlineLevel },
    /// In the national portal, but not online.
    PortalWithoutOnline,
    /// Said to go by post, but no case does.
    PostalWithoutChannel,
    /// A case goes by post, but the procedure is said not to.
    ChannelWithoutPostal { case: String },
    /// The scope of the later law contradicts the level.
    ScopeContradictsLevel { scope: OnlineScope, level: OnlineLevel },
    /// Offered in a way the act itself does not name.
    ChannelOutsideLaw { channel: Channel },
    /// A result without the form on which it is issued.
    ResultWithoutTemplate { result: String },
    /// A paper that no case needs.
    PaperNeverUsed { paper: String },
    /// A paper of which neither originals nor copies are asked.
    PaperWithoutSheets { paper: String },
    /// A process that no case follows.
    ProcessNeverUsed { process: String },
    /// A process that never ends.
    NoEnd { process: String },
    /// A step to which nothing leads.
    UnreachableStep { process: String, step: String },
    /// A step from which nothing leads on.
    DeadEnd { process: String, step: String },
    /// Steps that only lead to each other.
    LoopWithoutExit { process: String, steps: Vec<String> },
    /// Forward ways in a circle.
    ForwardCircle { process: String },
    /// A step nobody is responsible for.
    MissingRole { process: String, step: String },
    /// The steps take longer than the law gives.
    AllotmentsAboveLimit { process: String, case: String, sum: TimeLimit, limit: TimeLimit },
    /// The steps add up to something else than was published.
    SumDiffers { process: String, case: String, sum: TimeLimit, published: TimeLimit },
    /// Steps in another unit than the limit: no comparison is right.
    MixedUnits { process: String, case: String, sum: TimeLimit, limit: TimeLimit },
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line, 0 where it concerns no line.
    pub line: usize,
    /// How grave.
    pub severity: Severity,
    /// What.
    pub kind: FindingKind,
}

impl Finding {
    /// What is wrong and what to do, in Vietnamese.
    pub fn vi(&self) -> Wording {
        super::finding_vi::wording(&self.kind)
    }

    /// What is wrong and what to do, in English.
    pub fn en(&self) -> Wording {
        super::finding_en::wording(&self.kind)
    }

    /// Whether the package cannot be used so.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Finding {
    /// One line for the command line, in English: `file:12: error: what; remedy`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Wording { what, remedy } = self.en();
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}: {what}; {remedy}", self.severity.code())
    }
}
