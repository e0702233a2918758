//! The stretches of a text that cite documents, for keeping their numbers and years out of promises.

use crate::cite::RawCitation;
use crate::token::Tokens;

/// Byte places of citations, in order.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    places: Vec<(usize, usize)>,
    longest: usize,
}

impl Quoted {
    /// The title of the document itself is not hidden: it names the year of the plan.
    pub(crate) fn new(citations: &[RawCitation], is_own: impl Fn(&RawCitation) -> bool) -> Self {
        let mut places: Vec<(usize, usize)> = Vec::with_capacity(citations.len());
        for raw in citations {
            let end = if is_own(raw) { raw.number_end } else { raw.end };
            places.push((raw.start, end));
        }
        places.sort_unstable();
        let longest = places.iter().map(|(start, end)| end - start).max().unwrap_or_default();
        Self { places, longest }
    }

    /// Masks what is cited in the bytes `start..end`.
    pub(crate) fn mask(&self, tokens: &mut Tokens<'_>, start: usize, end: usize) {
        let from = self.places.partition_point(|(at, _)| *at < start.saturating_sub(self.longest));
        for (at, stop) in self.places.iter().skip(from).take_while(|(at, _)| *at < end) {
            tokens.mask(*at, *stop);
        }
    }
}
