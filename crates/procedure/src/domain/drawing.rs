//! The drawing of a process as plain data, in whole numbers: lanes, nodes, ways. [`super::layout()`] makes it and
//! [`super::to_svg`] writes it.

use super::process::TransitionKind;

/// A lane: who does the steps in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Upper edge.
    pub y: i32,
    /// Height.
    pub height: i32,
    /// Who.
    pub title: String,
    /// Where.
    pub subtitle: String,
}

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// The circle before the first step.
    Start,
    /// A step.
    Step,
    /// The circle after the last step.
    End,
}

/// A node, placed by its centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// Code of the step; empty for the circles.
    pub step: String,
    /// Centre.
    pub x: i32,
    /// Centre.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// The name, broken into lines.
    pub lines: Vec<String>,
    /// The time allotted, in words.
    pub time: String,
}

/// A text at a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words.
    pub text: String,
    /// Where the text begins.
    pub x: i32,
    /// Base line.
    pub y: i32,
}

/// A way between two nodes, as corners of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// What it means.
    pub kind: TransitionKind,
    /// Corners, from the node it leaves to the node it reaches.
    pub points: Vec<(i32, i32)>,
    /// Its words, where it is not the usual way on.
    pub label: Option<Label>,
}

/// The drawing of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Width of the whole.
    pub width: i32,
    /// Height of the whole.
    pub height: i32,
    /// Lanes from top to bottom.
    pub lanes: Vec<Lane>,
    /// Boxes and circles.
    pub nodes: Vec<Node>,
    /// Ways.
    pub edges: Vec<Edge>,
}
