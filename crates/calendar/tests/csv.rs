//! The table interface: columns in any order, defaults, refusals that name line, column and remedy.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use calendar::csv::{CsvError, run};
use proptest::prelude::*;

fn answers(input: &str) -> Vec<String> {
    let mut out = Vec::new();
    let summary = run(input.as_bytes(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "id,due_at,trace");
    assert_eq!(summary.rows + 1, lines.len());
    lines[1..].to_vec()
}

fn refusal(input: &[u8]) -> String {
    let mut out = Vec::new();
    let error = run(input, &mut out).unwrap_err();
    assert!(out.is_empty(), "something was written");
    assert!(matches!(error, CsvError::Rows(_)));
    error.to_string()
}

const HEADER: &str =
    "id,received_at,amount,unit,reading,weekday_sessions,saturday_sessions,holidays,makeup_days,pauses\n";

fn row(fields: &str) -> String {
    answers(&format!("{HEADER}{fields}\n")).remove(0)
}

fn due(fields: &str) -> String {
    row(fields).split(',').nth(1).unwrap().to_owned()
}

#[test]
fn rows_are_answered_with_due_date_and_trace() {
    assert_eq!(
        row("a,2022-01-03T09:00,5,working_day,day-count,\"07:30-11:30,13:00-17:00\",,none,,"),
        "a,2022-01-10T17:00,nhận 09:00 thứ Hai 03/01/2022; +5 ngày làm việc (không tính ngày nhận); \
         hạn 17:00 thứ Hai 10/01/2022"
    );
    assert_eq!(due("a,2022-01-03T09:00,5,working_day,working-time,,,none,,"), "2022-01-10T09:00");
    assert_eq!(due("a,2022-01-03T09:00,6,working_hour,day-count,,,none,,"), "2022-01-03T16:30");
    assert_eq!(due("a,2022-01-03T09:00,5,calendar_day,day-count,,,none,,"), "2022-01-10T17:00");
}

#[test]
fn an_empty_holidays_column_is_the_built_in_calendar() {
    assert_eq!(due("a,2022-01-28T09:00,1,working_day,day-count,,,,,"), "2022-02-07T17:00");
    assert_eq!(due("a,2022-01-28T09:00,1,working_day,day-count,,,none,,"), "2022-01-31T17:00");
    assert_eq!(
        due("a,2022-01-28T09:00,1,working_day,day-count,,,2022-01-31;2022-02-01,,"),
        "2022-02-02T17:00"
    );
    assert_eq!(
        due("a,2022-01-28T09:00,1,working_day,day-count,,,\"2022-01-31, 2022-02-01\",,"),
        "2022-02-02T17:00"
    );
    assert_eq!(
        due("a,2022-01-28T09:00,1,working_day,day-count,,,2022-01-31,2022-01-29,"),
        "2022-01-29T17:00"
    );
    assert_eq!(due("a,2022-01-28T09:00,1,working_day,day-count,,,,2022-01-29,"), "2022-01-29T17:00");
}

#[test]
fn pauses_are_taken_off() {
    let pauses = "2022-01-04T17:00/2022-01-06T17:00;2022-01-12T07:30/2022-01-13T07:30";
    assert_eq!(
        due(&format!("a,2022-01-03T09:00,5,working_day,day-count,,,none,,{pauses}")),
        "2022-01-13T17:00"
    );
    assert_eq!(
        due(&format!("a,2022-01-03T09:00,5,working_day,working-time,,,none,,{pauses}")),
        "2022-01-13T09:00"
    );
}

#[test]
fn fractions_and_seconds_are_not_rounded() {
    assert_eq!(due("a,2022-01-03T10:20,1.5,working_day,working-time,,,none,,"), "2022-01-04T15:50");
    let sessions = "\"07:30-11:30,13:30-17:00\"";
    assert_eq!(
        due(&format!("a,2022-01-03T07:30,0.25,working_day,working-time,{sessions},,none,,")),
        "2022-01-03T09:22:30"
    );
    assert_eq!(due("a,2022-01-03T09:00:15,1,working_hour,working-time,,,none,,"), "2022-01-03T10:00:15");
}

#[test]
fn columns_come_in_any_order_and_optional_ones_may_be_missing() {
    let lines = answers("\u{feff}unit,note,ID,amount,received_at\r\nworking_day,x,r1,1,2022-03-07 09:00\r\n");
    assert!(lines[0].starts_with("r1,2022-03-08T17:00,"));
    let mut out = Vec::new();
    let summary = run("id,received_at,amount,unit,pause\n".as_bytes(), &mut out).unwrap();
    assert_eq!((summary.rows, summary.ignored_columns), (0, vec!["pause".to_owned()]));
    assert_eq!(out, b"id,due_at,trace\n");
}

#[test]
fn refusals_name_line_column_and_remedy() {
    let cases = [
        ("a,03/01/2022,1,working_day,,,,,,", "line 2, column received_at: `03/01/2022` is not a time"),
        ("a,2022-02-30T09:00,1,working_day,,,,,,", "column received_at"),
        ("a,2022-01-03T09:00,-1,working_day,,,,,,", "column amount: `-1` is negative"),
        ("a,2022-01-03T09:00,five,working_day,,,,,,", "column amount: `five` is not a number"),
        ("a,2022-01-03T09:00,1000001,working_day,,,,,,", "too large"),
        ("a,2022-01-03T09:00,1000000,working_hour,,07:30-07:31,,none,,", "beyond the year 9999"),
        ("a,9999-12-30T09:00,100,working_day,,,,none,,", "beyond the year 9999"),
        (
            "a,2022-01-03T09:00,1,week,,,,,,",
            "`week` is unknown: write working_day, working_hour or calendar_day",
        ),
        ("a,2022-01-03T09:00,1.5,calendar_day,,,,,,", "write a whole number"),
        ("a,2022-01-03T09:00,1,working_day,fast,,,,,", "`fast` is unknown: write day-count or working-time"),
        ("a,2022-01-03T09:00,1,working_day,,8-12,,,,", "column weekday_sessions: `8-12` is not a session"),
        (
            "a,2022-01-03T09:00,1,working_day,,,12:00-08:00,,,",
            "column saturday_sessions: session `12:00-08:00` closes",
        ),
        ("a,2022-01-03T09:00,1,working_day,,,,2022-13-01,,", "column holidays: `2022-13-01` is not a date"),
        (
            "a,2022-01-03T09:00,1,working_day,,,,2022-01-08,2022-01-08,",
            "column makeup_days: 2022-01-08 is listed",
        ),
        ("a,2022-01-03T09:00,1,working_day,,,,,,2022-01-04T10:00", "is not a pause: write start/end"),
        ("a,2022-01-03T09:00,1,working_day,,,,,,2022-01-04T10:00/", "has no end"),
        ("a,2022-01-03T09:00,1,working_day,,,,,,2022-01-06T10:00/2022-01-04T10:00", "ends before it starts"),
        (",2022-01-03T09:00,1,working_day,,,,,,", "column id: empty"),
        ("a,2022-01-03T09:00,1,working_day,,07:30-11:30,13:00-17:00,,,,", "11 fields for 10 columns"),
    ];
    for (fields, expected) in cases {
        let message = refusal(format!("{HEADER}{fields}\n").as_bytes());
        assert!(message.contains(expected), "{fields}: {message}");
        assert!(message.starts_with("line 2"), "{message}");
    }
}

#[test]
fn one_wrong_row_refuses_the_whole_table_and_all_are_named() {
    let good = "a,2022-01-03T09:00,1,working_day,,,,,,\n";
    let message = refusal(
        format!("{HEADER}{good}b,x,y,working_day,,,,,,\n{good}c,2022-01-03T09:00,1,z,,,,,,\n").as_bytes(),
    );
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("line 3, column received_at"));
    assert!(lines[1].starts_with("line 3, column amount"));
    assert!(lines[2].starts_with("line 5, column unit"));
}

#[test]
fn wrong_headers_and_bytes_are_refused() {
    assert!(refusal(b"").contains("line 1, column id: missing from the header"));
    assert!(refusal(b"id,received_at,amount\n").contains("column unit: missing"));
    assert!(refusal(b"id,id,received_at,amount,unit\n").contains("column id: named twice"));
    assert!(
        refusal(b"id,received_at,amount,unit\na,\xff\xfe,1,working_day\n")
            .contains("line 2, column received_at: not UTF-8")
    );
}

/// Fields that are right, nearly right and wrong, mixed at will.
fn field() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "2022-01-03T09:00",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "2022-01-03",
        "1000000",
        "0.001",
        "working_day",
        "working_hour",
        "calendar_day",
        "working-time",
        "07:30-07:31",
        "none",
        "/",
        ";",
        "",
        "\u{1ea5}",
    ]);
    prop_oneof![
        pieces.clone().prop_map(str::to_owned),
        prop::collection::vec(pieces, 0..4).prop_map(|parts| parts.concat()),
        "[ -~]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever comes in: an answer for every row, or a refusal and nothing written.
    #[test]
    fn any_table_is_answered_or_refused(
        rows in prop::collection::vec(prop::collection::vec(field(), 10), 1..3),
        received in prop::sample::select(vec!["2022-01-03T09:00", "9999-12-31T23:59", "0001-01-01T00:00"]),
        mostly_right in any::<bool>(),
    ) {
        let mut table = csv::Writer::from_writer(HEADER.as_bytes().to_vec());
        for mut row in rows {
            if mostly_right {
                row[0] = "a".to_owned();
                row[1] = received.to_owned();
                row[3] = "working_hour".to_owned();
                row[4] = "working-time".to_owned();
            }
            table.write_record(&row).unwrap();
        }
        let table = table.into_inner().unwrap();
        let mut out = Vec::new();
        match run(table.as_slice(), &mut out) {
            Ok(summary) => prop_assert_eq!(csv::Reader::from_reader(out.as_slice()).records().count(), summary.rows),
            Err(error) => {
                prop_assert!(out.is_empty());
                prop_assert!(error.to_string().starts_with("line "), "{}", error);
            }
        }
    }

    #[test]
    fn any_bytes_are_answered_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut out = Vec::new();
        prop_assert!(run(bytes.as_slice(), &mut out).is_ok() || out.is_empty());
    }
}
