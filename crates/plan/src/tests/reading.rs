//! How targets stand, read from counters.

use indicator::Part;
use proptest::prelude::*;

use super::office::{Office, Row, SLUG, agency, day};
use crate::domain::Status;
use crate::reading::{Ask, Board, Reading, board, board_of};
use crate::{labels, outlook, store as rows, views};

fn read(office: &Office, ask: Ask) -> Board {
    let engine = office.engine.clone();
    office.app.read(move |tx| {
        let plan = rows::by_slug(tx, agency(), SLUG)?.unwrap();
        board(tx, &engine, plan, ask)
    })
}

fn find<'b>(board: &'b Board, clause: &str) -> &'b Reading {
    board.readings.iter().find(|reading| reading.target.clause == clause).unwrap()
}

fn today(office: &Office) -> Ask {
    Ask::today(agency(), office.app.program().at.date())
}

/// Nine months of work in three units.
fn nine_months(office: &Office) {
    for month in 1..=9 {
        let month = format!("2022-{month:02}-01");
        office.work("NCC", &month, (60, 1, 18));
        office.work("BTXH", &month, (30, 0, 20));
        office.work("LDVL", &month, (10, 2, 6));
    }
    office.at("2022-09-28");
}

#[test]
fn every_kind_of_binding_stands_where_its_records_put_it() {
    Office::each(|office| {
        nine_months(&office);
        let board = read(&office, today(&office));
        let standing = |clause: &str| labels::standing(find(&board, clause));
        assert_eq!(standing("2.a1"), "Chưa đạt");
        assert_eq!(standing("2.a2"), "Đạt");
        assert_eq!(standing("2.h3"), "Chưa đạt");
        assert_eq!(standing("2.k"), "Chưa có số liệu");
        assert_eq!(standing("6.a"), "Chờ phân hệ văn bản");
        assert_eq!(standing("6.b"), "Chưa đạt");
        assert_eq!(standing("M.1"), "Chờ công bố");
        assert_eq!(views::value(find(&board, "2.a1")).as_deref(), Some("97%"));
        assert_eq!(views::value(find(&board, "2.h3")).as_deref(), Some("2/3 đơn vị"));
        let words = outlook::reason(&board, find(&board, "2.a1"));
        assert_eq!(words, "27 hồ sơ trễ, riêng tháng 9 có 3. Phòng LDVL: 18.");
        let words = outlook::reason(&board, find(&board, "2.h3"));
        assert_eq!(words, "Phòng NCC 30%; cần mỗi đơn vị ≥ 40%.");
        let counted = find(&board, "2.a2").counted().unwrap();
        // 900 dossiers with 27 late at 90 %: floor(873 / 0,9) − 900 = 70 more may be late.
        assert!(outlook::allowance(counted).unwrap().starts_with("Còn được phép trễ 70 hồ sơ."));
        let sets = outlook::smallest_sets(&board, counted);
        assert_eq!(sets, ["Chỉ 64 hồ sơ đang đạt trở thành trễ thì kết luận đổi thành chưa đạt."]);
        let sets = outlook::smallest_sets(&board, find(&board, "2.h3").counted().unwrap());
        assert_eq!(sets, ["Phòng NCC: Nếu 54 trong 378 hồ sơ không đạt khác đi thì kết luận đổi thành đạt."]);
    });
}

#[test]
fn nothing_that_arose_is_neither_met_nor_missed() {
    Office::each(|office| {
        office.at("2022-09-27");
        let board = read(&office, today(&office));
        for clause in ["2.a1", "2.h3", "2.i"] {
            let reading = find(&board, clause);
            assert_eq!(reading.status(), Status::NotArisen, "{clause}");
            assert_eq!(views::value(reading), None);
        }
        let before = read(&office, Ask::today(agency(), day("2021-11-30")));
        assert_eq!(find(&before, "2.a1").status(), Status::NotDue);
        assert_eq!(find(&before, "2.h3").status(), Status::NotDue);
    });
}

#[test]
fn a_stock_is_the_state_at_a_day_and_a_past_day_does_not_move() {
    Office::each(|office| {
        let (unit, records) = (office.units["NCC"], office.records.clone());
        office.app.write::<_, store::StoreError>(move |tx, _| {
            for (known_on, online) in
                [("2021-06-01", false), ("2021-07-01", true), ("2022-03-10", true), ("2022-05-02", true)]
            {
                let row =
                    Row { unit, ended_on: day("2021-05-01"), known_on: day(known_on), late: false, online };
                records.add(tx, &row)?;
            }
            Ok(())
        });
        office.at("2022-09-27");
        let figure = |ask: Ask| {
            let board = read(&office, ask);
            let figure = find(&board, "2.i").counted().unwrap().figure;
            (figure.n_in, figure.n_of)
        };
        assert_eq!(figure(today(&office)), (3, 4));
        let past = |text: &str| Ask { as_of: day(text), past: true, ..today(&office) };
        assert_eq!(figure(past("2022-04-01")), (2, 3));
        assert_eq!(figure(past("2022-02-01")), (1, 2));
        let board = read(&office, today(&office));
        let months: Vec<i64> =
            find(&board, "2.i").counted().unwrap().months.iter().map(|(_, figure)| figure.n_of).collect();
        assert_eq!(months, [2, 2, 3, 3, 4, 4, 4, 4, 4]);
    });
}

#[test]
fn one_target_alone_says_what_the_whole_plan_says_and_what_its_records_say() {
    Office::each(|office| {
        nine_months(&office);
        for (period, as_of) in [
            (None, "2022-09-28"),
            (None, "2022-05-17"),
            (Some(("2022-02-10", "2022-06-20")), "2022-09-28"),
            (Some(("2022-02-10", "2022-06-20")), "2022-04-01"),
        ] {
            let ask = Ask {
                period: period.map(|(from, to)| (day(from), day(to))),
                as_of: day(as_of),
                past: as_of != "2022-09-28",
                ..today(&office)
            };
            let all = read(&office, ask);
            for clause in ["2.a1", "2.a2", "2.h3", "2.i"] {
                let (engine, all) = (office.engine.clone(), all.clone());
                office.app.read(move |tx| {
                    let plan = rows::by_slug(tx, agency(), SLUG)?.unwrap();
                    let one = board_of(tx, &engine, plan, clause, ask)?.unwrap();
                    let (alone, whole) = (&one.readings[0], find(&all, clause));
                    let (counted, other) = (alone.counted().unwrap(), whole.counted().unwrap());
                    assert_eq!(counted.figure, other.figure, "{clause} {ask:?}");
                    assert_eq!((alone.status(), views::value(alone)), (whole.status(), views::value(whole)));
                    assert_eq!(counted.months, other.months);
                    // The indicator's own page asks days, not months.
                    let code = counted.indicator.code();
                    let own = engine.figure(tx, code, &alone.scope).unwrap();
                    assert_eq!(counted.figure, own, "{clause} {ask:?}");
                    let units = engine.by_unit(tx, code, &alone.scope).unwrap();
                    let ours: Vec<_> = counted.units.iter().map(|unit| (unit.unit, unit.figure)).collect();
                    assert_eq!(ours, units, "{clause} {ask:?}");
                    for part in [Part::Met, Part::Missed] {
                        let page = engine.evidence(tx, code, &alone.scope, part, (None, 5_000)).unwrap();
                        assert_eq!(page.rows.len() as i64, counted.figure.of(part), "{clause} {part:?}");
                    }
                    Ok(())
                });
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// What is said to be the smallest set does change the verdict, and one record less does not.
    #[test]
    fn the_smallest_set_changes_the_verdict(met in 0_i64..400, missed in 0_i64..400, percent in 1_i64..=100) {
        use formula::{Decimal, Figure, Goal, Verdict, verdict};
        let goal = Goal::at_least(Decimal::whole(percent));
        let figure = Figure::new(met, met + missed);
        let days = crate::domain::Days { from: day("2022-01-01"), to: day("2022-12-31"), as_of: day("2022-06-30") };
        let found = crate::domain::assess(figure, &goal, days, None);
        if let Some(count) = found.flip {
            let moved = |count: i64| {
                let change = if found.now == Verdict::Met { -count } else { count };
                verdict(Figure::new(met + change, met + missed), &goal)
            };
            prop_assert_ne!(moved(count), found.now);
            prop_assert_eq!(moved(count - 1), found.now);
        }
        if let formula::Allowance::Records(count) = found.allowance {
            prop_assert_eq!(verdict(Figure::new(met, met + missed + count), &goal), found.now);
        }
    }
}
