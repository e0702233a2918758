//! One sentence with everything the rules look at: tokens, times, figures, the borders between promises.

use crate::draft::Comparator;
use crate::lexicon::{AT_LEAST, AT_MOST, CHANGES, Direction, GLUE};
use crate::mention::{self, Mention};
use crate::outline::Place;
use crate::token::Tokens;
use crate::window::{self, TimeMark, TimeMeaning, Window};

/// A sentence ready to be judged.
#[derive(Debug)]
pub(crate) struct Scene<'a, 't> {
    pub(crate) tokens: Tokens<'t>,
    pub(crate) times: Vec<TimeMark>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) place: &'a Place,
    /// The time the whole plan covers.
    pub(crate) plan: Option<Window>,
}

/// What stands directly before a figure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lead {
    /// First token of comparator, glue and verb of change.
    pub(crate) from: usize,
    pub(crate) comparator: Option<(Comparator, &'static str)>,
    /// The verb of change and where it starts.
    pub(crate) change: Option<(Direction, &'static str, usize)>,
    /// "lên", "còn", "xuống": the figure is the level reached, not the size of the change.
    pub(crate) level: bool,
}

impl<'a, 't> Scene<'a, 't> {
    pub(crate) fn new(
        mut tokens: Tokens<'t>,
        place: &'a Place,
        plan: Option<Window>,
        year: Option<i16>,
    ) -> Self {
        let times = window::mark(&mut tokens, year);
        let mentions = mention::find(&tokens);
        Self { tokens, times, mentions, place, plan }
    }

    /// The tokens between semicolons around `at`. A semicolon before "về" or "của" goes on with the same phrase.
    pub(crate) fn segment(&self, at: usize) -> (usize, usize) {
        let parts = |place: usize| {
            let goes_on =
                matches!(self.tokens.word(place + 1), "về" | "của" | "cho" | "với" | "tại" | "đối" | "được");
            self.tokens.is_sign(place, ';') && !goes_on
        };
        let from = (0..at).rev().find(|place| parts(*place)).map_or(0, |place| place + 1);
        let to = (at..self.tokens.len()).find(|place| parts(*place)).unwrap_or(self.tokens.len());
        (from, to)
    }

    /// Reads backwards from the figure at `at`, not beyond `left`.
    pub(crate) fn lead(&self, at: usize, left: usize) -> Lead {
        let tokens = &self.tokens;
        let mut lead = Lead { from: at, ..Lead::default() };
        for _ in 0..10 {
            let here = lead.from;
            if here <= left {
                break;
            }
            let found = comparator_ending(tokens, here).filter(|(length, _, _)| here >= left + length);
            // "không thấp hơn 90%" limits; "thấp hơn" alone compares.
            let change = change_ending(tokens, here).filter(|(length, _, _)| here >= left + length);
            let change = change.filter(|(length, _, _)| found.is_none_or(|(longer, _, _)| longer <= *length));
            if let Some((length, direction, verb)) = change {
                lead.change = Some((direction, verb, here - length));
                lead.from = here - length;
                break;
            }
            match found {
                Some((length, comparator, words)) if lead.comparator.is_none() => {
                    lead.comparator = Some((comparator, words));
                    lead.level |= words == "xuống dưới";
                    lead.from = here - length;
                }
                _ if GLUE.contains(&tokens.word(here - 1))
                    || matches!(tokens.word(here - 1), "còn" | "xuống") =>
                {
                    lead.level |= matches!(tokens.word(here - 1), "lên" | "còn" | "xuống");
                    lead.from = here - 1;
                }
                _ => break,
            }
        }
        lead
    }

    /// The window or baseline that holds for the figure at `at`, whose promise covers the tokens `left..right`.
    pub(crate) fn window_for(&self, at: usize, left: usize, right: usize) -> Option<Window> {
        let (from, to) = self.segment(at);
        let inside = self.in_brackets(at);
        let windows = || {
            self.times.iter().filter_map(|mark| match mark.meaning {
                // "98% hồ sơ (năm 2021: 96,5%)": a time in brackets is of the brackets.
                TimeMeaning::Window(window) if inside || !self.in_brackets(mark.from) => {
                    Some((mark.from, window))
                }
                _ => None,
            })
        };
        let within = |from: usize, to: usize| windows().filter(move |(place, _)| (from..to).contains(place));
        let own = within(left, right).min_by_key(|(place, _)| place.abs_diff(at));
        let found = own
            .or_else(|| within(from, at).next_back())
            .or_else(|| within(at, to).next())
            .or_else(|| within(0, self.first_figure().min(4)).next());
        let inherited = self.place.window.or(self.plan);
        match found {
            Some((_, window)) => Some(window.within(inherited)),
            None => inherited,
        }
    }

    /// The time with which the sentence opens: "Đến năm 2025: …", "Năm 2022, …".
    pub(crate) fn opening_window(&self) -> Option<Window> {
        let first = self.times.first().filter(|mark| mark.from == 0)?;
        let stops = self.tokens.is_sign(first.to, ':') || self.tokens.is_sign(first.to, ',');
        match first.meaning {
            TimeMeaning::Window(window) if stops => Some(window),
            _ => None,
        }
    }

    /// Where a sentence hopes for a later year ("năm 2022 phấn đấu đạt 92%"), the years before it are past.
    pub(crate) fn hoped_for(&self) -> Option<kernel::Date> {
        let (hope, _) = self.tokens.rfind_any(0, self.tokens.len(), &["phấn đấu", "mục tiêu"])?;
        let starts = |from: usize, to: usize| {
            self.times.iter().filter_map(move |mark| match mark.meaning {
                TimeMeaning::Window(window) if (from..to).contains(&mark.from) => window.from,
                _ => None,
            })
        };
        let (from, to) = self.segment(hope);
        let hoped = starts(from, to).min()?;
        (Some(hoped) == starts(0, self.tokens.len()).max()).then_some(hoped)
    }

    fn first_figure(&self) -> usize {
        self.mentions.first().map_or(0, |mention| mention.from)
    }

    /// What the promise is compared with; `beyond` its own tokens too, where it is a change.
    pub(crate) fn baseline_for(&self, at: usize, left: usize, right: usize, beyond: bool) -> Option<String> {
        let (_, to) = self.segment(at);
        let find = |from: usize, to: usize| {
            self.times.iter().find_map(|mark| match &mark.meaning {
                TimeMeaning::Baseline(text) if (from..to).contains(&mark.from) => Some(text.clone()),
                _ => None,
            })
        };
        find(left, right).or_else(|| if beyond { find(at, to) } else { None })
    }

    /// True where the sentence opens a bracket before `at` that closes behind it.
    pub(crate) fn in_brackets(&self, at: usize) -> bool {
        let mut depth = 0_usize;
        for place in 0..at {
            if self.tokens.is_sign(place, '(') {
                depth += 1;
            } else if self.tokens.is_sign(place, ')') {
                depth = depth.saturating_sub(1);
            }
        }
        depth > 0
    }
}

/// The comparator that ends just before `at`: length, meaning, words.
fn comparator_ending(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Comparator, &'static str)> {
    let least = tokens.ends_any(at, AT_LEAST).map(|(length, words)| (length, Comparator::AtLeast, words));
    let most = tokens.ends_any(at, AT_MOST).map(|(length, words)| (length, Comparator::AtMost, words));
    match (least, most) {
        (Some(least), Some(most)) => Some(if least.0 > most.0 { least } else { most }),
        (least, most) => least.or(most),
    }
}

/// The verb of change that ends just before `at`.
pub(crate) fn change_ending(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Direction, &'static str)> {
    let last = tokens.word_before(at, 1);
    CHANGES
        .iter()
        .filter(|(phrase, _)| !last.is_empty() && phrase.ends_with(last))
        .filter_map(|(phrase, direction)| {
            let length = phrase.split(' ').count();
            tokens.starts(at.checked_sub(length)?, phrase).map(|length| (length, *direction, *phrase))
        })
        .max_by_key(|(length, _, _)| *length)
}
