//! Where in the document a block stands: its clause ("2.a"), the time its headings set, and what kind of section it
//! is in.

use crate::layout::Block;
use crate::marker::Marker;
use crate::quoted::Quoted;
use crate::token::Tokens;
use crate::window::{self, TimeMeaning, Window};

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Goals, duties, organisation: what is written here is to be done.
    Duty,
    /// Purposes, views and requirements on the plan itself: figures bind, sentences are no duties of their own.
    Purpose,
    /// What was achieved before: nothing here is a promise.
    Past,
}

/// Where a block stands.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) clause: String,
    pub(crate) window: Option<Window>,
    pub(crate) section: Section,
    pub(crate) heading: bool,
    /// An item of a list or a numbered clause.
    pub(crate) listed: bool,
}

#[derive(Debug)]
struct Level {
    rank: u32,
    bullet: Option<char>,
    code: Option<String>,
    window: Option<Window>,
    section: Option<Section>,
    heading: bool,
}

/// The headings above the present block.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    levels: Vec<Level>,
}

const ANNEX: u32 = 10;
const PART: u32 = 20;
const ROMAN: u32 = 30;
const ARTICLE: u32 = 40;
const NUMBER: u32 = 50;
const LETTER: u32 = 70;
const ITEM: u32 = 80;
const BULLET: u32 = 90;

impl Outline {
    /// Enters `block`; `next` is what follows it, `year` completes dates, `quoted` says where documents are cited.
    pub(crate) fn enter(
        &mut self,
        text: &str,
        block: &Block,
        next: Option<&Block>,
        year: Option<i16>,
        quoted: &Quoted,
    ) -> Place {
        let heading = is_heading(text, block, next);
        let content = text.get(block.start..block.end).unwrap_or_default();
        let opens = heading || content.ends_with(':');
        let (window, section) = if opens {
            (heading_window(text, block, year, quoted), section_of(text, block))
        } else {
            (None, None)
        };
        let mut level = Level { rank: 0, bullet: None, code: None, window, section, heading };
        match &block.marker {
            Marker::Annex(code) => self.coded(&mut level, ANNEX, code),
            Marker::Part(code) => self.coded(&mut level, PART, code),
            Marker::Roman(code) => self.coded(&mut level, ROMAN, code),
            Marker::Article(code) => {
                self.pop_to(PART);
                self.coded(&mut level, ARTICLE, &format!("Điều {code}"));
            }
            Marker::Number(code) => self.coded(&mut level, NUMBER + code.matches('.').count() as u32, code),
            Marker::Letter(code) => self.coded(&mut level, LETTER, code),
            Marker::Item(code) => self.coded(&mut level, ITEM, code),
            Marker::Bullet(sign) => self.bullet(&mut level, *sign),
            Marker::None => self.plain(text, block, &mut level),
        }
        let keeps = level.code.is_some() || level.bullet.is_some() || opens;
        if keeps {
            self.levels.push(level);
        }
        let inherited = if opens && keeps { None } else { window };
        Place {
            clause: self.clause(),
            window: inherited.or_else(|| self.window()),
            section: self.section(),
            heading,
            listed: block.marker != Marker::None,
        }
    }

    fn coded(&mut self, level: &mut Level, rank: u32, code: &str) {
        self.pop_to(rank);
        level.rank = rank;
        level.code = Some(code.to_owned());
    }

    fn bullet(&mut self, level: &mut Level, sign: char) {
        let known = self.levels.iter().find(|above| above.bullet == Some(sign)).map(|above| above.rank);
        let deepest = self.levels.iter().filter(|above| above.bullet.is_some()).map(|above| above.rank).max();
        level.rank = known.unwrap_or_else(|| deepest.map_or(BULLET, |rank| rank + 1));
        level.bullet = Some(sign);
        self.pop_to(level.rank);
    }

    /// An unnumbered line: a heading replaces the unnumbered heading before it and closes list items; capitals throughout
    /// mean a heading of the whole document.
    fn plain(&mut self, text: &str, block: &Block, level: &mut Level) {
        let closing =
            Tokens::new(text, block.start, block.end.min(crate::cite::floor(text, block.start + 120)));
        if closing.starts_any(0, CLOSINGS).is_some() {
            self.levels.clear();
            return;
        }
        if !level.heading && level.section.is_none() && level.window.is_none() {
            return;
        }
        let content = text.get(block.start..block.end).unwrap_or_default();
        if content.chars().all(|c| !c.is_lowercase()) {
            self.pop_to(ROMAN);
        } else {
            while self.levels.last().is_some_and(|last| !last.heading || last.code.is_none()) {
                self.levels.pop();
            }
        }
        level.rank = self.levels.last().map_or(1, |last| last.rank + 1).min(BULLET - 1);
    }

    fn pop_to(&mut self, rank: u32) {
        while self.levels.last().is_some_and(|last| last.rank >= rank) {
            self.levels.pop();
        }
    }

    fn clause(&self) -> String {
        let mut codes: Vec<&str> = Vec::new();
        for level in &self.levels {
            let Some(code) = &level.code else { continue };
            // "1.2" under "1" says the "1" itself.
            if (NUMBER..LETTER).contains(&level.rank)
                && let Some(last) = codes.last()
                && code.strip_prefix(*last).is_some_and(|rest| rest.starts_with('.'))
            {
                codes.pop();
            }
            codes.push(code);
        }
        codes.join(".")
    }

    fn window(&self) -> Option<Window> {
        self.levels.iter().rev().find_map(|level| level.window)
    }

    fn section(&self) -> Section {
        self.levels.iter().rev().find_map(|level| level.section).unwrap_or(Section::Duty)
    }
}

/// First words of the paragraphs that close a document: they belong to no clause.
const CLOSINGS: &[&str] = &[
    "trong quá trình",
    "trên đây là",
    "yêu cầu các",
    "yêu cầu thủ trưởng",
    "đề nghị các",
    "chủ tịch ubnd",
    "chủ tịch ủy ban",
    "giám đốc sở yêu cầu",
    "ubnd tỉnh yêu cầu",
    "ubnd huyện yêu cầu",
    "ủy ban nhân dân tỉnh yêu cầu",
    "căn cứ kế hoạch này",
    "căn cứ nội dung kế hoạch này",
    "yêu cầu trưởng",
];

/// The depth of a marker, for telling whether what follows stands below.
fn depth(marker: &Marker) -> u32 {
    match marker {
        Marker::Annex(_) => ANNEX,
        Marker::Part(_) => PART,
        Marker::Roman(_) => ROMAN,
        Marker::Article(_) => ARTICLE,
        Marker::Number(code) => NUMBER + code.matches('.').count() as u32,
        Marker::Letter(_) => LETTER,
        Marker::Item(_) => ITEM,
        Marker::Bullet(_) => BULLET,
        Marker::None => u32::MAX,
    }
}

/// A heading has no full stop, is short, and stands above what follows.
pub(crate) fn is_heading(text: &str, block: &Block, next: Option<&Block>) -> bool {
    if let Some(cells) = &block.cells {
        return cells.title;
    }
    let content = text.get(block.start..block.end).unwrap_or_default();
    if content.is_empty() || matches!(block.marker, Marker::Annex(_)) {
        return true;
    }
    if content.ends_with(['.', ';', ',', '!', '…']) || content.chars().count() > 160 {
        return false;
    }
    let Some(next) = next else { return false };
    let plain = block.marker == Marker::None;
    if plain {
        let starts = content.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '"' | '*'));
        return starts && !content.contains('%');
    }
    let below = match (&block.marker, &next.marker) {
        (Marker::Bullet(sign), Marker::Bullet(other)) => sign != other,
        (Marker::Bullet(_), Marker::None) => false,
        (above, below) => depth(below) > depth(above),
    };
    below && !content.contains('%')
}

fn heading_window(text: &str, block: &Block, year: Option<i16>, quoted: &Quoted) -> Option<Window> {
    let mut tokens = Tokens::new(text, block.start, block.end);
    quoted.mask(&mut tokens, block.start, block.end);
    window::mark(&mut tokens, year).into_iter().find_map(|mark| match mark.meaning {
        TimeMeaning::Window(window) => Some(window),
        _ => None,
    })
}

const PURPOSES: [&str; 7] =
    ["mục đích", "yêu cầu", "quan điểm", "những mục đích", "ý nghĩa", "phạm vi", "đối tượng"];
const PASTS: [&str; 18] = [
    "kết quả đạt được",
    "những kết quả",
    "một số kết quả",
    "kết quả thực hiện",
    "kết quả công tác",
    "kết quả năm",
    "kết quả triển khai",
    "tình hình",
    "thực trạng",
    "tồn tại",
    "những tồn tại",
    "hạn chế",
    "khó khăn",
    "nguyên nhân",
    "đánh giá chung",
    "đánh giá tình hình",
    "đặc điểm tình hình",
    "ưu điểm",
];
const DUTIES: [&str; 9] = [
    "mục tiêu",
    "nhiệm vụ",
    "chỉ tiêu",
    "nội dung",
    "giải pháp",
    "tổ chức thực hiện",
    "kinh phí",
    "phân công",
    "lộ trình",
];

fn section_of(text: &str, block: &Block) -> Option<Section> {
    let tokens = Tokens::new(text, block.start, block.end);
    let most = tokens.len();
    // "Mục đích, yêu cầu": the first words name the section; in a lead-in ("… những mục đích, yêu cầu như:") the last.
    let near = |phrases: &[&'static str]| {
        tokens
            .find_any(0, most.min(6), phrases)
            .or_else(|| tokens.find_any(most.saturating_sub(8), most, phrases))
    };
    if tokens.find_any(0, most, &DUTIES).is_some() {
        return Some(Section::Duty);
    }
    if PASTS.iter().any(|phrase| tokens.starts(0, phrase).is_some()) {
        return Some(Section::Past);
    }
    if near(&PURPOSES).is_some() {
        return Some(Section::Purpose);
    }
    let opens_new = !matches!(block.marker, Marker::Bullet(_) | Marker::Item(_) | Marker::Letter(_));
    opens_new.then_some(Section::Duty)
}
