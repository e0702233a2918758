//! `motcua plan read`.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::cli::{DraftFormat, PlanCommand};
use crate::console;

pub(crate) fn run(command: &PlanCommand) -> Result<ExitCode> {
    match command {
        PlanCommand::Read { file, format, explain } => read(file, *format, *explain),
    }
}

fn read(file: &Path, format: DraftFormat, explain: bool) -> Result<ExitCode> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("failed to read standard input")?;
        bytes
    } else {
        std::fs::read(file).with_context(|| format!("failed to read {}", file.display()))?
    };
    let draft = match citation::read_plan(&bytes) {
        Ok(draft) => draft,
        Err(error) => {
            console::say(format_args!("motcua: {}: {error}", file.display()));
            return Ok(ExitCode::FAILURE);
        }
    };
    if explain {
        // The draft stays on standard output alone, so that a script can read it with the reasons beside it.
        console::say(citation::explain(&draft));
    }
    let text = match format {
        DraftFormat::Toml => citation::to_toml(&draft).context("failed to write TOML")?,
        DraftFormat::Json => citation::to_json(&draft).context("failed to write JSON")?,
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(ExitCode::SUCCESS)
}
