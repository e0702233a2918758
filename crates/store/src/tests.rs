//! The promises of the storage layer, on both databases.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{Acting, AgencyId, Date, Instant, UnitId};

use crate::tally::{Range, Sums, TallyKey};
use crate::testing::{TestDb, each_db, postgres, sqlite};
use crate::{Backend, Db, Migration, StoreError, Tx, backup, jobs, journal, migration, params, sql};

const AGENCY: AgencyId = AgencyId(1);

const NOTE: Migration = Migration {
    number: 900,
    name: "note",
    sqlite: "create table note (id bigint primary key, text text not null, version bigint not null, ok boolean not null, raw bytea, share double precision);
             create unique index note_text_key on note (text);",
    postgres: "create table note (id bigint primary key, text text not null, version bigint not null, ok boolean not null, raw bytea, share double precision);
             create unique index note_text_key on note (text);",
};

fn migrations() -> Vec<Migration> {
    [crate::MIGRATIONS, &[NOTE]].concat()
}

fn acting(millis: i64) -> Acting {
    Acting {
        agency: AGENCY,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::new(BTreeSet::new()),
        permissions: Arc::new(BTreeSet::new()),
        at: Instant::from_millis(1_650_000_000_000 + millis),
    }
}

fn insert(tx: &mut Tx<'_>, id: i64, text: &str) -> Result<(), StoreError> {
    tx.exec(
        sql!("insert into note (id, text, version, ok, raw, share) values ($1, $2, 1, $3, $4, $5)"),
        params![id, text, true, vec![1_u8, 2], 0.5],
    )
    .map(drop)
}

fn texts(db: &Db) -> Vec<String> {
    db.read_now(|tx| tx.all(sql!("select text from note order by id"), &[], |row| row.get("text"))).unwrap()
}

fn act(tx: &mut Tx<'_>, step: i64) -> Result<(), StoreError> {
    journal::append(
        tx,
        &acting(step),
        "note.written",
        ("note", step),
        &serde_json::json!({ "b": step, "a": "é" }),
    )
    .map(drop)
}

fn link_all(db: &Db) {
    while db.write_now(|tx| journal::link_pending(tx, 7)).unwrap() > 0 {}
}

#[test]
fn values_come_back_as_they_went_in() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| insert(tx, 1, "Hưng Yên")).unwrap();
        let row: (i64, String, bool, Vec<u8>, f64) = db
            .read_now::<_, StoreError>(|tx| {
                tx.one(sql!("select id, text, ok, raw, share from note"), &[], |row| {
                    Ok((row.get("id")?, row.get("text")?, row.get("ok")?, row.get("raw")?, row.get("share")?))
                })
            })
            .unwrap();
        assert_eq!(row, (1, "Hưng Yên".to_owned(), true, vec![1, 2], 0.5));
        let wrong =
            db.read_now(|tx| tx.one(sql!("select text from note"), &[], |row| row.get::<i64>("text")));
        assert!(matches!(wrong, Err(StoreError::Corrupt { .. })), "{wrong:?}");
    });
}

#[test]
fn a_refused_act_leaves_nothing_and_gives_its_number_back() {
    each_db(&migrations(), |db| {
        let number = |tx: &mut Tx<'_>| tx.next_number(AGENCY, "code", "220315");
        assert_eq!(db.write_now(number).unwrap(), 1);
        let refused: Result<(), StoreError> = db.write_now(move |tx| {
            number(tx)?;
            insert(tx, 5, "lost")?;
            act(tx, 1)?;
            tx.tally(
                TallyKey {
                    agency: AGENCY,
                    series: "s".into(),
                    unit: UnitId(1),
                    day: Date::from_days(0),
                    known_on: Date::from_days(0),
                },
                Sums { n_of: 1, n_in: 1, n_out: 0 },
            );
            Err(StoreError::Conflict)
        });
        assert!(matches!(refused, Err(StoreError::Conflict)));
        assert_eq!(db.write_now(number).unwrap(), 2);
        assert!(texts(&db).is_empty());
        link_all(&db);
        let report = db.read_now(|tx| journal::verify(tx, AGENCY)).unwrap();
        assert_eq!((report.reaches, report.pending, report.finding), (0, 0, None));
    });
}

#[test]
fn a_panic_in_an_act_is_rolled_back_and_the_next_act_runs() {
    each_db(&migrations(), |db| {
        let panicked: Result<(), StoreError> = db.write_now(|tx| {
            insert(tx, 1, "half")?;
            panic!("on purpose");
        });
        assert!(matches!(panicked, Err(StoreError::Panicked)));
        db.write_now(|tx| insert(tx, 2, "whole")).unwrap();
        assert_eq!(texts(&db), ["whole"]);
    });
}

#[test]
fn a_unique_index_refuses_by_its_name_on_both_databases() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| insert(tx, 1, "same")).unwrap();
        let refused = db.write_now(|tx| insert(tx, 2, "same"));
        assert_eq!(refused.unwrap_err().constraint(), Some("note_text_key"));
    });
}

#[test]
fn an_old_version_is_a_conflict() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| insert(tx, 1, "a")).unwrap();
        let save = |version: i64| {
            db.write_now(move |tx| {
                tx.exec_versioned(
                    sql!("update note set version = version + 1 where id = $1 and version = $2"),
                    params![1_i64, version],
                )
            })
        };
        save(1).unwrap();
        assert!(matches!(save(1), Err(StoreError::Conflict)));
    });
}

#[test]
fn numbers_are_gapless_under_concurrent_use() {
    each_db(&migrations(), |db| {
        let mut taken: Vec<i64> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8)
                .map(|worker| {
                    let db = &db;
                    scope.spawn(move || {
                        (0..40)
                            .filter_map(|step| {
                                // Every third act is refused after it took its number.
                                db.write_now(move |tx| {
                                    let number = tx.next_number(AGENCY, "code", "d")?;
                                    act(tx, worker * 100 + step)?;
                                    if step % 3 == 0 { Err(StoreError::Conflict) } else { Ok(number) }
                                })
                                .ok()
                            })
                            .collect::<Vec<i64>>()
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        taken.sort_unstable();
        assert_eq!(taken, (1..=taken.len() as i64).collect::<Vec<_>>());
        link_all(&db);
        let report = db.read_now(|tx| journal::verify(tx, AGENCY)).unwrap();
        assert_eq!((report.reaches, report.finding), (taken.len() as i64, None));
    });
}

#[test]
fn the_journal_refuses_update_and_delete() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| act(tx, 1)).unwrap();
        link_all(&db);
        for statement in [
            "update journal_entry set kind = 'x'",
            "delete from journal_entry",
            "update journal_link set seq = 9",
            "delete from journal_link",
        ] {
            let refused: Result<(), StoreError> = db.write_now(move |tx| tx.script(statement));
            assert!(refused.is_err(), "{statement}");
        }
    });
}

/// Does what an intruder with the database's password would do.
fn behind_the_back(db: &TestDb, statement: &'static str) {
    db.write_now::<_, StoreError>(move |tx| {
        match tx.backend() {
            Backend::Sqlite => tx.script(
                "drop trigger if exists journal_entry_no_update; drop trigger if exists journal_entry_no_delete;
                 drop trigger if exists journal_link_no_update; drop trigger if exists journal_link_no_delete;",
            )?,
            Backend::Postgres => tx.script(
                "drop trigger if exists journal_entry_guard on journal_entry;
                 drop trigger if exists journal_link_guard on journal_link;",
            )?,
        }
        tx.script(statement)
    })
    .unwrap();
}

#[test]
fn verify_names_the_first_entry_that_was_altered_removed_or_moved() {
    use journal::Finding;
    type Case = (&'static str, fn(&Finding) -> bool);
    let cases: &[Case] = &[
        ("update journal_entry set payload = '{\"a\":\"e\",\"b\":4}' where subject_id = 4", |f| {
            matches!(f, Finding::Altered { seq: 4, .. })
        }),
        ("update journal_entry set at = at + 1 where subject_id = 2", |f| matches!(f, Finding::Altered { seq: 2, .. })),
        ("delete from journal_entry where subject_id = 3", |f| matches!(f, Finding::MissingEntry { seq: 3, .. })),
        ("delete from journal_link where seq = 5", |f| matches!(f, Finding::MissingLink { seq: 5 })),
        ("delete from journal_link where seq = 9", |f| matches!(f, Finding::MissingLink { seq: 9 })),
        (
            "update journal_link set entry_id = -1 where seq = 2;
             update journal_link set entry_id = (select entry_id from journal_link where seq = 3) where seq = 2 and 1 = 0;
             update journal_link set entry_id = (select id from journal_entry where subject_id = 2) where seq = 2",
            |_| false,
        ),
        (
            "update journal_link set entry_id = 0 where seq = 6;
             update journal_link set entry_id = (select id from journal_entry where subject_id = 6) where seq = 7;
             update journal_link set entry_id = (select id from journal_entry where subject_id = 7) where seq = 6",
            |f| matches!(f, Finding::Reordered { seq: 6, .. }),
        ),
    ];
    for (statement, expected) in cases {
        each_db(&migrations(), |db| {
            for step in 1..10 {
                db.write_now(move |tx| act(tx, step)).unwrap();
                link_all(&db);
            }
            behind_the_back(&db, statement);
            let finding = db.read_now(|tx| journal::verify(tx, AGENCY)).unwrap().finding;
            assert_eq!(finding.is_some(), finding.as_ref().is_some_and(expected), "{statement}: {finding:?}");
            assert_eq!(finding.is_none(), statement.contains("1 = 0"), "{statement}");
        });
    }
}

#[test]
fn both_databases_give_the_same_root() {
    let mut roots = BTreeSet::new();
    each_db(&migrations(), |db| {
        for step in 1..6 {
            // The same ids everywhere: the source counts from the instant given.
            db.write_now(move |tx| act(tx, step * 10)).unwrap();
        }
        link_all(&db);
        let (n, root) = db.read_now(|tx| journal::root(tx, AGENCY, Some(4))).unwrap();
        assert_eq!(n, 4);
        roots.insert(root);
    });
    assert_eq!(roots.len(), 1);
}

#[test]
fn sums_are_added_in_the_transaction_and_keep_when_they_became_known() {
    each_db(&migrations(), |db| {
        let day = |n: i32| Date::from_days(19_000 + n);
        let add = |on: i32, known: i32, sums: Sums| {
            db.write_now::<_, StoreError>(move |tx| {
                let key = TallyKey {
                    agency: AGENCY,
                    series: "x@1".into(),
                    unit: UnitId(7),
                    day: day(on),
                    known_on: day(known),
                };
                tx.tally(key, sums);
                Ok(())
            })
            .unwrap();
        };
        add(1, 1, Sums { n_of: 2, n_in: 2, n_out: 0 });
        add(1, 1, Sums { n_of: 1, n_in: 0, n_out: 0 });
        add(1, 9, Sums { n_of: 0, n_in: -1, n_out: 0 });
        add(5, 5, Sums { n_of: 1, n_in: 1, n_out: 1 });
        let total = |to: i32, as_of: i32| {
            let range = Range {
                agency: AGENCY,
                series: "x@1".into(),
                unit: None,
                from: day(0),
                to: day(to),
                as_of: day(as_of),
            };
            db.read_now(move |tx| crate::tally::total(tx, &range)).unwrap()
        };
        assert_eq!(total(4, 8), Sums { n_of: 3, n_in: 2, n_out: 0 });
        assert_eq!(total(4, 9), Sums { n_of: 3, n_in: 1, n_out: 0 });
        assert_eq!(total(9, 9), Sums { n_of: 4, n_in: 2, n_out: 1 });
    });
}

#[test]
fn jobs_are_claimed_once_retried_and_given_up() {
    each_db(&migrations(), |db| {
        let now = Instant::from_millis(1_650_000_000_000);
        db.write_now::<_, StoreError>(move |tx| {
            jobs::enqueue(tx, AGENCY, "mail", &serde_json::json!({"to": 1}), now)
        })
        .unwrap();
        let claim = |at: Instant| db.write_now(move |tx| jobs::claim(tx, at, 5, 10)).unwrap();
        let mut job = claim(now).pop().unwrap();
        assert!(claim(now).is_empty(), "leased");
        assert_eq!(claim(now.plus_minutes(6)).len(), 1, "the lease ran out");
        for attempt in 2..=jobs::MOST_ATTEMPTS {
            job.attempts = attempt;
            let failing = job.clone();
            db.write_now(move |tx| jobs::failed(tx, &failing, now, "no answer")).unwrap();
        }
        assert!(claim(now.plus_minutes(60 * 24 * 365)).is_empty(), "given up");
        let health = db.read_now(jobs::health).unwrap();
        assert_eq!(
            health.first().map(|kind| (kind.failed, kind.last_error.clone())),
            Some((1, Some("no answer".to_owned())))
        );
    });
}

#[test]
fn a_backup_restores_on_either_database() {
    let sources = [sqlite(&migrations()).unwrap()].into_iter().chain(postgres(&migrations()).unwrap());
    for source in sources {
        for step in 1..30 {
            source
                .write_now(move |tx| act(tx, step).and_then(|()| insert(tx, step, &format!("số {step}"))))
                .unwrap();
        }
        link_all(&source);
        let scan = source.files().put("một bản quét".into()).unwrap();
        let files = source.files().clone();
        let (archive, counts) = source
            .read_now::<_, StoreError>(move |tx| {
                let mut out = Vec::new();
                let counts = backup::write(tx, &files, &mut out)?;
                Ok((out, counts))
            })
            .unwrap();
        assert_eq!(counts.files, 1);
        each_db(&migrations(), |target| {
            let (files, archive) = (target.files().clone(), archive.clone());
            let restored = target.write_now(move |tx| backup::read(tx, &files, archive.as_slice())).unwrap();
            assert_eq!(restored, counts);
            assert_eq!(texts(&target), texts(&source));
            assert_eq!(target.files().get(&scan).unwrap(), "một bản quét");
            let report = target.read_now(|tx| journal::verify(tx, AGENCY)).unwrap();
            assert_eq!((report.reaches, report.finding), (29, None));
        });
    }
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_kept() {
    each_db(&migrations(), |db| {
        for bad in [&b""[..], b"not a gzip", &[0x1f, 0x8b, 8, 0, 0, 0]] {
            let (files, bad) = (db.files().clone(), bad.to_vec());
            assert!(db.write_now(move |tx| backup::read(tx, &files, bad.as_slice())).is_err());
        }
        assert!(texts(&db).is_empty());
    });
}

#[test]
fn migrations_run_once_and_never_change() {
    each_db(&migrations(), |db| {
        assert_eq!(db.migrate(&migrations()).unwrap(), Vec::<u32>::new());
        let changed = Migration { sqlite: "select 1", postgres: "select 1", ..NOTE };
        let refused = db.migrate(&[crate::MIGRATIONS, &[changed]].concat());
        assert!(matches!(refused, Err(StoreError::Migration(_))), "{refused:?}");
        assert!(db.migrate(crate::MIGRATIONS).is_err(), "the database is newer than the program");
    });
    let embedded = migration!(1, "journal", "../migrations/0001_journal.sql");
    assert_eq!(embedded.sqlite, embedded.postgres);
}

#[test]
fn a_wrong_address_is_refused() {
    for url in ["", "mysql://x", "sqlite:"] {
        assert!(matches!(Db::open(&crate::OpenOptions::new(url)), Err(StoreError::Address(_))), "{url}");
    }
}

#[test]
fn search_finds_words_without_accents_newest_first_on_both_databases() {
    each_db(&migrations(), |db| {
        db.write_now::<_, StoreError>(|tx| {
            crate::search::put(tx, "dossier", 1, "H31.12-220914-0023 Bùi Thị Nhàn")?;
            crate::search::put(tx, "dossier", 2, "H31.12-220914-0024 Nguyễn Văn Đức")?;
            crate::search::put(tx, "person", 3, "Bùi Thị Nhàn 033158000417")?;
            crate::search::put(tx, "dossier", 2, "H31.12-220914-0024 Bùi Văn Đức")
        })
        .unwrap();
        let find = |kind: &'static str, query: &'static str| {
            db.read_now(move |tx| crate::search::find(tx, kind, query, None, 10)).unwrap()
        };
        assert_eq!(find("dossier", "bui"), [2, 1]);
        assert_eq!(find("dossier", "BÙI nhà"), [1]);
        assert_eq!(find("dossier", "0914-0024"), Vec::<i64>::new());
        assert_eq!(find("dossier", "220914-0024"), [2]);
        assert_eq!(find("dossier", "đức"), [2]);
        assert_eq!(find("dossier", "nguyen"), Vec::<i64>::new(), "the earlier words are gone");
        assert_eq!(find("person", "0331"), [3]);
        for odd in ["", "\"", "' or 1=1", "* & | ! ( )", "near(", "-"] {
            find("dossier", odd);
        }
    });
}
