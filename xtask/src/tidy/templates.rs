//! Rules about templates: no inline style, no inline script, no handler attributes, and not too long.
//! The content security policy refuses all three, so a browser would show what this rule says at once.

use super::Finding;
use super::repo::{File, Repo};

/// Lines of one template; the house aims at 120.
const LIMIT: usize = 200;

fn templates(repo: &Repo) -> impl Iterator<Item = &File> {
    repo.ending(".html").filter(|file| file.path.contains("/templates/"))
}

/// Markup that the content security policy refuses.
pub(crate) fn markup(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in templates(repo) {
        for (number, line) in file.lines() {
            let mut found = |says: &str| findings.push(Finding::new(&file.path, number, says));
            if line.contains(" style=") {
                found("an inline style");
            }
            if line.contains("<style") {
                found("an inline style sheet");
            }
            if inline_script(line) {
                found("an inline script");
            }
            if handler(line) {
                found("a script in an attribute");
            }
            if line.contains("javascript:") {
                found("a script in an address");
            }
        }
    }
    findings
}

/// No template grows without end.
pub(crate) fn size(repo: &Repo) -> Vec<Finding> {
    templates(repo)
        .map(|file| (file, file.lines().count()))
        .filter(|(_, lines)| *lines > LIMIT)
        .map(|(file, lines)| {
            Finding::new(&file.path, 0, format!("{lines} lines, {LIMIT} are the limit: extract parts"))
        })
        .collect()
}

fn inline_script(line: &str) -> bool {
    line.match_indices("<script").any(|(at, _)| {
        let tag = line.get(at..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        // Data for a script is no script.
        !tag.contains("src=") && !tag.contains("application/json") && !tag.contains("application/ld+json")
    })
}

/// An attribute such as `onclick=`.
fn handler(line: &str) -> bool {
    line.match_indices(" on").any(|(at, _)| {
        let name: String =
            line.get(at + 3..).unwrap_or_default().chars().take_while(char::is_ascii_lowercase).collect();
        !name.is_empty() && line.get(at + 3 + name.len()..).is_some_and(|rest| rest.starts_with("=\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_policy_refuses_is_found() {
        let text = "<p style=\"x\">\n<script>x</script>\n<script src=\"a.js\"></script>\n<a onclick=\"x\">\n<p>turn on=off</p>\n\
                    <script type=\"application/json\">{}</script>\n";
        let repo = Repo::of(&[("crates/web/templates/a.html", text), ("docs/a.html", "<p style=\"x\">")]);
        let lines: Vec<usize> = markup(&repo).into_iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn a_long_template_is_found() {
        let repo = Repo::of(&[("crates/web/templates/a.html", &"<p>\n".repeat(201))]);
        assert_eq!(size(&repo).len(), 1);
    }
}
