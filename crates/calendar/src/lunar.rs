//! The Vietnamese lunisolar calendar, computed from the new moons and the sun's longitude at UTC+7.
//!
//! A lunar month begins on the civil day of a new moon; the month of the winter solstice is the eleventh; in a
//! lunar year with thirteen months the first month without a principal solar term is a leap month. Moon and sun
//! follow Meeus' truncated series, good to a few minutes for centuries around 2000, in the way Hồ Ngọc Đức
//! laid the calculation out for Viet Nam.

use std::f64::consts::PI;

use kernel::Date;

/// Mean length of a lunar month in days.
const MONTH: f64 = 29.530_588_853;
/// Julian day of the new moon numbered 0 (1900-01-01).
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;
/// Julian day number of 1970-01-01.
const JULIAN_1970: i32 = 2_440_588;
/// UTC+7 in days.
const ZONE: f64 = 7.0 / 24.0;

/// A date of the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LunarDate {
    /// Lunar year, numbered as the solar year in which it begins.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Whether it is the leap month that follows the month of this number.
    pub leap: bool,
    /// Day, 1 to 30.
    pub day: i8,
}

/// The first day of the lunar year that begins in solar `year` (mùng 1 Tết).
pub fn new_year(year: i16) -> Option<Date> {
    solar(year, 1, 1)
}

/// The tenth of the third lunar month (Giỗ Tổ Hùng Vương).
pub fn hung_kings(year: i16) -> Option<Date> {
    solar(year, 3, 10)
}

/// The civil date of a day of a regular (not leap) lunar month; `None` where the month is too short.
pub fn solar(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let year_of_solstice = if month < 11 { year - 1 } else { year };
    let start = solstice_month(year_of_solstice);
    let from_eleventh = i32::from(if month < 11 { month + 1 } else { month - 11 });
    let leap = leap_place(start, solstice_month(year_of_solstice + 1));
    let place = from_eleventh + i32::from(leap.is_some_and(|leap| from_eleventh >= leap));
    let number = moon_number(start) + place;
    let (begins, ends) = (new_moon_day(number), new_moon_day(number + 1));
    let julian = begins + i32::from(day) - 1;
    (julian < ends).then(|| Date::from_days(julian - JULIAN_1970))
}

/// The lunar date of a civil date.
pub fn lunar(date: Date) -> LunarDate {
    let julian = date.days() + JULIAN_1970;
    let guess = ((f64::from(julian) - FIRST_NEW_MOON) / MONTH).floor() as i32;
    // The guess may be off by one near a new moon: take the last month that has begun.
    let number = (guess - 1..=guess + 2).rev().find(|n| new_moon_day(*n) <= julian).unwrap_or(guess);
    let begins = new_moon_day(number);
    let mut year = date.year();
    let mut start = solstice_month(year);
    if begins < start {
        year -= 1;
        start = solstice_month(year);
    }
    let place = number - moon_number(start);
    let leap = leap_place(start, solstice_month(year + 1));
    let is_leap = leap == Some(place);
    let counted = place - i32::from(leap.is_some_and(|leap| place >= leap));
    let month = if counted < 2 { counted + 11 } else { counted - 1 };
    LunarDate {
        year: if counted < 2 { year } else { year + 1 },
        month: month as i8,
        leap: is_leap,
        day: (julian - begins + 1) as i8,
    }
}

/// Julian day number of the first day of the eleventh lunar month of a solar year.
fn solstice_month(year: i16) -> i32 {
    let last_day = Date::new(year, 12, 31).map_or(0, Date::days) + JULIAN_1970;
    let number = ((f64::from(last_day) - 2_415_021.0) / MONTH) as i32;
    let begins = new_moon_day(number);
    // The solstice (sector 9) must fall into the month.
    if sun_sector(begins) >= 9 { new_moon_day(number - 1) } else { begins }
}

/// How many months after the eleventh the leap month comes; `None` for a year of twelve months.
fn leap_place(start: i32, next: i32) -> Option<i32> {
    if next - start <= 365 {
        return None;
    }
    let first = moon_number(start);
    let sector = |place: i32| sun_sector(new_moon_day(first + place));
    (1..14).find(|place| sector(*place) == sector(place + 1))
}

/// The number of the new moon that falls on this day.
fn moon_number(day: i32) -> i32 {
    ((f64::from(day) - FIRST_NEW_MOON) / MONTH + 0.5).floor() as i32
}

/// Julian day number of the civil day (UTC+7) of a new moon.
fn new_moon_day(number: i32) -> i32 {
    (new_moon(f64::from(number)) + 0.5 + ZONE).floor() as i32
}

/// The thirty-degree sector (0 to 11) of the sun's longitude at local midnight of a day.
fn sun_sector(day: i32) -> i32 {
    (sun_longitude(f64::from(day) - 0.5 - ZONE) / PI * 6.0).floor() as i32
}

/// Julian date (UT) of the new moon with this number (Meeus, Astronomical Algorithms).
fn new_moon(number: f64) -> f64 {
    let t = number / 1_236.85;
    let (t2, t3) = (t * t, t * t * t);
    let rad = PI / 180.0;
    let mean = 2_415_020.759_33 + 29.530_588_68 * number + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * ((166.56 + 132.87 * t - 0.009_173 * t2) * rad).sin();
    let sun = (359.224_2 + 29.105_356_08 * number - 0.000_033_3 * t2 - 0.000_003_47 * t3) * rad;
    let moon = (306.025_3 + 385.816_918_06 * number + 0.010_730_6 * t2 + 0.000_012_36 * t3) * rad;
    let node = (21.296_4 + 390.670_506_46 * number - 0.001_652_8 * t2 - 0.000_002_39 * t3) * rad;
    let correction = (0.173_4 - 0.000_393 * t) * sun.sin() + 0.002_1 * (2.0 * sun).sin()
        - 0.406_8 * moon.sin()
        + 0.016_1 * (2.0 * moon).sin()
        - 0.000_4 * (3.0 * moon).sin()
        + 0.010_4 * (2.0 * node).sin()
        - 0.005_1 * (sun + moon).sin()
        - 0.007_4 * (sun - moon).sin()
        + 0.000_4 * (2.0 * node + sun).sin()
        - 0.000_4 * (2.0 * node - sun).sin()
        - 0.000_6 * (2.0 * node + moon).sin()
        + 0.001_0 * (2.0 * node - moon).sin()
        + 0.000_5 * (2.0 * moon + sun).sin();
    // Dynamical time to universal time.
    let delta = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    mean + correction - delta
}

/// The sun's true longitude in radians, 0 to 2π, at a Julian date.
fn sun_longitude(julian: f64) -> f64 {
    let t = (julian - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let rad = PI / 180.0;
    let anomaly = (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2) * rad;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    ((mean + centre) * rad).rem_euclid(2.0 * PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn lunar_new_years_known_from_print() {
        // 1985 is the year in which Viet Nam and China kept Tết a month apart; 2007 and 2030 a day apart.
        for (year, expected) in [
            (1968, "1968-01-29"),
            (1985, "1985-01-21"),
            (2000, "2000-02-05"),
            (2007, "2007-02-17"),
            (2023, "2023-01-22"),
            (2030, "2030-02-02"),
            (2033, "2033-01-31"),
        ] {
            // In 1968 the South still kept UTC+8 and another Tết; the computation is for UTC+7 throughout.
            assert_eq!(new_year(year), Some(date(expected)), "{year}");
        }
    }

    #[test]
    fn leap_months_are_where_they_belong() {
        for (day, month) in [("2020-05-23", 4), ("2023-03-22", 2), ("2025-07-25", 6), ("2028-06-23", 5)] {
            let lunar = lunar(date(day));
            assert_eq!((lunar.month, lunar.leap, lunar.day), (month, true, 1), "{day}");
        }
    }

    #[test]
    fn lunar_and_solar_are_inverse() {
        for days in date("2014-01-01").days()..date("2032-01-01").days() {
            let civil = Date::from_days(days);
            let moon = lunar(civil);
            if !moon.leap {
                assert_eq!(solar(moon.year, moon.month, moon.day), Some(civil), "{civil} {moon:?}");
            }
        }
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        assert_eq!(solar(2022, 13, 1), None);
        assert_eq!(solar(2022, 1, 31), None);
        assert_eq!(solar(2024, 12, 30), None); // the twelfth month of Giáp Thìn has 29 days
    }
}
