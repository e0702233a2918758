//! Poppler's tools (Debian package `poppler-utils`), which read the files independently of what wrote them.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// A font of a file.
#[derive(Debug)]
pub(crate) struct Font {
    pub(crate) name: String,
    pub(crate) embedded: bool,
    /// Whether its glyphs lead back to letters, so that the text can be searched and copied.
    pub(crate) readable: bool,
}

/// The text, laid out, with runs of empty lines made one.
pub(crate) fn text(pdf: &[u8]) -> String {
    let mut out = String::new();
    for line in ask("pdftotext", &["-layout", "-enc", "UTF-8", "-", "-"], pdf).replace('\u{c}', "\n").lines()
    {
        if !(line.trim().is_empty() && out.ends_with("\n\n")) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    format!("{}\n", out.trim_end())
}

pub(crate) fn metadata(pdf: &[u8]) -> String {
    ask("pdfinfo", &["-meta", "-"], pdf)
}

/// Width and height of the first page in millimetres.
pub(crate) fn page_size(pdf: &[u8]) -> (i64, i64) {
    let about = ask("pdfinfo", &["-"], pdf);
    let line = about.lines().find(|line| line.starts_with("Page size:")).unwrap();
    let mut sides = line.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
    let mut side = || (sides.next().unwrap() / 72.0 * 25.4).round() as i64;
    (side(), side())
}

pub(crate) fn fonts(pdf: &[u8]) -> Vec<Font> {
    let listed = ask("pdffonts", &["-"], pdf);
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        // From the right: object number and generation, then whether it leads back to letters, is a subset, is there.
        let [.., embedded, _, readable, _, _] = words.as_slice() else { panic!("{line}") };
        Font { name: words[0].to_owned(), embedded: *embedded == "yes", readable: *readable == "yes" }
    };
    listed.lines().skip(2).map(row).collect()
}

fn ask(tool: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut child = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{tool} (Debian package `poppler-utils`): {error}"));
    let mut input = child.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&pdf));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{tool} failed");
    String::from_utf8(output.stdout).unwrap()
}
