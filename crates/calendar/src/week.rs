//! Opening hours: sessions of a day, days of a week.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A stretch of opening hours within one day, in minutes since midnight; open before close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Session {
    open: u16,
    close: u16,
}

/// Why a text is not a list of sessions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// Not `hh:mm-hh:mm`.
    #[error("`{0}` is not a session: write hh:mm-hh:mm, for example 07:30-11:30")]
    NotASession(String),
    /// Closes before it opens.
    #[error("session `{0}` closes before it opens")]
    Backwards(String),
    /// Begins before the one before it ends.
    #[error("session `{0}` begins before the session before it ends")]
    Overlaps(String),
    /// A week without any opening hour: no deadline can be counted in it.
    #[error("the week has no opening hours at all")]
    NoHours,
}

impl Session {
    /// Minutes since midnight at opening.
    pub const fn open(self) -> i64 {
        self.open as i64
    }

    /// Minutes since midnight at closing.
    pub const fn close(self) -> i64 {
        self.close as i64
    }

    /// Its length in minutes.
    pub const fn minutes(self) -> i64 {
        self.close() - self.open()
    }
}

impl FromStr for Session {
    type Err = SessionError;

    fn from_str(text: &str) -> Result<Self, SessionError> {
        let wrong = || SessionError::NotASession(text.to_owned());
        let (open, close) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        let session = Self { open: minute(open).ok_or_else(wrong)?, close: minute(close).ok_or_else(wrong)? };
        if session.close <= session.open {
            Err(SessionError::Backwards(text.to_owned()))
        } else {
            Ok(session)
        }
    }
}

/// `07:30` or `7:30`, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |part: &str, least: usize| {
        let sound = (least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour, 1)?, number(minute, 2)?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= 24 * 60).then_some(total)
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = (self.open, self.close);
        write!(f, "{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60)
    }
}

/// The opening hours of each weekday of an agency or unit. Never empty: some hour of the week is open.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkWeek {
    /// Monday first.
    days: [Vec<Session>; 7],
}

impl WorkWeek {
    /// The common office week: Monday to Friday 07:30-11:30 and 13:00-17:00, 40 hours (Decision 188/1999).
    pub fn office() -> Self {
        let day = vec![Session { open: 450, close: 690 }, Session { open: 780, close: 1_020 }];
        Self { days: std::array::from_fn(|place| if place < 5 { day.clone() } else { Vec::new() }) }
    }

    /// From texts such as `07:30-11:30,13:00-17:00`: one for Monday to Friday (empty = office hours), one for
    /// Saturday (empty = closed).
    pub fn parse(weekdays: &str, saturday: &str) -> Result<Self, SessionError> {
        let day = if weekdays.trim().is_empty() { Self::office().first_day() } else { sessions(weekdays)? };
        let saturday = sessions(saturday)?;
        Self::of(std::array::from_fn(|place| match place {
            0..=4 => day.clone(),
            5 => saturday.clone(),
            _ => Vec::new(),
        }))
    }

    /// From one text for each weekday, Monday first; empty = closed.
    pub fn of_texts(texts: &[String; 7]) -> Result<Self, SessionError> {
        let mut days: [Vec<Session>; 7] = Default::default();
        for (day, text) in days.iter_mut().zip(texts) {
            *day = sessions(text)?;
        }
        Self::of(days)
    }

    fn of(days: [Vec<Session>; 7]) -> Result<Self, SessionError> {
        if days.iter().all(Vec::is_empty) { Err(SessionError::NoHours) } else { Ok(Self { days }) }
    }

    fn first_day(&self) -> Vec<Session> {
        self.days.first().cloned().unwrap_or_default()
    }

    /// The sessions of a weekday, 1 Monday … 7 Sunday.
    pub fn sessions(&self, weekday: u8) -> &[Session] {
        self.days.get(usize::from(weekday).wrapping_sub(1)).map_or(&[], Vec::as_slice)
    }

    /// The sessions of a weekday as text: `07:30-11:30,13:00-17:00`, empty when closed.
    pub fn text(&self, weekday: u8) -> String {
        let texts: Vec<String> = self.sessions(weekday).iter().map(Session::to_string).collect();
        texts.join(",")
    }

    /// The sessions of a full day: those of the longest of Monday to Friday, else of the longest day. "One
    /// working day" of working time has this many minutes, and a make-up day is worked with these hours.
    pub fn full_day(&self) -> &[Session] {
        let length = |day: &&Vec<Session>| day.iter().map(|s| s.minutes()).sum::<i64>();
        // `rev` so that of equally long days the first is taken.
        let longest = self.days.iter().take(5).rev().max_by_key(length).filter(|day| !day.is_empty());
        longest.or_else(|| self.days.iter().rev().max_by_key(length)).map_or(&[], Vec::as_slice)
    }
}

/// Reads `07:30-11:30,13:00-17:00`; empty text = no session.
fn sessions(text: &str) -> Result<Vec<Session>, SessionError> {
    let mut list: Vec<Session> = Vec::new();
    if text.trim().is_empty() {
        return Ok(list);
    }
    for part in text.split([',', ';']) {
        let session: Session = part.trim().parse()?;
        if list.last().is_some_and(|last| session.open < last.close) {
            return Err(SessionError::Overlaps(part.trim().to_owned()));
        }
        list.push(session);
    }
    Ok(list)
}

/// The form of a week in files: `weekdays = "…"`, exceptions by name.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WeekText {
    #[serde(skip_serializing_if = "Option::is_none")]
    weekdays: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monday: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tuesday: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wednesday: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thursday: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    friday: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saturday: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sunday: Option<String>,
}

impl Serialize for WorkWeek {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let usual = self.text(1);
        let other = |weekday: u8| Some(self.text(weekday)).filter(|text| *text != usual);
        let closed = |weekday: u8| Some(self.text(weekday)).filter(|text| !text.is_empty());
        let text = WeekText {
            tuesday: other(2),
            wednesday: other(3),
            thursday: other(4),
            friday: other(5),
            saturday: closed(6),
            sunday: closed(7),
            weekdays: Some(usual),
            monday: None,
        };
        text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WorkWeek {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = WeekText::deserialize(deserializer)?;
        let usual = text.weekdays.unwrap_or_else(|| Self::office().text(1));
        let day = |own: Option<String>| own.unwrap_or_else(|| usual.clone());
        let texts = [
            day(text.monday),
            day(text.tuesday),
            day(text.wednesday),
            day(text.thursday),
            day(text.friday),
            text.saturday.unwrap_or_default(),
            text.sunday.unwrap_or_default(),
        ];
        Self::of_texts(&texts).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_read_and_written() {
        let week = WorkWeek::parse(" 7:30-11:30, 13:00-17:00 ", "07:30-11:30").unwrap();
        assert_eq!(week.text(1), "07:30-11:30,13:00-17:00");
        assert_eq!(week.text(6), "07:30-11:30");
        assert_eq!(week.text(7), "");
        assert_eq!(WorkWeek::parse("", "").unwrap(), WorkWeek::office());
        let toml = toml::to_string(&week).unwrap();
        assert_eq!(toml::from_str::<WorkWeek>(&toml).unwrap(), week);
    }

    #[test]
    fn one_weekday_may_differ() {
        let week: WorkWeek =
            toml::from_str("weekdays = \"08:00-12:00,13:30-17:30\"\nfriday = \"08:00-12:00\"").unwrap();
        assert_eq!(week.text(5), "08:00-12:00");
        assert_eq!(week.full_day(), week.sessions(1));
        assert_eq!(toml::from_str::<WorkWeek>(&toml::to_string(&week).unwrap()).unwrap(), week);
    }

    #[test]
    fn wrong_sessions_are_refused() {
        for text in
            ["7h30-11h30", "07:30", "07:30-11:60", "07:30-24:01", "a-b", "07:30-11:30,,", "007:30-11:30"]
        {
            assert!(matches!(sessions(text), Err(SessionError::NotASession(_))), "{text}");
        }
        assert!(matches!(sessions("11:30-07:30"), Err(SessionError::Backwards(_))));
        assert!(matches!(sessions("07:30-11:30,11:00-17:00"), Err(SessionError::Overlaps(_))));
        assert_eq!(WorkWeek::of_texts(&Default::default()), Err(SessionError::NoHours));
    }
}
