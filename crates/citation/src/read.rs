//! The reader: text to draft plan.

use std::sync::Arc;

use crate::bases;
use crate::cite::{self, Stretch};
use crate::decode::{ReadError, decode};
use crate::draft::{DraftMilestone, PlanDraft};
use crate::layout::{self, Block};
use crate::marker::Marker;
use crate::milestone;
use crate::outline::{self, Outline, Place};
use crate::quoted::Quoted;
use crate::scene::Scene;
use crate::sentence;
use crate::span::CharIndex;
use crate::table;
use crate::target::{self, Source};
use crate::token::Tokens;
use crate::window::{self, TimeMeaning, Window};

/// Reads a plan from a file in any encoding met in Viet Nam. Never panics; time and memory grow with the length of the
/// text. Spans count characters of the decoded text in NFC, without a byte order mark.
pub fn read_plan(bytes: &[u8]) -> Result<PlanDraft, ReadError> {
    let decoded = decode(bytes)?;
    let mut draft = read_text(&decoded.text);
    draft.encoding = decoded.encoding;
    Ok(draft)
}

/// Reads a plan from a text in NFC.
pub fn read_text(text: &str) -> PlanDraft {
    let blocks = layout::blocks(text);
    let citations: Vec<_> =
        blocks.iter().flat_map(stretches).flat_map(|stretch| cite::find(text, stretch)).collect();
    let own = bases::own_numbers(&citations);
    let is_own = |raw: &cite::RawCitation| raw.number.as_ref().is_some_and(|number| own.contains(number));
    let quoted = Quoted::new(&citations, is_own);
    let plan = plan_window(text, &blocks, &quoted);
    let year = plan.and_then(single_year).or_else(|| letterhead_year(text, &blocks));
    let mut reader = Reader { text, index: CharIndex::new(text), quoted, plan, year, draft: empty() };
    reader.draft.bases = bases::collect(text, &citations, &own);
    let mut outline = Outline::default();
    for (number, block) in blocks.iter().enumerate() {
        let place = outline.enter(text, block, blocks.get(number + 1), year, &reader.quoted);
        reader.block(block, &place);
    }
    reader.draft
}

/// The stretches of a block that hold citations: itself, or each of its cells.
fn stretches(block: &Block) -> Vec<Stretch> {
    match &block.cells {
        Some(cells) => cells
            .list
            .iter()
            .map(|(start, end)| Stretch { start: *start, end: *end, wrapped: true })
            .collect(),
        None => vec![Stretch { start: block.start, end: block.end, wrapped: true }],
    }
}

const fn empty() -> PlanDraft {
    PlanDraft {
        bases: Vec::new(),
        targets: Vec::new(),
        milestones: Vec::new(),
        encoding: "UTF-8",
        passed_over: Vec::new(),
    }
}

struct Reader<'t> {
    text: &'t str,
    index: CharIndex<'t>,
    quoted: Quoted,
    plan: Option<Window>,
    year: Option<i16>,
    draft: PlanDraft,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block, place: &Place) {
        if let Some(cells) = &block.cells {
            let rest = if cells.title { 1 } else { self.row(block, place) };
            for (number, (from, to)) in cells.list.iter().enumerate().skip(rest) {
                // Beside the matter of a row stand offices, products and dates: no duties of their own.
                self.prose(*from, *to, place, number == 0);
            }
            return;
        }
        self.prose(block.start, block.end, place, true);
    }

    /// Reads a row that gives a measure and its values; says how many cells that took.
    fn row(&mut self, block: &Block, place: &Place) -> usize {
        let found = table::read(self.text, block, place, place.window.or(self.plan), &self.index);
        let taken =
            if found.is_empty() { 0 } else { block.cells.as_ref().map_or(0, |cells| cells.list.len()) };
        self.draft.targets.extend(found);
        taken
    }

    fn prose(&mut self, from: usize, to: usize, place: &Place, duties: bool) {
        // "Đến năm 2025: giảm …. Phấn đấu …": the time named first holds for the sentences behind it.
        let mut place = place.clone();
        for (start, end) in sentence::split(self.text, from, to) {
            let mut tokens = Tokens::new(self.text, start, end);
            self.quoted.mask(&mut tokens, start, end);
            let shown = self
                .text
                .get(start..end)
                .unwrap_or_default()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let source = Source { text: Arc::from(shown), span: self.index.span(start, end) };
            let scene = Scene::new(tokens, &place, self.plan, self.year);
            let reading = target::read(&scene, &source, &self.index);
            if reading.targets.is_empty()
                && duties
                && let Some(because) = milestone::read(&scene.tokens, &place)
            {
                self.draft.milestones.push(DraftMilestone {
                    clause: place.clause.clone(),
                    text: source.text,
                    span: source.span,
                    because,
                });
            }
            self.draft.targets.extend(reading.targets);
            self.draft.passed_over.extend(reading.passed_over);
            let opening = scene.opening_window();
            place.window = opening.or(place.window);
        }
    }
}

/// Blocks looked at for the title.
const HEAD: usize = 30;

/// The time that the title names: the first whole year or period in a heading before the first section.
fn plan_window(text: &str, blocks: &[Block], quoted: &Quoted) -> Option<Window> {
    let head = || {
        blocks
            .iter()
            .enumerate()
            .take(HEAD)
            .take_while(|(_, block)| matches!(block.marker, Marker::None | Marker::Bullet(_)))
    };
    let find = |block: &Block| {
        let mut tokens = Tokens::new(text, block.start, block.end.min(block.start + 2_000));
        quoted.mask(&mut tokens, block.start, block.end);
        window::mark(&mut tokens, None).into_iter().find_map(|mark| match mark.meaning {
            TimeMeaning::Window(window) if window.from.is_some() && window.to.is_some() => Some(window),
            _ => None,
        })
    };
    let titled = head()
        .filter(|(number, block)| outline::is_heading(text, block, blocks.get(number + 1)))
        .find_map(|(_, block)| find(block));
    titled.or_else(|| {
        head().filter(|(_, block)| mentions_issue(text, block)).find_map(|(_, block)| find(block))
    })
}

/// "Sở … ban hành Kế hoạch cải cách hành chính năm 2022".
fn mentions_issue(text: &str, block: &Block) -> bool {
    text.get(block.start..block.end)
        .is_some_and(|content| content.contains("ban hành Kế hoạch") || content.contains("xây dựng Kế hoạch"))
}

fn single_year(window: Window) -> Option<i16> {
    let (from, to) = (window.from?, window.to?);
    (from.year() == to.year()).then(|| from.year())
}

/// "Hưng Yên, ngày 31 tháng 12 năm 2021" in the letterhead.
fn letterhead_year(text: &str, blocks: &[Block]) -> Option<i16> {
    blocks.iter().take(HEAD).find_map(|block| {
        let tokens = Tokens::new(text, block.start, block.end.min(block.start + 400));
        (0..tokens.len().min(16)).find_map(|at| {
            let dated = tokens.word(at) == "ngày";
            dated
                .then(|| crate::dates::full(&tokens, at + 1))
                .flatten()
                .and_then(|(date, _)| date)
                .map(kernel::Date::year)
        })
    })
}
