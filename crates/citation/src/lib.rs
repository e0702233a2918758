//! Reads Vietnamese legal and administrative text: citations of documents, the clauses of a plan, its quantitative
//! targets and its duties without a figure.
//!
//! The reader is pure: bytes in, [`PlanDraft`] out; no files, no clock. It holds rules about the language of plans and
//! none about any one plan, and it never panics, whatever it is given. What it reads is a draft for people to review.
//!
//! Choices that a reader of its output should know:
//! * A span counts characters (Unicode scalar values) of the decoded text in NFC; `text` is that stretch with runs of
//!   white space as one blank.
//! * A bare "100%" or "đạt 35%" is `=`; "phấn đấu", "ít nhất", "tối thiểu", "trên", "trở lên" are `>=`; "không quá",
//!   "tối đa", "dưới", "trong thời hạn" are `<=`.
//! * The value of a change is written as in the text, without a sign; the measure begins with the verb ("giảm …").
//! * A place in a ranking has the unit "hạng" and `<=` means that place or better; steps have the unit "bậc".
//! * A figure inside a promise ("100% cơ quan dùng ít nhất 01 ứng dụng") is part of what is measured.
//! * Sections on purposes and requirements hold targets, but no milestones; sections on past results hold neither.
#![deny(missing_docs)]

mod bases;
mod border;
mod cite;
mod cite_parts;
mod dates;
mod decode;
mod draft;
mod duty_words;
mod figure;
mod judge;
mod layout;
mod legacy;
mod lexicon;
mod marker;
mod measure;
mod mention;
mod milestone;
mod outline;
mod plan_file;
mod quoted;
mod read;
mod rows;
mod scene;
mod sentence;
mod shape;
mod span;
mod standing;
mod table;
mod target;
mod token;
mod window;

pub use cite::{Citation, cite};
pub use decode::{Decoded, MAX_BYTES, ReadError, decode};
pub use draft::{
    Amount, Base, Because, Comparator, DraftMilestone, DraftTarget, PassedOver, PlanDraft, TargetKind,
    explain, to_json, to_toml,
};
pub use lexicon::Direction;
pub use plan_file::{
    Binding, PlanBasis, PlanFile, PlanFileError, PlanFinding, PlanGroup, PlanTarget, PlanValue, PromiseKind,
    TITLE_LENGTH,
};
pub use read::{read_plan, read_text};
pub use span::Span;
pub use window::{Every, Window, WindowError};
