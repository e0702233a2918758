//! Makes the table of built assets: every file that `npm run build` in `assets/` wrote to `target/assets`, with its
//! compressed forms. Without that folder the table is empty, so that the tests of other crates need no Node.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/assets");
    // The folder has to exist for cargo to watch it; a missing path would rebuild this crate every time.
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");
    let list = fs::read_to_string(folder.join("manifest.txt")).unwrap_or_default();
    let mut table = String::from("&[\n");
    for line in list.lines() {
        if let Some((name, hashed)) = line.split_once('\t') {
            entry(&mut table, &folder, name, hashed).map_err(io::Error::other)?;
        }
    }
    table.push_str("]\n");
    fs::write(out_dir()?.join("assets.rs"), table)
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its folder through the environment"
)]
fn out_dir() -> io::Result<PathBuf> {
    env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| io::Error::other("OUT_DIR is not set"))
}

fn entry(table: &mut String, folder: &Path, name: &str, hashed: &str) -> std::fmt::Result {
    let file = |suffix: &str| folder.join(format!("{hashed}{suffix}"));
    let literal = |path: &Path| format!("{:?}", path.to_string_lossy());
    let packed = |suffix: &str| {
        let path = file(suffix);
        if path.exists() { format!("Some(include_bytes!({}))", literal(&path)) } else { "None".to_owned() }
    };
    writeln!(
        table,
        "Asset {{ name: {name:?}, path: {:?}, mime: {:?}, raw: include_bytes!({}), br: {}, gz: {} }},",
        format!("/tai-san/{hashed}"),
        mime(name),
        literal(&file("")),
        packed(".br"),
        packed(".gz"),
    )
}

fn mime(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
