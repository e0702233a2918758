//! What may be linked: licences that go with ours, and packages we never take.
//! The same lists stand in `deny.toml` for those who have that tool; this check needs nothing installed.

use super::Finding;
use super::workspace::{Package, Workspace};

const LOCK: &str = "Cargo.lock";

/// Licences under which we take code. All are permissive or, for the MPL, file-wise.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Packages we never take, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl", "links a system library; rustls does the same work"),
    ("openssl-sys", "links a system library; rustls does the same work"),
    ("native-tls", "links a system library; rustls does the same work"),
];

/// Every foreign package has a licence that we take.
pub(crate) fn licences(workspace: &Workspace) -> Vec<Finding> {
    let unfit = |package: &&Package| !package.license.as_deref().is_some_and(acceptable);
    workspace
        .foreign()
        .filter(unfit)
        .map(|p| {
            let licence = p.license.as_deref().or(p.license_file.as_deref()).unwrap_or("none named");
            Finding::new(LOCK, 0, format!("{} {}: licence `{licence}` is not on the list", p.name, p.version))
        })
        .collect()
}

/// No banned package in the lock.
pub(crate) fn bans(workspace: &Workspace) -> Vec<Finding> {
    let reason = |name: &str| BANNED.iter().find(|(banned, _)| *banned == name).map(|(_, reason)| *reason);
    workspace
        .foreign()
        .filter_map(|p| {
            Some(Finding::new(LOCK, 0, format!("{} {}: banned, {}", p.name, p.version, reason(&p.name)?)))
        })
        .collect()
}

/// Reads an SPDX expression: `A OR B` needs one, `A AND B` needs both; `/` is an old way of writing OR.
fn acceptable(expression: &str) -> bool {
    let flat = expression.replace('/', " OR ");
    let innermost = flat.rsplit_once('(').and_then(|(head, rest)| Some((head, rest.split_once(')')?)));
    if let Some((head, (group, tail))) = innermost {
        // A group counts as one licence: it is replaced by one that is on the list, or by one that is not.
        let stand_in = if acceptable(group) { "MIT" } else { "refused" };
        return acceptable(&format!("{head}{stand_in}{tail}"));
    }
    flat.split(" OR ").any(|choice| choice.split(" AND ").all(|one| ALLOWED.contains(&one.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_choices_and_sums() {
        let cases = [
            ("MIT", true),
            ("MIT OR Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0", false),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(GPL-2.0 OR GPL-3.0) AND MIT", false),
            ("(MIT OR ISC) AND (GPL-2.0 OR GPL-3.0)", false),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ];
        for (expression, wanted) in cases {
            assert_eq!(acceptable(expression), wanted, "{expression}");
        }
    }

    #[test]
    fn a_package_without_a_licence_is_found() {
        let workspace =
            Workspace::of(&[("kernel", &[])]).with_foreign("strange", None).with_foreign("good", Some("MIT"));
        assert_eq!(licences(&workspace).len(), 1);
    }

    #[test]
    fn a_banned_package_is_found() {
        let workspace = Workspace::of(&[]).with_foreign("native-tls", Some("MIT"));
        assert_eq!(bans(&workspace).len(), 1);
    }
}
