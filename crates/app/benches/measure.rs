//! `make bench`: durable acts a second, what counting costs, how pages and memory grow with the number of dossiers.
//! Names of parts (`acts`, `scale`) after `--` choose among them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement stops and says why"
)]

#[path = "measure/acts.rs"]
mod acts;
#[path = "measure/parts.rs"]
mod parts;
#[path = "../tests/it/rig.rs"]
mod rig;
#[path = "measure/scale.rs"]
mod scale;

fn main() {
    let chosen: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let wanted = |name: &str| chosen.is_empty() || chosen.iter().any(|one| one == name);
    if wanted("acts") {
        acts::measure();
    }
    if wanted("scale") {
        scale::measure();
    }
}
