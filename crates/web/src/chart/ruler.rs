//! The deadline ruler: one working day is one unit of width, days off are thin and grey, paused days hatched.
//! It needs the pattern `mc-soc` that `layout/staff.html` puts at the top of the body (a pattern inside a drawing
//! that is not displayed does not paint).

use std::fmt::Write as _;

use super::{escape, open, px};

/// What a day on the ruler is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A working day.
    Working,
    /// A day or stretch of days off; not counted.
    Off,
    /// A day on which the clock stands.
    Paused,
}

/// One day (or one stretch of days off).
#[derive(Debug, Clone)]
pub struct RulerDay {
    /// Day of the month ("15", "03/10"); not shown for days off.
    pub label: String,
    /// Short weekday ("T5").
    pub weekday: String,
    /// What it is.
    pub kind: DayKind,
}

/// What the ruler shows. Places are days from the first one, with fractions of the working day: 2.5 is noon of
/// the third.
#[derive(Debug, Clone)]
pub struct Ruler<'a> {
    /// The days, first to last.
    pub days: &'a [RulerDay],
    /// Where the time starts to run.
    pub start: f64,
    /// The present moment, or the moment of completion.
    pub now: f64,
    /// The deadline.
    pub end: f64,
    /// The first deadline, where it was moved.
    pub first_end: Option<f64>,
    /// Words at the start ("Nhận 14/09, 14:10").
    pub start_text: &'a str,
    /// Words at the present moment ("Bây giờ", "Trả kết quả").
    pub now_text: &'a str,
    /// Words at the deadline ("Hạn 03/10, 14:10").
    pub end_text: &'a str,
    /// Words at the first deadline ("Hạn ban đầu").
    pub first_end_text: &'a str,
}

/// The ruler, once for wide and once for narrow screens.
pub fn deadline_ruler(ruler: &Ruler<'_>) -> String {
    let wide = Frame::new(ruler, 840.0, 88.0, "mc-han mc-bd--rong");
    let narrow = Frame::new(ruler, 358.0, 96.0, "mc-han mc-bd--hep");
    wide.draw() + &narrow.draw()
}

const TOP: f64 = 40.0;
const BAND: f64 = 18.0;
/// Room a day's two lines of label need.
const LABEL_ROOM: f64 = 34.0;
/// Mean width of a character at the ruler's size of type, for keeping labels apart.
const CHARACTER: f64 = 6.3;

struct Frame<'a> {
    ruler: &'a Ruler<'a>,
    width: f64,
    height: f64,
    class: &'static str,
    /// Left edge of each day, and the right edge of the last.
    edges: Vec<f64>,
    /// Every how many days the label is written.
    every: usize,
}

impl<'a> Frame<'a> {
    fn new(ruler: &'a Ruler<'a>, width: f64, height: f64, class: &'static str) -> Self {
        let weight = |day: &RulerDay| if day.kind == DayKind::Off { 0.45 } else { 1.0 };
        let total: f64 = ruler.days.iter().map(weight).sum::<f64>().max(1.0);
        let mut edges = vec![0.0];
        let mut at = 0.0;
        for day in ruler.days {
            at += weight(day) / total * width;
            edges.push(at);
        }
        let every = (LABEL_ROOM * total / width).ceil().max(1.0) as usize;
        Self { ruler, width, height, class, edges, every }
    }

    fn edge(&self, place: usize) -> f64 {
        self.edges.get(place).or(self.edges.last()).copied().unwrap_or_default()
    }

    /// The x of a place on the ruler.
    fn x(&self, place: f64) -> f64 {
        let last = self.ruler.days.len().saturating_sub(1);
        let day = (place.max(0.0).floor() as usize).min(last);
        let (from, to) = (self.edge(day), self.edge(day + 1));
        (from + (place - day as f64) * (to - from)).clamp(0.0, self.width)
    }

    fn draw(&self) -> String {
        let mut out = open(self.class, self.width, self.height);
        let mut counted = 0;
        for (place, day) in self.ruler.days.iter().enumerate() {
            self.draw_day(place, day, &mut out);
            if day.kind == DayKind::Off {
                continue;
            }
            if counted % self.every == 0 {
                let x = px(f64::midpoint(self.edge(place), self.edge(place + 1)));
                let _ = write!(
                    out,
                    r#"<text x="{x}" y="{}" text-anchor="middle">{}</text><text x="{x}" y="{}" text-anchor="middle" class="moc-chu">{}</text>"#,
                    TOP + BAND + 16.0,
                    escape(&day.weekday),
                    TOP + BAND + 29.0,
                    escape(&day.label)
                );
            }
            counted += 1;
        }
        self.draw_marks(&mut out);
        out.push_str("</svg>");
        out
    }

    fn draw_day(&self, place: usize, day: &RulerDay, out: &mut String) {
        let (from, to) = (place as f64, place as f64 + 1.0);
        match day.kind {
            DayKind::Off => self.block("o--le", from, to, out),
            DayKind::Paused => self.block("o--dung", from, to, out),
            DayKind::Working => {
                let ruler = self.ruler;
                let (open, due) = (from.max(ruler.start), to.min(ruler.end));
                if open < due {
                    let past = ruler.now.clamp(open, due);
                    self.block("o--con", open, due, out);
                    self.block("o", open, past, out);
                }
                self.block("o--tre", from.max(ruler.end), to.min(ruler.now), out);
            }
        }
    }

    /// A filled stretch of the band; nothing where it is empty.
    fn block(&self, class: &str, from: f64, to: f64, out: &mut String) {
        if to <= from {
            return;
        }
        let (left, right) = (self.x(from), self.x(to));
        let (y, height, round) =
            if class == "o--le" { (TOP + 5.0, BAND - 10.0, "0") } else { (TOP, BAND, "1.5") };
        let _ = write!(
            out,
            r#"<rect class="{class}" x="{}" y="{y}" width="{}" height="{height}" rx="{round}"/>"#,
            px(left + 0.5),
            px((right - left - 1.0).max(0.5))
        );
    }

    fn draw_marks(&self, out: &mut String) {
        let ruler = self.ruler;
        let foot = TOP + BAND + 4.0;
        let (end, now) = (self.x(ruler.end), self.x(ruler.now));
        if let Some(first) = ruler.first_end {
            let x = self.x(first);
            let _ = write!(
                out,
                r#"<line class="moc" stroke-dasharray="2 2" x1="{0}" x2="{0}" y1="{1}" y2="{foot}"/>"#,
                px(x),
                TOP - 8.0
            );
            let left = x - 5.0 - room(ruler.first_end_text);
            let clear_of_now = left > now + 10.0 + room(ruler.now_text) || x < now;
            if self.width > 500.0 && clear_of_now && left > 0.0 {
                let _ = write!(
                    out,
                    r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#,
                    px(x - 5.0),
                    TOP - 6.0,
                    escape(ruler.first_end_text)
                );
            }
        }
        let _ =
            write!(out, r#"<line class="moc" x1="{0}" x2="{0}" y1="{1}" y2="{foot}"/>"#, px(end), TOP - 20.0);
        mark_text("moc-chu nay-chu", self.beside(end, ruler.end_text, true), TOP - 24.0, ruler.end_text, out);
        let _ =
            write!(out, r#"<line class="nay" x1="{0}" x2="{0}" y1="{1}" y2="{foot}"/>"#, px(now), TOP - 12.0);
        mark_text("nay-chu", self.beside(now, ruler.now_text, false), TOP - 6.0, ruler.now_text, out);
        // The sentence over the ruler says when it was received; the label gives way to the deadline's.
        if end - room(ruler.end_text) - 10.0 > room(ruler.start_text) {
            let _ = write!(out, r#"<text x="0" y="{}">{}</text>"#, TOP - 24.0, escape(ruler.start_text));
        }
    }

    /// Where words go beside a mark at `x`: on the wanted side unless they would leave the drawing.
    fn beside(&self, x: f64, text: &str, before: bool) -> (f64, &'static str) {
        let fits_before = x - 5.0 - room(text) >= 0.0;
        let fits_after = x + 5.0 + room(text) <= self.width;
        if (before && fits_before) || !fits_after { (x - 5.0, "end") } else { (x + 5.0, "start") }
    }
}

fn room(text: &str) -> f64 {
    text.chars().count() as f64 * CHARACTER
}

fn mark_text(class: &str, (x, anchor): (f64, &str), y: f64, text: &str, out: &mut String) {
    let _ = write!(
        out,
        r#"<text class="{class}" x="{}" y="{y}" text-anchor="{anchor}">{}</text>"#,
        px(x),
        escape(text)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(kinds: &[DayKind]) -> Vec<RulerDay> {
        kinds
            .iter()
            .enumerate()
            .map(|(at, kind)| RulerDay {
                label: format!("{}", 14 + at),
                weekday: "T4".to_owned(),
                kind: *kind,
            })
            .collect()
    }

    fn ruler(days: &[RulerDay], now: f64, end: f64) -> Ruler<'_> {
        Ruler {
            days,
            start: 0.5,
            now,
            end,
            first_end: None,
            start_text: "Nhận",
            now_text: "Bây giờ",
            end_text: "Hạn",
            first_end_text: "Hạn ban đầu",
        }
    }

    #[test]
    fn exact_drawing_of_three_days() {
        let days = days(&[DayKind::Working, DayKind::Off, DayKind::Paused]);
        let frame = Ruler { end: 2.0, ..ruler(&days, 1.0, 2.0) };
        assert_eq!(
            Frame::new(&frame, 245.0, 88.0, "x").draw(),
            concat!(
                r#"<svg class="x" viewBox="0 0 245 88" aria-hidden="true" focusable="false">"#,
                r#"<rect class="o--con" x="50.5" y="40" width="49" height="18" rx="1.5"/><rect class="o" x="50.5" y="40" width="49" height="18" rx="1.5"/>"#,
                r#"<text x="50" y="74" text-anchor="middle">T4</text><text x="50" y="87" text-anchor="middle" class="moc-chu">14</text>"#,
                r#"<rect class="o--le" x="100.5" y="45" width="44" height="8" rx="0"/>"#,
                r#"<rect class="o--dung" x="145.5" y="40" width="99" height="18" rx="1.5"/>"#,
                r#"<text x="195" y="74" text-anchor="middle">T4</text><text x="195" y="87" text-anchor="middle" class="moc-chu">16</text>"#,
                r#"<line class="moc" x1="145" x2="145" y1="20" y2="62"/><text class="moc-chu nay-chu" x="140" y="16" text-anchor="end">Hạn</text>"#,
                r#"<line class="nay" x1="100" x2="100" y1="28" y2="62"/><text class="nay-chu" x="105" y="34" text-anchor="start">Bây giờ</text>"#,
                r#"<text x="0" y="16">Nhận</text></svg>"#
            )
        );
    }

    #[test]
    fn overdue_time_is_drawn_after_the_deadline() {
        let days = days(&[DayKind::Working; 5]);
        let svg = deadline_ruler(&ruler(&days, 4.5, 2.25));
        assert_eq!(svg.matches("o--tre").count(), 2 * 3, "{svg}");
        assert_eq!(deadline_ruler(&ruler(&days, 2.0, 4.0)).matches("o--tre").count(), 0);
    }

    #[test]
    fn labels_thin_out_on_a_long_ruler_and_stay_inside() {
        let days = days(&[DayKind::Working; 90]);
        let svg = deadline_ruler(&ruler(&days, 89.9, 0.6));
        assert!(svg.matches("T4").count() < 50);
        assert!(svg.contains(r#"text-anchor="end">Bây giờ"#), "{svg}");
        assert!(!svg.contains("Nhận"), "the deadline stands where the receipt would");
    }

    #[test]
    fn words_are_escaped() {
        let days = days(&[DayKind::Working; 3]);
        let svg = deadline_ruler(&Ruler { end_text: "<i>", ..ruler(&days, 1.0, 2.5) });
        assert!(svg.contains("&lt;i&gt;") && !svg.contains("<i>") && !svg.contains("style="));
    }

    #[test]
    fn an_empty_ruler_does_not_fail() {
        assert!(deadline_ruler(&ruler(&[], 1.0, 2.0)).contains("</svg>"));
    }
}
