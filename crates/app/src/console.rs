//! The only place that writes to standard output and standard error.

use std::io::{self, Write};

/// A line of a result.
pub(crate) fn out(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}

/// A message.
pub(crate) fn say(line: impl std::fmt::Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
