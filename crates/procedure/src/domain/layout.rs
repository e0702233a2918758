//! Lays an internal process out as a swimlane drawing: one lane for each performer, one column for each step,
//! ways in right angles. Whole numbers only. Every step has a column of its own, so that vertical lines never
//! cross a box; ways that go back or skip steps run in tracks under the boxes of their lane.

use std::collections::BTreeMap;

use super::drawing::{Edge, Label, Lane, Layout, Node, NodeKind};
use super::graph::Graph;
use super::process::{END, InternalProcess, Step, StepRole, TransitionKind};

/// Width of the column with the names of the lanes.
const NAMES: i32 = 142;
/// Width of the column of a step.
const COLUMN: i32 = 132;
/// Width and height of a box.
const BOX: (i32, i32) = (116, 84);
/// Room above the boxes of a lane.
const ABOVE: i32 = 18;
/// Room under the boxes, before the first track.
const BELOW: i32 = 16;
/// Height of a track.
const TRACK: i32 = 16;
/// Room for the circles at both ends.
const MARGIN: i32 = 34;
/// Radius of the circles.
const RADIUS: i32 = 12;
/// Letters in a line of a box.
const LINE: usize = 16;
/// Lines of a name in a box.
const LINES: usize = 3;

/// Lays a process out.
pub fn layout(process: &InternalProcess) -> Layout {
    let plan = Plan::of(process);
    let (nodes, ends) = plan.nodes();
    let edges = plan.edges(&nodes, ends);
    Layout {
        width: NAMES + MARGIN * 2 + plan.columns() * COLUMN,
        height: plan.lanes.last().map_or(0, |lane| lane.y + lane.height),
        lanes: plan.lanes,
        nodes,
        edges,
    }
}

/// A way as numbers of steps; `to` is the number of steps for the end circle.
#[derive(Debug, Clone, Copy)]
struct Way {
    from: usize,
    to: usize,
    kind: TransitionKind,
    /// The track under the lane of `from`; `None` for a straight way on.
    track: Option<i32>,
}

/// Where everything goes, before coordinates of boxes and ways are known.
struct Plan<'a> {
    process: &'a InternalProcess,
    /// Column of each step.
    column: Vec<i32>,
    /// Lane of each step.
    lane: Vec<usize>,
    lanes: Vec<Lane>,
    ways: Vec<Way>,
    start: Option<usize>,
    /// The step beside which the end circle stands.
    last: Option<usize>,
}

impl<'a> Plan<'a> {
    fn of(process: &'a InternalProcess) -> Self {
        let (order, _) = Graph::of(process).forward_order_with_rest();
        let mut column = vec![0; process.steps.len()];
        for (at, step) in order.iter().enumerate() {
            if let Some(place) = column.get_mut(*step) {
                *place = at as i32;
            }
        }
        let (lane, lanes) = lanes(process);
        let places: BTreeMap<&str, usize> =
            process.steps.iter().enumerate().map(|(at, step)| (step.code.as_str(), at)).collect();
        let last =
            order.iter().rev().copied().find(|step| process.steps.get(*step).is_some_and(|step| step.end));
        let mut plan = Self {
            process,
            column,
            lane,
            lanes,
            ways: Vec::new(),
            start: places.get(process.start.as_str()).copied(),
            last: last.or(order.last().copied()),
        };
        plan.find_ways(&places);
        plan.place_lanes();
        plan
    }

    fn columns(&self) -> i32 {
        self.column.len() as i32
    }

    fn column_of(&self, step: usize) -> i32 {
        self.column.get(step).copied().unwrap_or_else(|| self.columns())
    }

    fn lane_of(&self, step: usize) -> usize {
        let step = if step < self.lane.len() { Some(step) } else { self.last };
        step.and_then(|step| self.lane.get(step)).copied().unwrap_or(0)
    }

    /// A way on is drawn straight where nothing stands between: another box of its lane, or all of it if it is
    /// no usual way on.
    fn is_straight(&self, way: Way) -> bool {
        let (from, to) = (self.column_of(way.from), self.column_of(way.to));
        let lane = self.lane_of(way.from);
        let between =
            |step: usize| (from + 1..to).contains(&self.column_of(step)) && self.lane_of(step) == lane;
        way.kind == TransitionKind::Forward && from < to && !(0..self.column.len()).any(between)
    }

    fn find_ways(&mut self, places: &BTreeMap<&str, usize>) {
        let end = self.column.len();
        let mut tracks: BTreeMap<usize, i32> = BTreeMap::new();
        for transition in &self.process.transitions {
            let Some(&from) = places.get(transition.from.as_str()) else { continue };
            let to =
                if transition.to == END { Some(end) } else { places.get(transition.to.as_str()).copied() };
            let Some(to) = to else { continue };
            self.add(Way { from, to, kind: transition.kind, track: None }, &mut tracks);
        }
        for (from, step) in self.process.steps.iter().enumerate() {
            if step.end {
                self.add(Way { from, to: end, kind: TransitionKind::Forward, track: None }, &mut tracks);
            }
        }
    }

    fn add(&mut self, mut way: Way, tracks: &mut BTreeMap<usize, i32>) {
        if !self.is_straight(way) {
            let next = tracks.entry(self.lane_of(way.from)).or_insert(0);
            way.track = Some(*next);
            *next += 1;
        }
        self.ways.push(way);
    }

    fn place_lanes(&mut self) {
        let mut y = 0;
        for number in 0..self.lanes.len() {
            let tracks = self
                .ways
                .iter()
                .filter(|way| way.track.is_some() && self.lane_of(way.from) == number)
                .count();
            let height = ABOVE + BOX.1 + BELOW + tracks as i32 * TRACK;
            if let Some(lane) = self.lanes.get_mut(number) {
                lane.y = y;
                lane.height = height;
            }
            y += height;
        }
    }

    /// The centre line of the boxes of a lane.
    fn middle(&self, lane: usize) -> i32 {
        self.lanes.get(lane).map_or(0, |lane| lane.y + ABOVE + BOX.1 / 2)
    }

    fn track_y(&self, lane: usize, track: i32) -> i32 {
        self.middle(lane) + BOX.1 / 2 + BELOW + track * TRACK
    }

    /// All nodes, steps first and in their order, and the places of the circles.
    fn nodes(&self) -> (Vec<Node>, Ends) {
        let x = |column: i32| NAMES + MARGIN + column * COLUMN + COLUMN / 2;
        let mut nodes: Vec<Node> = self
            .process
            .steps
            .iter()
            .enumerate()
            .map(|(at, step)| step_node(step, x(self.column_of(at)), self.middle(self.lane_of(at))))
            .collect();
        let mut ends = Ends { start: None, end: None };
        if let Some(start) = self.start {
            ends.start = Some(nodes.len());
            nodes.push(circle(NodeKind::Start, NAMES + MARGIN / 2, self.middle(self.lane_of(start))));
        }
        if let Some(last) = self.last {
            ends.end = Some(nodes.len());
            let x = NAMES + MARGIN + self.columns() * COLUMN + MARGIN / 2;
            nodes.push(circle(NodeKind::End, x, self.middle(self.lane_of(last))));
        }
        (nodes, ends)
    }

    fn edges(&self, nodes: &[Node], ends: Ends) -> Vec<Edge> {
        let mut edges = Vec::with_capacity(self.ways.len() + 1);
        let node = |at: usize| {
            if at < self.column.len() { nodes.get(at) } else { ends.end.and_then(|end| nodes.get(end)) }
        };
        if let (Some(circle), Some(first)) =
            (ends.start.and_then(|at| nodes.get(at)), self.start.and_then(node))
        {
            edges.push(straight(TransitionKind::Forward, circle, first));
        }
        let mut leaving: BTreeMap<usize, i32> = BTreeMap::new();
        let mut reaching: BTreeMap<usize, i32> = BTreeMap::new();
        for way in &self.ways {
            let (Some(a), Some(b)) = (node(way.from), node(way.to)) else { continue };
            match way.track {
                None => edges.push(straight(way.kind, a, b)),
                Some(track) => {
                    let y = self.track_y(self.lane_of(way.from), track);
                    let out = next(&mut leaving, way.from);
                    let into = next(&mut reaching, way.to);
                    edges.push(tracked(way.kind, a, b, (y, out, into)));
                }
            }
        }
        edges
    }
}

/// The places of the circles among the nodes.
#[derive(Debug, Clone, Copy)]
struct Ends {
    start: Option<usize>,
    end: Option<usize>,
}

fn next(counts: &mut BTreeMap<usize, i32>, of: usize) -> i32 {
    let count = counts.entry(of).or_insert(0);
    *count += 1;
    *count - 1
}

/// The lane of each step, and the lanes in order of their first step.
fn lanes(process: &InternalProcess) -> (Vec<usize>, Vec<Lane>) {
    let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut lanes: Vec<Lane> = Vec::new();
    let lane_of_step = process
        .steps
        .iter()
        .map(|step| {
            let names = lane_names(step);
            *numbers.entry(names.clone()).or_insert_with(|| {
                lanes.push(Lane { y: 0, height: 0, title: names.0, subtitle: names.1 });
                lanes.len() - 1
            })
        })
        .collect();
    (lane_of_step, lanes)
}

fn lane_names(step: &Step) -> (String, String) {
    let title = step.role.map_or("Chưa rõ người làm", StepRole::label);
    let unit = step.unit.map_or("", super::process::StepUnit::label);
    (title.to_owned(), if title == unit { String::new() } else { unit.to_owned() })
}

fn step_node(step: &Step, x: i32, y: i32) -> Node {
    Node {
        kind: NodeKind::Step,
        step: step.code.clone(),
        x,
        y,
        width: BOX.0,
        height: BOX.1,
        lines: break_lines(&step.name),
        time: step.time.map_or_else(|| "không tính".to_owned(), |time| time.to_string()),
    }
}

fn circle(kind: NodeKind, x: i32, y: i32) -> Node {
    let size = RADIUS * 2;
    Node {
        kind,
        step: String::new(),
        x,
        y,
        width: size,
        height: size,
        lines: Vec::new(),
        time: String::new(),
    }
}

/// Leaves `a` at its right side and reaches `b` at its left side or, in another lane, from above or below.
fn straight(kind: TransitionKind, a: &Node, b: &Node) -> Edge {
    let right = (a.x + a.width / 2, a.y);
    let points = if a.y == b.y {
        vec![right, (b.x - b.width / 2 - 2, b.y)]
    } else {
        let side = if b.y > a.y { -1 } else { 1 };
        vec![right, (b.x, a.y), (b.x, b.y + side * (b.height / 2 + 2))]
    };
    Edge { kind, points, label: None }
}

/// Leaves `a` at its lower side, runs along the track at height `y`, and reaches `b` from below or above.
/// `out` and `into` count the ways that already leave `a` and reach `b`, so that lines do not lie on each other.
fn tracked(kind: TransitionKind, a: &Node, b: &Node, (y, out, into): (i32, i32, i32)) -> Edge {
    // The first way out stands furthest to the right and takes the upper track: its label, which stands to the
    // right of it, is crossed by none of the later ones.
    let from = a.x + 14 + (3 - out % 4) * 10;
    let to = if b.kind == NodeKind::End { b.x } else { b.x - 14 - (into % 4) * 10 };
    let side = if y > b.y { 1 } else { -1 };
    let points = vec![(from, a.y + a.height / 2), (from, y), (to, y), (to, b.y + side * (b.height / 2 + 2))];
    let label = Label { text: kind.label().to_owned(), x: from + 6, y: y - 3 };
    Edge { kind, points, label: (kind != TransitionKind::Forward).then_some(label) }
}

/// Breaks a name at blanks into at most [`LINES`] lines; what does not fit ends in an ellipsis.
fn break_lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let full = lines.len() == LINES;
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                line.push('…');
                break;
            }
            _ => lines.push(clip(word)),
        }
    }
    lines
}

fn clip(word: &str) -> String {
    if word.chars().count() <= LINE {
        return word.to_owned();
    }
    word.chars().take(LINE - 1).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::svg::to_svg;
    use crate::domain::tests_support::{process, step, way};

    fn overlap(a: &Node, b: &Node) -> bool {
        (a.x - b.x).abs() * 2 < a.width + b.width && (a.y - b.y).abs() * 2 < a.height + b.height
    }

    fn sample() -> InternalProcess {
        let mut sample = process(
            vec![
                step("tiep-nhan", Some(StepRole::CounterOfficer)),
                step("phan-cong", Some(StepRole::HeadOfDivision)),
                step("tham-dinh", Some(StepRole::Specialist)),
                step("duyet", Some(StepRole::HeadOfDivision)),
                step("ky", Some(StepRole::Director)),
                step("tra", Some(StepRole::CounterOfficer)),
            ],
            vec![
                way("tiep-nhan", "phan-cong", TransitionKind::Forward),
                way("phan-cong", "tham-dinh", TransitionKind::Forward),
                way("tham-dinh", "duyet", TransitionKind::Forward),
                way("duyet", "ky", TransitionKind::Forward),
                way("ky", "tra", TransitionKind::Forward),
                way("duyet", "tham-dinh", TransitionKind::Return),
                way("ky", "tham-dinh", TransitionKind::Return),
                way("tham-dinh", "tiep-nhan", TransitionKind::Supplement),
                way("tiep-nhan", END, TransitionKind::Refuse),
                way("phan-cong", "duyet", TransitionKind::Forward),
            ],
        );
        if let Some(last) = sample.steps.last_mut() {
            last.end = true;
        }
        sample
    }

    #[test]
    fn boxes_do_not_overlap_and_lie_inside() {
        let drawing = layout(&sample());
        for (at, a) in drawing.nodes.iter().enumerate() {
            assert!(a.x - a.width / 2 >= NAMES && a.x + a.width / 2 <= drawing.width, "{a:?}");
            assert!(a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= drawing.height, "{a:?}");
            for b in &drawing.nodes[at + 1..] {
                assert!(!overlap(a, b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn ways_have_right_angles_and_cross_no_box() {
        let drawing = layout(&sample());
        assert_eq!(drawing.edges.len(), 12);
        for edge in &drawing.edges {
            for pair in edge.points.windows(2) {
                let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
                assert!(x1 == x2 || y1 == y2, "{edge:?}");
                let inside = |node: &Node| {
                    x1.min(x2) < node.x + node.width / 2
                        && x1.max(x2) > node.x - node.width / 2
                        && y1.min(y2) < node.y + node.height / 2
                        && y1.max(y2) > node.y - node.height / 2
                };
                assert!(!drawing.nodes.iter().any(inside), "{edge:?}");
            }
        }
    }

    #[test]
    fn lanes_follow_the_performers() {
        let drawing = layout(&sample());
        let titles: Vec<&str> = drawing.lanes.iter().map(|lane| lane.title.as_str()).collect();
        assert_eq!(titles, ["Công chức Một cửa", "Trưởng phòng", "Chuyên viên", "Lãnh đạo Sở"]);
    }

    #[test]
    fn long_names_are_broken_and_clipped() {
        assert_eq!(break_lines("Tiếp nhận, kiểm tra hồ sơ"), ["Tiếp nhận, kiểm", "tra hồ sơ"]);
        let lines = break_lines(&"thẩm định ".repeat(30));
        assert_eq!(lines.len(), LINES);
        assert!(lines[LINES - 1].ends_with('…'));
        assert_eq!(break_lines(&"x".repeat(50))[0].chars().count(), LINE);
    }

    #[test]
    fn svg_has_no_style_and_escapes_text() {
        let mut hostile = sample();
        hostile.steps[0].name = "<b onload=\"x\"> & '".to_owned();
        let svg = to_svg(&layout(&hostile));
        assert!(svg.starts_with("<svg class=\"mc-qt\"") && svg.ends_with("</svg>"));
        assert!(svg.contains("aria-hidden=\"true\""));
        assert!(!svg.contains("style") && !svg.contains("<b "));
        assert!(svg.contains("&lt;b") && svg.contains("&amp;"));
    }

    #[test]
    fn an_empty_process_is_drawn_empty() {
        let drawing = layout(&process(Vec::new(), Vec::new()));
        assert_eq!((drawing.nodes.len(), drawing.edges.len(), drawing.height), (0, 0, 0));
        assert!(to_svg(&drawing).ends_with("</svg>"));
    }
}
