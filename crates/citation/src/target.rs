//! A sentence to its promises: judges every figure, finds the borders between them, and fills in each promise.

use std::sync::Arc;

use crate::border::territory;
use crate::draft::{Amount, Because, DraftTarget, PassedOver, TargetKind};
use crate::judge::{self, Verdict};
use crate::measure;
use crate::mention::Mention;
use crate::scene::Scene;
use crate::shape::{Shape, shape};
use crate::span::{CharIndex, Span};
use crate::standing::{self, Standing};

/// What one sentence gives.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) targets: Vec<DraftTarget>,
    pub(crate) passed_over: Vec<PassedOver>,
}

/// The sentence as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) text: Arc<str>,
    pub(crate) span: Span,
}

/// Reads the promises of a sentence.
pub(crate) fn read(scene: &Scene<'_, '_>, source: &Source, index: &CharIndex<'_>) -> Reading {
    let standings = standing::find(scene);
    let mut reading = Reading::default();
    let mut accepted: Vec<usize> = Vec::new();
    let mut reasons: Vec<Because> = Vec::new();
    for (number, mention) in scene.mentions.iter().enumerate() {
        let verdict = standing::uses(&standings, mention.from)
            .unwrap_or_else(|| judge::judge(scene, mention, &accepted));
        match verdict {
            Verdict::Promise(because) => {
                accepted.push(number);
                reasons.push(because);
            }
            Verdict::None(because) if because.rule == "place-in-a-ranking" => {}
            Verdict::None(because) => reading.passed_over.push(passed(scene, mention, because, index)),
        }
    }
    if let Some(words) = told(scene, &reading.passed_over) {
        for (number, because) in accepted.drain(..).zip(reasons.drain(..)) {
            if let Some(mention) = scene.mentions.get(number) {
                let because = Because::new("told-with-a-result", format!("{words}; {}", because.words));
                reading.passed_over.push(passed(scene, mention, because, index));
            }
        }
    }
    let promises: Vec<&Mention> = accepted.iter().filter_map(|number| scene.mentions.get(*number)).collect();
    let mut placed: Vec<(usize, DraftTarget)> = Vec::new();
    let mut before: Option<(Shape, DraftTarget)> = None;
    for (number, mention) in promises.iter().enumerate() {
        let because = reasons.get(number).cloned().unwrap_or_default();
        let (left, right) = territory(scene, &promises, &standings, number);
        let shape = shape(scene, mention, left, before.as_ref().map(|(shape, _)| shape));
        let previous = before.as_ref().map(|(_, target)| target.measure.as_str());
        let names = names(scene, mention, &shape, (left, right), previous);
        let filled = fill(scene, source, mention, &shape, (left, right));
        let filled = names.into_iter().map(|measure| DraftTarget {
            measure,
            because: because.clone(),
            ..filled.clone()
        });
        for target in filled {
            before = Some((shape.clone(), target.clone()));
            placed.push((mention.from, target));
        }
    }
    let mut names = Vec::new();
    for (number, standing) in standings.iter().enumerate() {
        let after =
            number.checked_sub(1).and_then(|before| standings.get(before)).map_or(0, |before| before.to);
        let measured = placed
            .iter()
            .rfind(|(at, _)| *at < standing.from && *at >= scene.segment(standing.from).0)
            .map(|(_, target)| target.measure.clone());
        names = standing_names(scene, standing, &promises, after, names);
        // "SIPAS đạt trên 85%, xếp hạng trong nhóm 20 tỉnh dẫn đầu" ranks what was measured.
        if let (Some(measured), Some(name)) = (measured, names.first_mut())
            && matches!(name.to_lowercase().as_str(), "xếp hạng" | "xếp" | "thứ hạng")
        {
            *name = measured;
        }
        placed
            .extend(stand(scene, source, standing, &names).into_iter().map(|target| (standing.from, target)));
    }
    placed.sort_by_key(|(at, _)| *at);
    name_the_nameless(&mut placed, scene, source);
    reading.targets = placed.into_iter().map(|(_, target)| target).collect();
    reading
}

/// "Năm 2022: 85%; năm 2025: 95% hồ sơ được số hóa": what is measured may be said only once, at the end.
fn name_the_nameless(placed: &mut [(usize, DraftTarget)], scene: &Scene<'_, '_>, source: &Source) {
    let first = scene.mentions.first().map_or(0, |mention| mention.from);
    let said = measure::trimmed(scene, 0, first);
    let mut name = measure::cut(if said.is_empty() {
        source.text.trim_end_matches(['.', ';']).to_owned()
    } else {
        said
    });
    for (_, target) in placed.iter_mut().rev() {
        if target.measure.trim().is_empty() {
            target.measure.clone_from(&name);
        } else {
            name.clone_from(&target.measure);
        }
    }
}

/// A sentence that reports one result ("đã giải quyết 1.200 hồ sơ, đạt 97,2%") reports the others too, unless it hopes.
fn told(scene: &Scene<'_, '_>, passed: &[PassedOver]) -> Option<String> {
    let hope = [
        "phấn đấu",
        "mục tiêu",
        "bảo đảm",
        "đảm bảo",
        "ít nhất",
        "tối thiểu",
        "yêu cầu",
        "đến năm",
        "nâng",
        "trở lên",
        "tiếp tục",
        "không quá",
    ];
    if scene.tokens.find_any(0, scene.tokens.len(), &hope).is_some() {
        return None;
    }
    passed
        .iter()
        .find(|passed| passed.because.rule == "past-tense")
        .map(|passed| passed.because.words.clone())
}

fn passed(scene: &Scene<'_, '_>, mention: &Mention, because: Because, index: &CharIndex<'_>) -> PassedOver {
    let tokens = &scene.tokens;
    let start = tokens.get(mention.from).map_or(0, |token| token.start);
    let end = tokens.get(mention.to.saturating_sub(1)).map_or(start, |token| token.end);
    PassedOver {
        clause: scene.place.clause.clone(),
        figure: tokens.raw(mention.from, mention.to).to_owned(),
        span: index.span(start, end),
        because,
    }
}

/// What the promise measures: one phrase, or one for each index ranked.
fn names(
    scene: &Scene<'_, '_>,
    mention: &Mention,
    shape: &Shape,
    (left, right): (usize, usize),
    previous: Option<&str>,
) -> Vec<String> {
    if shape.kind == TargetKind::Rank {
        let names = subject_names(scene, &standing::subjects(&scene.tokens, left, shape.lead.from));
        if !names.is_empty() {
            return names;
        }
    }
    let phrase = measure::phrase(scene, mention, &shape.lead, (left, right), previous);
    let lower = phrase.to_lowercase();
    vec![match (&shape.shared_verb, shape.lead.change) {
        (Some(verb), _) if !lower.starts_with(verb.as_str()) => format!("{verb} {phrase}"),
        // "Thu ngân sách tăng 10%": the measure says which way.
        (None, Some((_, verb, _)))
            if shape.kind == TargetKind::Change && !lower.contains(&verb.replace(" ,", ",")) =>
        {
            format!("{phrase} {verb}")
        }
        _ => phrase,
    }]
}

/// The promise but for what it measures and why it was read.
fn fill(
    scene: &Scene<'_, '_>,
    source: &Source,
    mention: &Mention,
    shape: &Shape,
    (left, right): (usize, usize),
) -> DraftTarget {
    // "giảm 10% … và giảm 10% … so với năm 2021": what follows both holds for both changes.
    let compares = matches!(shape.kind, TargetKind::Change | TargetKind::Rank);
    DraftTarget {
        clause: scene.place.clause.clone(),
        text: source.text.clone(),
        measure: String::new(),
        kind: shape.kind,
        comparator: shape.comparator,
        value: Amount::Number(mention.value),
        upper: mention.upper,
        unit: Some(mention.unit.clone()),
        window: scene.window_for(mention.from, left, right),
        baseline: scene
            .baseline_for(mention.from, left, right, compares)
            .or_else(|| mention.raised_from.clone()),
        span: source.span,
        direction: shape.direction,
        because: Because::default(),
    }
}

/// The names of coordinate subjects; "Xếp hạng" before the first one holds for all.
fn subject_names(scene: &Scene<'_, '_>, parts: &[(usize, usize)]) -> Vec<String> {
    let tokens = &scene.tokens;
    let mut names: Vec<String> = Vec::new();
    let mut head = "";
    for (number, (from, to)) in parts.iter().enumerate() {
        let name = measure::trimmed(scene, *from, *to);
        if name.is_empty() {
            continue;
        }
        if number == 0 && parts.len() > 1 && name.to_lowercase().starts_with("xếp hạng") {
            head = tokens.raw(*from, *from + 2);
        }
        let shown = if number > 0 && !head.is_empty() && !name.to_lowercase().starts_with("xếp hạng") {
            format!("{head} {name}")
        } else {
            name
        };
        names.push(measure::cut(shown));
    }
    names
}

/// What is ranked or graded: the indices named before the words, else what the place before it in the sentence was of.
fn standing_names(
    scene: &Scene<'_, '_>,
    standing: &Standing,
    promises: &[&Mention],
    after: usize,
    before: Vec<String>,
) -> Vec<String> {
    let tokens = &scene.tokens;
    let (from, to) = scene.segment(standing.from);
    let mut left = promises
        .iter()
        .filter(|mention| mention.to <= standing.from && mention.from >= from)
        .map(|mention| mention.to)
        .max()
        .unwrap_or(from);
    if after > 0 && !before.is_empty() {
        let named = tokens
            .find_any(
                after.max(from),
                standing.from,
                &["chỉ số", "xếp hạng", "phấn đấu", "tỉnh", "sở", "huyện"],
            )
            .is_some();
        if !named {
            return before;
        }
        left = left.max(after);
    }
    let parts = standing::subjects(tokens, left, standing.from);
    let mut names = subject_names(scene, &parts);
    // "giữ vững vị trí thứ 3 về Chỉ số DDCI": the index is named behind.
    let behind = (standing.to..to).any(|at| {
        tokens.starts(at, "chỉ số").is_some()
            || standing::INDICES.contains(&tokens.word(at))
            || tokens.word(at) == "về"
    });
    let known = (left..standing.from).any(|at| {
        tokens.starts_any(at, &["chỉ số", "xếp hạng"]).is_some()
            || standing::INDICES.contains(&tokens.word(at))
    });
    if names.is_empty() || (behind && !known) {
        let words = measure::text(tokens, standing.from, to);
        names = vec![measure::cut(words.trim_end_matches(['.', ';', ',']).to_owned())];
    }
    names
}

/// The promises of a place or grade, one per index named.
fn stand(scene: &Scene<'_, '_>, source: &Source, standing: &Standing, names: &[String]) -> Vec<DraftTarget> {
    let (_, to) = scene.segment(standing.from);
    let unit = (standing.kind == TargetKind::Rank).then(|| "hạng".to_owned());
    names
        .iter()
        .map(|measure| DraftTarget {
            clause: scene.place.clause.clone(),
            text: source.text.clone(),
            measure: measure.clone(),
            kind: standing.kind,
            comparator: standing.comparator,
            value: standing.value.clone(),
            upper: None,
            unit: unit.clone(),
            window: scene.window_for(standing.from, standing.from, standing.to),
            baseline: scene.baseline_for(standing.from, standing.from, to, false),
            span: source.span,
            direction: None,
            because: standing.because.clone(),
        })
        .collect()
}
