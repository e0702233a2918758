//! House rules for the templates of every crate: they run under the strict content-security policy, and every class
//! of ours that they name is styled.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn templates() -> Vec<(PathBuf, String)> {
    let folders = fs::read_dir(crates()).unwrap().flatten().map(|entry| entry.path().join("templates"));
    let paths = folders.flat_map(|folder| files(&folder, "html"));
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn no_template_needs_a_weaker_content_security_policy() {
    let all = templates();
    assert!(all.len() > 10);
    for (path, text) in all {
        let path = path.display();
        assert!(!text.contains("style=\""), "{path}: style attribute");
        assert!(!text.contains("<style"), "{path}: style element");
        assert!(!text.contains("\"data:"), "{path}: data address");
        for (at, _) in text.match_indices(" on") {
            let handler = &text[at..];
            let name = handler[1..].chars().take_while(char::is_ascii_alphabetic).count();
            assert!(!handler[1 + name..].starts_with("=\""), "{path}: event handler {}", &handler[1..=name]);
        }
        for script in text.split("<script").skip(1) {
            let body = script.split_once('>').map(|(_, body)| body).unwrap();
            assert!(body.starts_with("</script>"), "{path}: inline script");
        }
    }
}

#[test]
fn every_class_of_ours_is_styled() {
    let sheets = files(&crates().join("../assets/scss"), "scss");
    let styled: String = sheets.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut unknown = BTreeSet::new();
    for (path, text) in templates() {
        for attribute in text.split("class=\"").skip(1) {
            let value = attribute.split('"').next().unwrap();
            for class in value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
                if class.starts_with("mc-") && !class.ends_with('-') && !is_styled(&styled, class) {
                    unknown.insert(format!("{class} in {}", path.display()));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "classes without a style: {unknown:#?}");
}

/// Sass writes `.mc-top { &__ten {` for `mc-top__ten`.
fn is_styled(styled: &str, class: &str) -> bool {
    if styled.contains(&format!(".{class}")) {
        return true;
    }
    let split =
        |mark: &str| class.split_once(mark).map(|(block, rest)| (block.to_owned(), format!("&{mark}{rest}")));
    let nested = split("__").or_else(|| split("--"));
    let stepped = class.starts_with("mc-thut-");
    stepped
        || nested.is_some_and(|(block, rest)| styled.contains(&format!(".{block}")) && styled.contains(&rest))
}
