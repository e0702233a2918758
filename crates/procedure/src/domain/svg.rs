//! Draws a [`Layout`] as SVG: classes and presentation attributes only, no style and no script, so that the
//! strict content policy holds. Hidden from screen readers: the table of steps stands beside it.

use std::fmt::Write;

use super::drawing::{Edge, Lane, Layout, Node, NodeKind};
use super::process::TransitionKind;

/// The drawing as an `svg` element.
pub fn to_svg(layout: &Layout) -> String {
    let mut out = String::with_capacity(4_096);
    let (width, height) = (layout.width, layout.height + 1);
    // Writing into a String cannot fail.
    let _ = write!(
        out,
        "<svg class=\"mc-qt\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         aria-hidden=\"true\" focusable=\"false\"><defs><marker id=\"mc-mui\" viewBox=\"0 0 8 8\" refX=\"7\" \
         refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"mui\" d=\"M0 0l8 4-8 4z\"/>\
         </marker></defs>"
    );
    for (number, lane) in layout.lanes.iter().enumerate() {
        draw_lane(&mut out, number, lane, width);
    }
    for edge in &layout.edges {
        draw_edge(&mut out, edge);
    }
    for node in &layout.nodes {
        draw_node(&mut out, node);
    }
    out.push_str("</svg>");
    out
}

fn draw_lane(out: &mut String, number: usize, lane: &Lane, width: i32) {
    let class = if number % 2 == 1 { "lan lan--chan" } else { "lan" };
    let middle = lane.y + lane.height / 2;
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\".5\" y=\"{}.5\" width=\"{}\" height=\"{}\"/>\
         <text class=\"lan-ten\" x=\"14\" y=\"{}\">{}</text>",
        lane.y,
        width - 1,
        lane.height,
        middle - 3,
        escape(&lane.title)
    );
    if !lane.subtitle.is_empty() {
        let _ = write!(
            out,
            "<text class=\"tg\" x=\"14\" y=\"{}\">{}</text>",
            middle + 15,
            escape(&lane.subtitle)
        );
    }
}

fn draw_edge(out: &mut String, edge: &Edge) {
    let class = match edge.kind {
        TransitionKind::Forward => "noi",
        TransitionKind::Return | TransitionKind::Supplement => "noi noi--lui",
        TransitionKind::Refuse => "noi noi--dung",
    };
    let _ = write!(out, "<path class=\"{class}\" d=\"");
    for (at, (x, y)) in edge.points.iter().enumerate() {
        let _ = write!(out, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
    }
    out.push_str("\" marker-end=\"url(#mc-mui)\"/>");
    if let Some(label) = &edge.label {
        let _ = write!(
            out,
            "<text class=\"nhan\" x=\"{}\" y=\"{}\">{}</text>",
            label.x,
            label.y,
            escape(&label.text)
        );
    }
}

fn draw_node(out: &mut String, node: &Node) {
    let (x, y) = (node.x, node.y);
    if node.kind != NodeKind::Step {
        let class = if node.kind == NodeKind::End { "moc moc--cuoi" } else { "moc" };
        let _ = write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>", node.width / 2);
        return;
    }
    let _ = write!(
        out,
        "<rect class=\"nut\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>",
        x - node.width / 2,
        y - node.height / 2,
        node.width,
        node.height
    );
    // The lines of the name and the time under them stand centred in the box.
    let n_lines = node.lines.len() as i32;
    let first = y + 3 - n_lines * 15 / 2;
    for (at, line) in node.lines.iter().enumerate() {
        let _ = write!(
            out,
            "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"500\">{}</text>",
            first + at as i32 * 15,
            escape(line)
        );
    }
    let _ = write!(
        out,
        "<text class=\"tg\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        first + n_lines * 15 + 3,
        escape(&node.time)
    );
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
