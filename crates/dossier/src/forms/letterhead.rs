//! The head of the agency's papers: who is above it, its name, its place, its short name in numbers of papers.

use kernel::{Date, vi};
use serde_json::{Value, json};

/// The one-stop desk as forms name it.
const DESK: &str = "Bộ phận Tiếp nhận và Trả kết quả";

/// The head of the agency's papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Letterhead {
    /// The agency above: `Ủy ban nhân dân tỉnh Hưng Yên`.
    parent: String,
    /// The agency.
    name: String,
    /// The place of its papers: `Hưng Yên`.
    place: String,
}

impl Letterhead {
    /// The head of an agency; `parent` as the top bar names it (`Tỉnh Hưng Yên`) or in full.
    pub(crate) fn new(parent: &str, name: &str) -> Self {
        let kinds = ["Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Xã ", "Phường "];
        let kind = kinds.iter().find(|kind| parent.starts_with(**kind));
        let place = kind.map_or("", |kind| parent.get(kind.len()..).unwrap_or_default());
        let above = match kind {
            Some(kind) => format!("Ủy ban nhân dân {}{place}", kind.to_lowercase()),
            None => parent.to_owned(),
        };
        Self { parent: above, name: name.to_owned(), place: place.to_owned() }
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "parent": self.parent, "name": self.name, "desk": DESK })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// `Hưng Yên, ngày 15 tháng 3 năm 2022`.
    pub(crate) fn dated(&self, on: Date) -> String {
        let day = vi::long_date(on);
        if self.place.is_empty() { day } else { format!("{}, {day}", self.place) }
    }

    /// `Hưng Yên, ngày … tháng … năm …` of a paper that is not signed yet: the day is left open.
    pub(crate) fn dated_when_signed(&self) -> String {
        let day = "ngày      tháng      năm          ";
        if self.place.is_empty() { day.to_owned() } else { format!("{}, {day}", self.place) }
    }

    /// The short name in numbers of papers: `SLĐTBXH`.
    pub(crate) fn short(&self) -> String {
        let words = self.name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words
            .filter(|word| *word != "và")
            .map(|word| {
                let short = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
                if short {
                    word.to_owned()
                } else {
                    word.chars().take(1).flat_map(char::to_uppercase).collect()
                }
            })
            .collect()
    }

    /// Who signs for the agency, line by line.
    pub(crate) fn signer(&self) -> Vec<&'static str> {
        match () {
            () if self.name.starts_with("Sở") => vec!["Giám đốc"],
            () if self.name.starts_with("Ủy ban nhân dân") => vec!["TM. Ủy ban nhân dân", "Chủ tịch"],
            () => vec!["Thủ trưởng cơ quan"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_follows_from_the_names() {
        let head = Letterhead::new("Tỉnh Hưng Yên", "Sở Lao động - Thương binh và Xã hội");
        assert_eq!(head.parent, "Ủy ban nhân dân tỉnh Hưng Yên");
        assert_eq!(head.dated("2022-03-05".parse().unwrap()), "Hưng Yên, ngày 05 tháng 3 năm 2022");
        assert_eq!(head.short(), "SLĐTBXH");
        assert_eq!(head.signer(), ["Giám đốc"]);
        assert_eq!(Letterhead::new("", "Sở LĐTBXH").short(), "SLĐTBXH");
        let commune = Letterhead::new("Ủy ban nhân dân thành phố Hưng Yên", "Ủy ban nhân dân phường Lam Sơn");
        assert_eq!(commune.parent, "Ủy ban nhân dân thành phố Hưng Yên");
        assert_eq!(commune.dated("2022-12-25".parse().unwrap()), "ngày 25 tháng 12 năm 2022");
        assert_eq!(commune.signer(), ["TM. Ủy ban nhân dân", "Chủ tịch"]);
    }
}
