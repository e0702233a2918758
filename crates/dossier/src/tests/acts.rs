//! Acts from receipt to return, and what the law forbids.

use ::store::{Db, StoreError, journal};
use kernel::{AccountId, DossierId, Instant};

use super::{BY_CALENDAR, BY_DAYS, Staffed, at, dossier_of, each, load};
use crate::acts::{
    self, AskSupplement, Asked, HandOver, NewResult, Pausing, Reappoint, Reassign, Refusal, ReturnResult,
    SendBack, TakeSupplement,
};
use crate::domain::{Channel, DossierRefused, PaperState};
use crate::{Dossier, PublicStatus};

fn hand_over(
    staffed: &Staffed,
    db: &Db,
    (id, when): (DossierId, &str),
    cmd: HandOver,
) -> Result<Dossier, DossierRefused> {
    let acting = staffed.acting(staffed.holder(db, id), when);
    staffed.run(db, acting, move |tx, office, acting| acts::hand_over(tx, office, acting, (id, &cmd)))
}

fn result() -> HandOver {
    HandOver {
        result: Some(NewResult {
            number: "12/QĐ-SLĐTBXH".to_owned(),
            name: "Quyết định".to_owned(),
            publish: true,
        }),
        ..HandOver::default()
    }
}

/// Hands over until the result is there.
fn finish(staffed: &Staffed, db: &Db, id: DossierId, when: &str) -> Dossier {
    for _ in 0..12 {
        match hand_over(staffed, db, (id, when), HandOver::default()) {
            Ok(_) => {}
            Err(DossierRefused::ResultNeeded) => {
                return hand_over(staffed, db, (id, when), result()).unwrap();
            }
            Err(other) => panic!("{other}"),
        }
    }
    panic!("no end in sight");
}

fn asking(reason: &str) -> AskSupplement {
    AskSupplement {
        papers: vec![Asked {
            code: "gt-01".to_owned(),
            name: "Đơn đề nghị".to_owned(),
            reason: "thiếu chữ ký".to_owned(),
        }],
        legal_basis: "Nghị định 61/2018/NĐ-CP, Điều 17".to_owned(),
        override_reason: reason.to_owned(),
        respond_by: None,
    }
}

fn ask(
    staffed: &Staffed,
    db: &Db,
    (id, when): (DossierId, &str),
    who: &str,
    reason: &'static str,
) -> Result<Dossier, DossierRefused> {
    staffed.run(db, staffed.acting(who, when), move |tx, office, acting| {
        acts::ask_supplement(tx, office, acting, (id, &asking(reason)))
    })
}

fn take(staffed: &Staffed, db: &Db, (id, when): (DossierId, &str)) -> Result<Dossier, DossierRefused> {
    let cmd = TakeSupplement { papers: vec!["gt-01".to_owned()], note: String::new() };
    staffed.run(db, staffed.acting("tran.mai", when), move |tx, office, acting| {
        acts::take_supplement(tx, office, acting, (id, &cmd))
    })
}

#[test]
fn a_dossier_goes_from_receipt_to_return_with_one_entry_an_act() {
    each(|db, staffed| {
        let received = staffed.receive(db, BY_DAYS, "2022-03-07T09:00");
        assert_eq!(received.code, "H31.12-220307-0001");
        // 8 working days, the day of receipt not counted.
        assert_eq!(received.due_at, Some(at("2022-03-17T17:00")));
        let id = received.id;
        assert_eq!(staffed.holder(db, id), "tran.mai");
        assert_eq!(PublicStatus::of(&load(db, id)), PublicStatus::Received);
        let mut steps = Vec::new();
        for day in 8..14 {
            let when = format!("2022-03-{day:02}T09:00");
            match hand_over(staffed, db, (id, &when), HandOver::default()) {
                Ok(_) => steps.push(staffed.holder(db, id)),
                Err(DossierRefused::ResultNeeded) => break,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(steps, ["le.huy", "thu.ha", "le.huy", "minh.tuan", "lan.anh"]);
        let finished = hand_over(staffed, db, (id, "2022-03-14T10:00"), result()).unwrap();
        assert_eq!(PublicStatus::of(&finished), PublicStatus::Finished);
        assert_eq!(finished.timeliness.as_deref(), Some("early"));
        assert_eq!((finished.handling_days, finished.index_late), (Some(5), false));
        assert_eq!(finished.result_published_at, Some(at("2022-03-14T10:00")));
        let returned = staffed
            .run(db, staffed.acting("tran.mai", "2022-03-15T10:00"), move |tx, office, acting| {
                acts::return_result(tx, office, acting, (id, &ReturnResult::default()))
            })
            .unwrap();
        assert_eq!(PublicStatus::of(&returned), PublicStatus::Returned);
        assert_eq!(returned.finished_at, Some(at("2022-03-14T10:00")), "the first end stays");
        let kinds: Vec<String> = db
            .read_now::<_, StoreError>(move |tx| journal::about(tx, id.get()))
            .unwrap()
            .into_iter()
            .map(|entry| entry.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                "dossier.received",
                "dossier.handed_over",
                "dossier.approved",
                "dossier.proposed",
                "dossier.approved",
                "dossier.approved",
                "dossier.finished",
                "dossier.returned"
            ]
        );
        let open = db.read_now(move |tx| process::current(tx, id.get())).unwrap();
        assert!(open.is_none(), "nothing is left to do");
    });
}

#[test]
fn numbers_start_anew_each_day_and_skip_nothing() {
    each(|db, staffed| {
        let codes: Vec<String> = ["2022-03-07T09:00", "2022-03-07T10:00", "2022-03-08T09:00"]
            .into_iter()
            .map(|when| staffed.receive(db, BY_DAYS, when).code)
            .collect();
        assert_eq!(codes, ["H31.12-220307-0001", "H31.12-220307-0002", "H31.12-220308-0001"]);
    });
}

#[test]
fn what_is_not_complete_or_not_offered_is_not_taken_in() {
    each(|db, staffed| {
        let acting = staffed.acting("tran.mai", "2022-03-07T09:00");
        let mut tries =
            vec![("no such procedure", dossier_of("9.999999")), ("no such case", dossier_of(BY_DAYS))];
        tries[1].1.case = "khac".to_owned();
        let mut wanting = dossier_of(BY_DAYS);
        wanting.papers[0].state = PaperState::Missing;
        tries.push(("missing paper", wanting));
        let mut ahead = dossier_of(BY_DAYS);
        ahead.received_at = Some(at("2022-03-07T09:01"));
        tries.push(("later than now", ahead));
        for (what, cmd) in tries {
            let refused = staffed
                .run(db, acting.clone(), move |tx, office, acting| acts::receive(tx, office, acting, &cmd))
                .unwrap_err();
            let expected = match what {
                "no such procedure" => matches!(refused, DossierRefused::NotReceivable),
                "no such case" => matches!(refused, DossierRefused::NotOffered),
                "missing paper" => {
                    matches!(&refused, DossierRefused::PapersMissing(names) if *names == ["Đơn đề nghị"])
                }
                _ => matches!(refused, DossierRefused::ReceiptTime),
            };
            assert!(expected, "{what}: {refused}");
        }
        let specialist = staffed.acting("thu.ha", "2022-03-07T09:00");
        let refused = staffed
            .run(db, specialist, |tx, office, acting| acts::receive(tx, office, acting, &dossier_of(BY_DAYS)))
            .unwrap_err();
        assert!(matches!(refused, DossierRefused::Forbidden(_)));
        // Nothing was half-written, no number was used.
        assert_eq!(staffed.receive(db, BY_DAYS, "2022-03-07T10:00").code, "H31.12-220307-0001");
    });
}

#[test]
fn a_postal_dossier_counts_from_when_it_was_delivered() {
    each(|db, staffed| {
        let mut cmd = dossier_of(BY_CALENDAR);
        cmd.channel = Channel::Postal;
        cmd.received_at = Some(at("2022-03-04T15:00"));
        let received = staffed
            .run(db, staffed.acting("tran.mai", "2022-03-07T09:00"), move |tx, office, acting| {
                acts::receive(tx, office, acting, &cmd)
            })
            .unwrap();
        assert_eq!(received.code, "H31.12-220304-0001");
        let dossier = load(db, received.id);
        assert_eq!(dossier.registered_at, at("2022-03-07T09:00"));
        // 9 calendar days from Friday 04/03 end on Sunday 13/03, so on Monday.
        assert_eq!(dossier.due_at, Some(at("2022-03-14T17:00")));
    });
}

#[test]
fn a_supplement_restarts_the_legal_clock_and_is_subtracted_from_the_national_one() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        hand_over(staffed, db, (id, "2022-03-08T09:00"), HandOver::default()).unwrap();
        hand_over(staffed, db, (id, "2022-03-08T10:00"), HandOver::default()).unwrap();
        let who = staffed.holder(db, id);
        let asked = ask(staffed, db, (id, "2022-03-09T09:00"), who, "").unwrap();
        assert_eq!(PublicStatus::of(&asked), PublicStatus::AwaitingSupplement);
        assert_eq!((asked.due_at, asked.first_due_at), (None, Some(at("2022-03-17T17:00"))));
        let stuck = hand_over(staffed, db, (id, "2022-03-09T10:00"), HandOver::default()).unwrap_err();
        assert!(matches!(stuck, DossierRefused::WrongState(PublicStatus::AwaitingSupplement)));
        let early = take(staffed, db, (id, "2022-03-09T08:00")).unwrap_err();
        assert!(matches!(early, DossierRefused::TooEarly(_)));
        let taken = take(staffed, db, (id, "2022-03-14T09:00")).unwrap();
        // NĐ 61/2018/NĐ-CP, Đ.19 k.4: counted from the beginning, 8 working days from 14/03.
        assert_eq!(taken.due_at, Some(at("2022-03-24T17:00")));
        // The national clock takes off 10, 11 and 14/03.
        assert_eq!(taken.index_due_at, Some(at("2022-03-22T17:00")));
        assert_eq!(taken.paused_at, None);
        let done = finish(staffed, db, id, "2022-03-23T09:00");
        assert_eq!((done.timeliness.as_deref(), done.index_late), (Some("early"), true));
    });
}

#[test]
fn a_second_supplement_needs_the_head_and_counts_as_late() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        hand_over(staffed, db, (id, "2022-03-07T10:00"), HandOver::default()).unwrap();
        hand_over(staffed, db, (id, "2022-03-07T11:00"), HandOver::default()).unwrap();
        let who = staffed.holder(db, id);
        ask(staffed, db, (id, "2022-03-08T09:00"), who, "").unwrap();
        take(staffed, db, (id, "2022-03-09T09:00")).unwrap();
        let refused = ask(staffed, db, (id, "2022-03-10T09:00"), who, "thiếu nữa").unwrap_err();
        assert!(matches!(refused, DossierRefused::SupplementBefore));
        // The head takes the work back to the division and asks with a reason.
        hand_over(staffed, db, (id, "2022-03-10T10:00"), HandOver::default()).unwrap();
        let refused = ask(staffed, db, (id, "2022-03-10T11:00"), "le.huy", " ").unwrap_err();
        assert!(matches!(refused, DossierRefused::ReasonMissing));
        let asked = ask(staffed, db, (id, "2022-03-10T11:00"), "le.huy", "giấy tờ giả").unwrap();
        assert_eq!(asked.n_supplements, 2);
        take(staffed, db, (id, "2022-03-11T09:00")).unwrap();
        let done = finish(staffed, db, id, "2022-03-11T10:00");
        // QĐ 766/QĐ-TTg, chỉ số 2.1.
        assert_eq!((done.timeliness.as_deref(), done.index_late), (Some("early"), true));
    });
}

fn reappoint(
    staffed: &Staffed,
    db: &Db,
    (id, when): (DossierId, &str),
    due_at: Instant,
) -> Result<Dossier, DossierRefused> {
    let cmd = Reappoint { due_at, reason: "chờ giám định".to_owned() };
    staffed.run(db, staffed.acting(staffed.holder(db, id), when), move |tx, office, acting| {
        acts::reappoint(tx, office, acting, (id, &cmd))
    })
}

#[test]
fn an_apology_comes_in_time_once_and_with_a_later_date() {
    use calendar::rules::ApologyRefused;
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        let not_later = reappoint(staffed, db, (id, "2022-03-15T09:00"), at("2022-03-17T17:00")).unwrap_err();
        assert!(matches!(not_later, DossierRefused::Apology(ApologyRefused::NotLater)));
        let late = reappoint(staffed, db, (id, "2022-03-17T08:00"), at("2022-03-21T17:00")).unwrap_err();
        assert!(matches!(late, DossierRefused::Apology(ApologyRefused::TooLate { .. })));
        let moved = reappoint(staffed, db, (id, "2022-03-16T16:00"), at("2022-03-21T17:00")).unwrap();
        assert_eq!(
            (moved.due_at, moved.first_due_at),
            (Some(at("2022-03-21T17:00")), Some(at("2022-03-17T17:00")))
        );
        assert_eq!(moved.index_due_at, moved.due_at);
        let again = reappoint(staffed, db, (id, "2022-03-17T09:00"), at("2022-03-25T17:00")).unwrap_err();
        assert!(matches!(again, DossierRefused::Apology(ApologyRefused::ReappointedBefore)));
        let done = finish(staffed, db, id, "2022-03-18T09:00");
        assert_eq!((done.timeliness.as_deref(), done.n_extensions), (Some("early"), 1));
    });
}

#[test]
fn a_pause_moves_the_deadline_by_the_days_it_lasts() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        let pause = |when: &str, reason: &'static str| {
            let cmd = Pausing { reason: reason.to_owned(), legal_basis: "Luật".to_owned() };
            staffed.run(db, staffed.acting("tran.mai", when), move |tx, office, acting| {
                acts::pause(tx, office, acting, (id, &cmd))
            })
        };
        let resume = |when: &str| {
            staffed.run(db, staffed.acting("tran.mai", when), move |tx, office, acting| {
                acts::resume(tx, office, acting, id)
            })
        };
        assert!(matches!(resume("2022-03-08T08:00"), Err(DossierRefused::WrongState(_))));
        assert!(matches!(pause("2022-03-08T08:00", " "), Err(DossierRefused::ReasonMissing)));
        let paused = pause("2022-03-08T09:00", "chờ giám định").unwrap();
        assert_eq!(PublicStatus::of(&paused), PublicStatus::Processing);
        assert!(matches!(take(staffed, db, (id, "2022-03-09T09:00")), Err(DossierRefused::WrongState(_))));
        let resumed = resume("2022-03-10T09:00").unwrap();
        assert_eq!(resumed.due_at, Some(at("2022-03-21T17:00")), "09 and 10/03 are taken off");
        assert_eq!(resumed.paused_at, None);
    });
}

#[test]
fn an_end_during_a_pause_is_not_late() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        let cmd = Pausing { reason: "chờ giám định".to_owned(), legal_basis: "Luật".to_owned() };
        staffed
            .run(db, staffed.acting("tran.mai", "2022-03-16T09:00"), move |tx, office, acting| {
                acts::pause(tx, office, acting, (id, &cmd))
            })
            .unwrap();
        let ended = staffed
            .run(db, staffed.acting("tran.mai", "2022-04-20T09:00"), move |tx, office, acting| {
                acts::withdraw(tx, office, acting, (id, "đổi ý"))
            })
            .unwrap();
        assert_eq!(ended.timeliness.as_deref(), Some("on_time"));
    });
}

#[test]
fn sent_back_work_returns_to_whoever_did_it() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        let back = |when: &str, reason: &'static str| {
            let cmd = SendBack { reason: reason.to_owned() };
            staffed.run(db, staffed.acting(staffed.holder(db, id), when), move |tx, office, acting| {
                acts::send_back(tx, office, acting, (id, &cmd))
            })
        };
        assert!(matches!(back("2022-03-07T10:00", "sai"), Err(DossierRefused::NoStepBefore)));
        for when in ["2022-03-07T10:00", "2022-03-07T11:00", "2022-03-08T09:00"] {
            hand_over(staffed, db, (id, when), HandOver::default()).unwrap();
        }
        assert_eq!(staffed.holder(db, id), "le.huy");
        assert!(matches!(
            back("2022-03-08T10:00", " "),
            Err(DossierRefused::Work(process::ProcessRefused::ReasonMissing))
        ));
        back("2022-03-08T10:00", "thiếu căn cứ").unwrap();
        assert_eq!(staffed.holder(db, id), "thu.ha");
    });
}

#[test]
fn work_is_given_to_somebody_suitable_by_the_holder_or_the_head() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        hand_over(staffed, db, (id, "2022-03-07T10:00"), HandOver::default()).unwrap();
        hand_over(staffed, db, (id, "2022-03-07T11:00"), HandOver::default()).unwrap();
        let give = |who: &str, to: AccountId, when: &str| {
            let cmd = Reassign { to, reason: "nghỉ phép".to_owned() };
            staffed.run(db, staffed.acting(who, when), move |tx, office, acting| {
                acts::reassign(tx, office, acting, (id, &cmd))
            })
        };
        let nam = staffed.account("van.nam");
        let refused = give("van.nam", nam, "2022-03-08T08:00").unwrap_err();
        assert!(matches!(refused, DossierRefused::Work(process::ProcessRefused::NotYours)));
        let refused = give("ncc.truong", nam, "2022-03-08T08:00").unwrap_err();
        assert!(matches!(refused, DossierRefused::Work(process::ProcessRefused::NotYours)), "{refused}");
        let refused = give("le.huy", staffed.account("lan.anh"), "2022-03-08T08:00").unwrap_err();
        assert!(matches!(refused, DossierRefused::Work(process::ProcessRefused::NotSuitable)));
        give("le.huy", nam, "2022-03-08T09:00").unwrap();
        assert_eq!(staffed.holder(db, id), "van.nam");
        give("van.nam", staffed.account("thu.ha"), "2022-03-08T10:00").unwrap();
        let refused = give("thu.ha", staffed.account("thu.ha"), "2022-03-08T11:00").unwrap_err();
        assert!(matches!(refused, DossierRefused::Work(process::ProcessRefused::SameAccount)));
    });
}

#[test]
fn a_refusal_before_work_began_means_it_was_not_taken_in() {
    each(|db, staffed| {
        let refuse = |id: DossierId, when: &str, basis: &'static str| {
            let cmd =
                Refusal { reason: "không đủ điều kiện".to_owned(), legal_basis: basis.to_owned() };
            staffed.run(db, staffed.acting(staffed.holder(db, id), when), move |tx, office, acting| {
                acts::refuse(tx, office, acting, (id, &cmd))
            })
        };
        let first = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        assert!(matches!(refuse(first, "2022-03-07T10:00", ""), Err(DossierRefused::ReasonMissing)));
        let ended = refuse(first, "2022-03-07T10:00", "Điều 17").unwrap();
        assert_eq!(PublicStatus::of(&ended), PublicStatus::NotReceived);
        let second = staffed.receive(db, BY_DAYS, "2022-03-07T11:00").id;
        hand_over(staffed, db, (second, "2022-03-07T13:30"), HandOver::default()).unwrap();
        let ended = refuse(second, "2022-03-08T10:00", "Điều 19").unwrap();
        assert_eq!(PublicStatus::of(&ended), PublicStatus::Stopped);
        let again = staffed
            .run(db, staffed.acting("tran.mai", "2022-03-09T09:00"), move |tx, office, acting| {
                acts::withdraw(tx, office, acting, (second, "đổi ý"))
            })
            .unwrap_err();
        assert!(matches!(again, DossierRefused::WrongState(PublicStatus::Stopped)));
    });
}

#[test]
fn concurrent_officers_never_lose_an_update() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        let clerks: Vec<_> = (0..8)
            .map(|n| {
                let (db, staffed) = (db.clone(), staffed.clone());
                std::thread::spawn(move || {
                    let acting = staffed.acting_at("tran.mai", at("2022-03-07T10:00").plus_minutes(n));
                    staffed.run(&db, acting, move |tx, office, acting| {
                        acts::hand_over(tx, office, acting, (id, &HandOver::default())).map(drop)
                    })
                })
            })
            .collect();
        let outcomes: Vec<_> = clerks.into_iter().map(|clerk| clerk.join().unwrap()).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let entries = db.read_now::<_, StoreError>(move |tx| journal::about(tx, id.get())).unwrap();
        assert_eq!(entries.len(), 2, "one receipt, one hand-over");
        assert_eq!(staffed.holder(db, id), "le.huy");
    });
}
