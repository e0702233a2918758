//! Civil dates, instants and the clock. Viet Nam keeps UTC+7 the year round (since 1975), so local time is a
//! fixed offset and needs no zone table.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Minutes of a civil day.
pub const MINUTES_PER_DAY: i64 = 24 * 60;
const MILLIS_PER_MINUTE: i64 = 60_000;
const MILLIS_PER_DAY: i64 = MINUTES_PER_DAY * MILLIS_PER_MINUTE;
/// UTC+7 in milliseconds.
const OFFSET_MS: i64 = 7 * 60 * MILLIS_PER_MINUTE;

/// A civil date, kept as days since 1970-01-01. Years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Why a text or a triple is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date: expected YYYY-MM-DD")]
pub struct DateError;

impl Date {
    /// The date `days` after 1970-01-01.
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// From year, month (1–12) and day (1–31).
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        if year < 1 {
            return Err(DateError);
        }
        let date = jiff::civil::Date::new(year, month, day).map_err(|_| DateError)?;
        Ok(Self::from_jiff(date))
    }

    fn from_jiff(date: jiff::civil::Date) -> Self {
        // Days from civil, Howard Hinnant's algorithm: exact for the proleptic Gregorian calendar.
        let (y, m, d) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
        let y = if m <= 2 { y - 1 } else { y };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        Self(era * 146_097 + doe - 719_468)
    }

    /// Year, month (1–12), day (1–31).
    pub fn ymd(self) -> (i16, i8, i8) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i32::from(month <= 2);
        (year as i16, month as i8, day as i8)
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.ymd().0
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.ymd().1
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.ymd().2
    }

    /// Day of the week: 1 Monday … 7 Sunday (ISO 8601).
    pub const fn weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// The date `days` later (earlier where negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `self` to `later`.
    pub const fn days_until(self, later: Self) -> i32 {
        later.0 - self.0
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        self.plus(1 - i32::from(self.day()))
    }

    /// The last day of its month.
    #[must_use]
    pub fn month_end(self) -> Self {
        self.month_start().plus(31).month_start().plus(-1)
    }

    /// The instant `minute` minutes after local midnight of this date.
    pub const fn at_minute(self, minute: i64) -> Instant {
        Instant(self.0 as i64 * MILLIS_PER_DAY + minute * MILLIS_PER_MINUTE - OFFSET_MS)
    }

    /// Local midnight at the start of this date.
    pub const fn start(self) -> Instant {
        self.at_minute(0)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let strict = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !strict {
            return Err(DateError);
        }
        let number = |range: std::ops::Range<usize>| {
            text.get(range).and_then(|part| part.parse().ok()).ok_or(DateError)
        };
        Self::new(number(0..4)?, number(5..7)? as i8, number(8..10)? as i8)
    }
}

impl fmt::Display for Date {
    /// ISO 8601, `2022-03-15`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A local date and time of day in Viet Nam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    /// The civil date.
    pub date: Date,
    /// Minutes since midnight, 0 to 1439.
    pub minute: i64,
}

impl Instant {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant `minutes` later.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0 + minutes * MILLIS_PER_MINUTE)
    }

    /// Local date and minute; seconds are cut off.
    pub const fn local(self) -> LocalTime {
        let local = self.0 + OFFSET_MS;
        LocalTime {
            date: Date(local.div_euclid(MILLIS_PER_DAY) as i32),
            minute: local.rem_euclid(MILLIS_PER_DAY) / MILLIS_PER_MINUTE,
        }
    }

    /// Local civil date.
    pub const fn date(self) -> Date {
        self.local().date
    }

    /// Reads `2022-01-03T09:00`, `2022-01-03T09:00:30` (local time) or the same with `Z` or `+07:00`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (date, rest) = text.split_at_checked(10).ok_or(DateError)?;
        let date: Date = date.parse()?;
        let rest = rest.strip_prefix(['T', ' ']).ok_or(DateError)?;
        let (clock, offset_minutes) = split_offset(rest)?;
        let mut parts = clock.split(':');
        let mut next = |limit: i64| -> Result<i64, DateError> {
            let part = parts.next().ok_or(DateError)?;
            if part.len() != 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(DateError);
            }
            part.parse().ok().filter(|value| *value <= limit).ok_or(DateError)
        };
        let (hour, minute) = (next(23)?, next(59)?);
        let seconds = clock.split(':').nth(2);
        let millis = match seconds {
            None => 0,
            Some(text) => seconds_to_millis(text)?,
        };
        if clock.split(':').count() > 3 {
            return Err(DateError);
        }
        let utc = i64::from(date.days()) * MILLIS_PER_DAY
            + (hour * 60 + minute - offset_minutes) * MILLIS_PER_MINUTE;
        Ok(Self(utc + millis))
    }
}

fn split_offset(text: &str) -> Result<(&str, i64), DateError> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Ok((clock, 0));
    }
    match text.rfind(['+', '-']) {
        None => Ok((text, OFFSET_MS / MILLIS_PER_MINUTE)),
        Some(place) => {
            let (clock, offset) = text.split_at(place);
            let (hours, minutes) = offset.get(1..).and_then(|o| o.split_once(':')).ok_or(DateError)?;
            let hours: i64 = hours.parse().map_err(|_| DateError)?;
            let minutes: i64 = minutes.parse().map_err(|_| DateError)?;
            if hours > 14 || minutes > 59 {
                return Err(DateError);
            }
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            Ok((clock, sign * (hours * 60 + minutes)))
        }
    }
}

fn seconds_to_millis(text: &str) -> Result<i64, DateError> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 2 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError);
    }
    let whole: i64 = whole.parse().map_err(|_| DateError)?;
    if whole > 59 {
        return Err(DateError);
    }
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    Ok(whole * 1_000 + padded.parse::<i64>().map_err(|_| DateError)?)
}

impl LocalTime {
    /// The instant of this local time.
    pub const fn instant(self) -> Instant {
        self.date.at_minute(self.minute)
    }
}

impl fmt::Display for LocalTime {
    /// `2022-01-03T09:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}", self.date, self.minute / 60, self.minute % 60)
    }
}

impl fmt::Display for Instant {
    /// Local time with offset and milliseconds where there are any: `2022-01-03T09:00:00+07:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = (self.0 + OFFSET_MS).rem_euclid(MILLIS_PER_MINUTE);
        write!(f, "{}:{:02}", self.local(), millis / 1_000)?;
        if millis % 1_000 != 0 {
            write!(f, ".{:03}", millis % 1_000)?;
        }
        f.write_str("+07:00")
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Where the time comes from. Nothing else may ask what time it is.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Instant(since_epoch.map_or(0, |elapsed| elapsed.as_millis() as i64))
    }
}

/// A clock that stands where it is put: tests and the sample story.
#[derive(Debug)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    /// A clock that shows `at`.
    pub const fn new(at: Instant) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.millis()))
    }

    /// Moves the clock to `at`.
    pub fn set(&self, at: Instant) {
        self.0.store(at.millis(), std::sync::atomic::Ordering::Relaxed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(std::sync::atomic::Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_through_days_and_text() {
        for days in (-719_162..2_932_896).step_by(97) {
            let date = Date::from_days(days);
            assert_eq!(date.to_string().parse::<Date>(), Ok(date), "{days}");
        }
        assert_eq!("1970-01-01".parse::<Date>().map(Date::days), Ok(0));
        assert_eq!("2022-01-03".parse::<Date>().map(Date::weekday), Ok(1));
    }

    #[test]
    fn bad_dates_are_refused() {
        for text in [
            "2022-02-30",
            "2022-1-3",
            "22-01-03",
            "2022/01/03",
            "",
            "2022-01-03T",
            "0000-01-01",
            "２022-01-03",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateError), "{text}");
        }
    }

    #[test]
    fn instants_read_local_and_zoned_time() {
        let local = Instant::parse("2022-01-03T09:00").unwrap();
        assert_eq!(Instant::parse("2022-01-03T02:00:00Z"), Ok(local));
        assert_eq!(Instant::parse("2022-01-03T09:00:00+07:00"), Ok(local));
        assert_eq!(local.local().to_string(), "2022-01-03T09:00");
        assert_eq!(Instant::parse(&local.to_string()), Ok(local));
        for text in [
            "2022-01-03",
            "2022-01-03T9:00",
            "2022-01-03T24:00",
            "2022-01-03T09:60",
            "2022-01-03T09:00:61",
            "2022-01-03T09:00:00:00",
        ] {
            assert!(Instant::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn months_have_their_ends() {
        let date: Date = "2024-02-10".parse().unwrap();
        assert_eq!(date.month_end().to_string(), "2024-02-29");
        assert_eq!(date.month_start().to_string(), "2024-02-01");
    }
}
