//! Statements: literals only, with numbered parameters that first appear in order.

/// A statement that the program was compiled with. Made by [`sql!`](crate::sql!).
#[derive(Debug, Clone, Copy)]
pub struct Sql(&'static str);

impl Sql {
    /// Checks, at compile time, that `$1`, `$2`, … first appear in order: SQLite binds by first appearance,
    /// PostgreSQL by number, and only so do they agree.
    #[must_use]
    pub const fn checked(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut highest = 0;
        while at < bytes.len() {
            if byte(bytes, at) == b'$' {
                let mut number = 0;
                while at + 1 < bytes.len() && byte(bytes, at + 1).is_ascii_digit() {
                    at += 1;
                    number = number * 10 + (byte(bytes, at) - b'0') as usize;
                }
                assert!(number >= 1 && number <= highest + 1, "parameters must first appear in order");
                if number > highest {
                    highest = number;
                }
            }
            at += 1;
        }
        Self(text)
    }

    /// The text.
    pub const fn text(self) -> &'static str {
        self.0
    }
}

const fn byte(bytes: &[u8], at: usize) -> u8 {
    match bytes.split_at(at).1.first() {
        Some(byte) => *byte,
        None => 0,
    }
}

/// Declares a statement. The text must be a literal in the portable subset (see `docs/migrations.md`); a test
/// collects every such literal and prepares it on both databases. Several literals are one statement in parts,
/// so that a macro of a context can share a list of columns.
#[macro_export]
macro_rules! sql {
    ($($text:literal),+ $(,)?) => {
        const { $crate::Sql::checked(concat!($($text),+)) }
    };
}

/// Parameters of a statement: `params![id, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$(&$value as &dyn $crate::ToParam),*]
    };
}
