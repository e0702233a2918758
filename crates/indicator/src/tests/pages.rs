//! Pages and API in process, through the real router.

use std::sync::Arc;

use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use kernel::{Acting, Fact, Role, UnitId, Value};
use store::{Db, Tx};
use testkit::{AGENCY, DEMO_PASSWORD, TestApp};

use super::fake::{DOSSIER, World, day};

fn people(tx: &mut Tx<'_>, acting: &Acting, hash: &str) -> Result<UnitId, IdentityRefused> {
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    setup::create_agency(tx, acting, &agency)?;
    let unit = NewUnit {
        code: "phong-ncc".to_owned(),
        name: "Phòng Người có công".to_owned(),
        kind: UnitKind::Division,
        parent: None,
        place: 1,
        valid_from: day("2010-01-01"),
    };
    let unit = setup::create_unit(tx, acting, &unit)?;
    let accounts =
        [("dau.moi", Role::PlanCoordinator), ("kiem.tra", Role::Auditor), ("nguoi.dan", Role::Citizen)];
    for (login, role) in accounts {
        let new = NewAccount {
            login: login.to_owned(),
            name: "Vũ Đức Long".to_owned(),
            unit: Some(unit),
            position: None,
            email: None,
            phone: None,
            password_hash: hash.to_owned(),
            must_change_password: false,
        };
        setup::create_account(tx, acting, &new, &[role], day("2020-01-01"))?;
    }
    Ok(unit)
}

/// A dossier received and ended in 2022; every fourth is late, every tenth has no deadline.
fn dossier(unit: UnitId, number: i64) -> Fact {
    let received = day("2022-01-03").plus(number as i32 % 60);
    let value = |name: &str| -> Value {
        match name {
            "unit_id" => unit.get().into(),
            "received_on" | "registered_on" => received.into(),
            "ended_on" | "finished_on" | "returned_on" => received.plus(5).into(),
            "status" => 9_i64.into(),
            "channel" => "counter".into(),
            "timeliness" if number % 10 == 0 => Value::Null,
            "timeliness" => if number % 4 == 0 { "late" } else { "on_time" }.into(),
            "online_level" => 2_i64.into(),
            "n_supplements" | "n_extensions" | "handling_days" => 0_i64.into(),
            "procedure" | "sector" | "case_code" => "A".into(),
            "due_on" | "refused_on" | "withdrawn_on" | "result_published_on" => Value::Null,
            _ => false.into(),
        }
    };
    Fact(DOSSIER.fields.iter().map(|field| value(field.name)).collect())
}

fn office(test: impl Fn(TestApp, UnitId)) {
    office_of(120, |app, unit, _| test(app, unit));
}

/// The department with so many dossiers.
fn office_of(n: i64, test: impl Fn(TestApp, UnitId, World)) {
    let modules = || vec![identity::module(), crate::module()];
    let sessions = |db: Db| Arc::new(identity::Sessions::new(db)) as Arc<dyn web::Sessions>;
    TestApp::each(modules, sessions, |app| {
        let world = World::new();
        app.db().observe(world.engine.clone());
        let mut extensions = web::Extensions::new();
        extensions.insert(world.engine.clone());
        app.app.extend(extensions);
        let hash = identity::password::hash(DEMO_PASSWORD).unwrap();
        let unit = app.write(move |tx, acting| people(tx, acting, &hash));
        world.import(app.db(), AGENCY);
        let facts = world.clone();
        app.write::<_, store::StoreError>(move |tx, _| {
            for number in 1..=n {
                let on = day("2022-01-08").plus(number as i32 % 60);
                facts.dossiers.change(tx, AGENCY, (number, on), Some(dossier(unit, number)))?;
            }
            Ok(())
        });
        test(app, unit, world);
    });
}

#[test]
fn a_figure_opens_exactly_its_records() {
    office(|app, unit| {
        let mut browser = app.sign_in("kiem.tra");
        browser.get("/chi-so");
        assert_eq!(browser.page().heading(), "Chỉ số");
        let found = browser.get("/chi-so?tim=giai+quyet+dung+han").texts("tbody tr th a");
        assert_eq!(found, ["Tỷ lệ hồ sơ giải quyết đúng hạn"]);

        let show = browser.get("/chi-so/ho-so-dung-han");
        assert_eq!(show.status, 200);
        assert!(show.says("Phòng Người có công"), "{}", show.text());
        assert!(show.says("Căn cứ") && show.says("dossier.timeliness"));
        assert!(show.attributes("form[method=post]", "action").iter().all(|action| action == "/dang-xuat"));
        let links = show.attributes(".mc-congthuc a", "href");
        let counts = show.texts(".mc-congthuc a");
        for (link, count) in links.iter().zip(&counts) {
            assert_eq!(listed(&mut browser, link), count.parse::<usize>().unwrap(), "{link}");
        }
        assert_eq!(counts, ["84", "108"]);
        // 108 have a deadline; 24 of them are late: numbers that 4 divides, without those that 20 divides.
        let missed = "/chi-so/ho-so-dung-han/can-cu?phan=khong-dat&tu=2022-01-01&den=2022-12-31";
        assert_eq!(listed(&mut browser, missed), 24);
        assert_eq!(listed(&mut browser, &format!("{missed}&don-vi={unit}")), 24);
        assert_eq!(listed(&mut browser, &format!("{missed}&don-vi=12345")), 0);
        let past = format!("{missed}&tinh-den=2022-01-20");
        let n = listed(&mut browser, &past);
        assert!(n > 0 && n < 24, "{n}");

        let csv = browser.get(&missed.replace("can-cu?", "can-cu.csv?"));
        assert_eq!(csv.html.lines().count(), 25, "{}", csv.html);
        assert!(csv.html.starts_with("\u{feff}Mã,Nội dung,Đơn vị,Ngày tính,Kết luận,Vì sao\n"));
    });
}

#[test]
fn the_file_of_records_is_complete_and_starts_before_it_is_read() {
    const N: i64 = 4_000;
    office_of(N, |app, _, world| {
        let browser = app.sign_in("kiem.tra");
        let session = browser.cookie(web::cookie::SESSION).unwrap();
        let path = "/chi-so/ho-so-da-giai-quyet/can-cu.csv?phan=tat-ca&tu=2022-01-01&den=2022-12-31";
        let request = axum::http::Request::get(path)
            .header("cookie", format!("{}={session}", web::cookie::SESSION))
            .body(axum::body::Body::empty())
            .unwrap();
        world.dossiers.handed_out();
        let (mut text, mut parts) = (Vec::new(), Vec::new());
        let response = app.stream(request, |part| {
            text.extend_from_slice(part);
            parts.push((part.len(), world.dossiers.handed_out()));
        });
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
        // Of each part only as much is read as it holds: the first comes when the others are not yet read.
        assert_eq!(parts.len(), 8);
        assert!(parts.iter().all(|(size, n)| *size < 64 << 10 && *n <= 700), "{parts:?}");
        let text = String::from_utf8(text).unwrap();
        let mut codes: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(codes.len() as i64, N);
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len() as i64, N, "each record once");
        assert_eq!(text.matches('\u{feff}').count(), 1);
        assert_eq!(text.matches("Vì sao").count(), 1);
    });
}

#[test]
fn the_list_of_a_state_costs_what_it_lists() {
    office_of(2_000, |app, unit, world| {
        let facts = world.clone();
        app.write::<_, store::StoreError>(move |tx, _| {
            for number in [3_001_i64, 3_002, 3_003] {
                let mut fact = dossier(unit, number);
                for (field, value) in DOSSIER.fields.iter().zip(&mut fact.0) {
                    match field.name {
                        "ended_on" | "finished_on" | "returned_on" | "timeliness" => *value = Value::Null,
                        "status" => *value = 4_i64.into(),
                        _ => {}
                    }
                }
                facts.dossiers.change(tx, AGENCY, (number, day("2022-03-10")), Some(fact))?;
            }
            Ok(())
        });
        let mut browser = app.sign_in("kiem.tra");
        world.dossiers.handed_out();
        let path = "/chi-so/ho-so-dang-giai-quyet/can-cu?phan=tat-ca&tu=2022-01-01&den=2022-12-31";
        assert_eq!(listed(&mut browser, path), 3);
        assert_eq!(world.dossiers.handed_out(), 3, "2,000 dossiers that have ended are not looked at");
    });
}

/// Walks through the pages of a list; how many records they show. The tab says the same number.
fn listed(browser: &mut testkit::Browser<'_>, href: &str) -> usize {
    let mut next = Some(href.to_owned());
    let mut n = 0;
    let mut said = String::new();
    while let Some(href) = next {
        let page = browser.get(&href);
        assert_eq!(page.status, 200);
        n += page.texts(".mc-table tbody tr").len();
        said = page.texts("[aria-current=page] .mc-dem").into_iter().next().unwrap_or_default();
        next = page.attributes("a[rel=next]", "href").into_iter().next();
    }
    assert_eq!(said, n.to_string());
    n
}

#[test]
fn odd_windows_are_answered_with_words() {
    office(|app, _| {
        let mut browser = app.sign_in("kiem.tra");
        let page = browser.get("/chi-so/ho-so-dung-han?tu=31/02/2022&den=2022-13-01");
        assert_eq!(page.status, 200);
        assert_eq!(page.texts(".govuk-error-message").len(), 2);
        let page = browser.get("/chi-so/ho-so-dung-han?tu=2022-05-01&den=2022-04-01");
        assert!(page.says("Ngày cuối phải không trước ngày đầu"));
        assert!(browser.get("/chi-so/ho-so-dung-han?tu=2021-01-01&den=2021-12-31").says("Chưa phát sinh"));
        assert_eq!(browser.get("/chi-so/khong-co").status, 404);
        assert_eq!(browser.get("/chi-so/khong-co/can-cu").status, 404);
        let strange = "/chi-so/ho-so-dung-han/can-cu?phan=x&sau=abc~&don-vi=-1&tinh-den=x";
        assert_eq!(browser.get(strange).status, 200);
        assert_eq!(browser.get("/chi-so/ho-so-dang-giai-quyet?tu=9999-12-31").status, 200);
        let mut citizen = app.sign_in("nguoi.dan");
        assert_eq!(citizen.get("/chi-so").status, 403);
        assert_eq!(browser.get("/chi-so/ho-so-dung-han/sua").status, 403);
    });
}

#[test]
fn a_definition_is_checked_saved_recounted_and_retired() {
    office(|app, _| {
        let mut browser = app.sign_in("dau.moi");
        browser.get("/chi-so/ho-so-dung-han/sua");
        assert!(browser.page().says("dossier.timeliness"));
        let page = browser.submit(
            "Lưu phiên bản mới",
            &[("Tên chỉ số", "Tên đang gõ dở"), ("Điều kiện đạt (tử số)", "dossier.timelines != \"late\"")],
        );
        assert_eq!(page.status, 422);
        let error = page.texts(".govuk-error-summary li")[0].clone();
        assert!(error.starts_with("Dòng 1, cột ") && error.contains("timeliness"), "{error}");
        assert!(page.texts("pre.mc-cel").iter().any(|text| text.ends_with('^')));
        assert_eq!(page.attributes("#title", "value"), ["Tên đang gõ dở"]);
        assert_eq!(page.texts("#meets"), ["dossier.timelines != \"late\""]);

        let sound = [("Điều kiện đạt (tử số)", "has(dossier.timeliness) && dossier.timeliness == \"early\"")];
        assert!(browser.submit("Kiểm tra", &sound).says("Định nghĩa đúng, tính được. Chưa lưu."));
        assert!(browser.submit("Lưu phiên bản mới", &sound).says("Đã lưu phiên bản 2."));
        assert!(browser.page().says("Tên đang gõ dở") || browser.page().heading() == "Tên đang gõ dở");
        assert_eq!(
            listed(&mut browser, "/chi-so/ho-so-dung-han/can-cu?phan=dat&tu=2022-01-01&den=2022-12-31"),
            0
        );

        browser.get("/chi-so/ho-so-dung-han/sua");
        assert!(browser.submit("Lưu phiên bản mới", &[]).says("Nội dung chưa khác phiên bản đang dùng"));

        browser.get("/chi-so/ho-so-dung-han");
        assert!(browser.submit("Tính lại từ đầu", &[]).says("Đang tính lại"));
        assert!(browser.submit("Ngừng dùng chỉ số", &[]).says("Đã ngừng dùng chỉ số."));
        assert_eq!(browser.get("/chi-so/ho-so-dung-han").status, 404);
    });
}

#[test]
fn a_new_indicator_is_checked_and_counts_what_was_there() {
    office(|app, _| {
        let mut browser = app.sign_in("dau.moi");
        let page = browser.get("/chi-so");
        assert_eq!(page.attributes(".mc-dautrang a", "href"), ["/chi-so-moi"]);
        let page = browser.get("/chi-so-moi?doi-tuong=dossier");
        assert!(page.says("dossier.timeliness") && page.says("2022-03-15"));
        let wrong = [
            ("Mã chỉ số", "Hồ sơ"),
            ("Tên chỉ số", "Hồ sơ trước hạn ở quầy"),
            ("Điều kiện đạt (tử số)", "dossier.timelines == \"early\""),
        ];
        let page = browser.submit("Thêm chỉ số", &wrong);
        assert_eq!(page.status, 422);
        let errors = page.texts(".govuk-error-summary li").join("; ");
        for words in ["mã chỉ gồm chữ thường", "Dòng 1, cột ", "timeliness", "căn cứ"] {
            assert!(errors.to_lowercase().contains(&words.to_lowercase()), "{words} in {errors}");
        }
        assert_eq!(page.attributes("#code", "value"), ["Hồ sơ"]);
        assert_eq!(page.texts("#meets"), ["dossier.timelines == \"early\""]);

        let taken = [
            ("Mã chỉ số", "ho-so-dung-han"),
            ("Điều kiện đạt (tử số)", "has(dossier.timeliness) && dossier.timeliness == \"on_time\""),
            ("Tử số là gì", "Hồ sơ đúng hạn"),
            ("Mẫu số là gì", "Hồ sơ tiếp nhận"),
            ("Căn cứ", "Chỉ số quản lý nội bộ"),
        ];
        assert!(browser.submit("Kiểm tra", &taken).says("Định nghĩa đúng, tính được. Chưa lưu."));
        let page = browser.submit("Thêm chỉ số", &taken);
        assert_eq!(page.status, 422);
        assert!(page.says("Mã này đang dùng cho chỉ số “Tỷ lệ hồ sơ giải quyết đúng hạn”"));
        let page = browser.submit("Thêm chỉ số", &[("Mã chỉ số", "ho-so-thu")]);
        assert!(page.says("Đã thêm chỉ số."), "{}", page.text());
        assert_eq!(page.heading(), "Hồ sơ trước hạn ở quầy");
        // The 120 dossiers that were there are counted: 84 of them are on time.
        assert_eq!(page.texts(".mc-congthuc a"), ["84", "120"]);
        let met = "/chi-so/ho-so-thu/can-cu?phan=dat&tu=2022-01-01&den=2022-12-31";
        assert_eq!(listed(&mut browser, met), 84);

        let mut reader = app.sign_in("kiem.tra");
        assert!(reader.get("/chi-so").attributes(".mc-dautrang a", "href").is_empty());
        assert_eq!(reader.get("/chi-so-moi").status, 403);
        assert_eq!(reader.get("/chi-so-moi/toml").status, 403);
        assert_eq!(browser.get("/chi-so-moi?doi-tuong=khong-co").status, 404);
    });
}

#[test]
fn a_new_indicator_comes_from_a_text_too() {
    office(|app, _| {
        let mut browser = app.sign_in("dau.moi");
        browser.get("/chi-so-moi/toml");
        let text = "code = \"ho-so-tu-choi-moi\"\nversion = 1\ntitle = \"Hồ sơ ở quầy\"\nsubject = \"dossier\"\n\
                    counts = 'dossier.chanel == \"counter\"'\non = \"received_on\"\nunit = \"hồ sơ\"\n\
                    better = \"higher\"\ndenominator = \"Hồ sơ nộp tại quầy\"\nlegal_basis = [\"Nội bộ\"]";
        let page = browser.submit("Thêm chỉ số", &[("Định nghĩa chỉ số (TOML)", text)]);
        assert_eq!(page.status, 422);
        let errors = page.texts(".govuk-error-summary li");
        assert!(errors[0].starts_with("Dòng 5, cột "), "{errors:?}");
        assert!(page.texts("pre.mc-cel").iter().any(|text| text.ends_with('^')));
        assert!(page.texts("#toml")[0].contains("chanel"));
        let sound = text.replace("chanel", "channel");
        let page = browser.submit("Thêm chỉ số", &[("Định nghĩa chỉ số (TOML)", &sound)]);
        assert!(page.says("Đã thêm chỉ số."), "{}", page.text());
        let all = "/chi-so/ho-so-tu-choi-moi/can-cu?phan=duoc-tinh&tu=2022-01-01&den=2022-12-31";
        assert_eq!(listed(&mut browser, all), 120);
        browser.get("/chi-so-moi/toml");
        let page = browser.submit("Thêm chỉ số", &[("Định nghĩa chỉ số (TOML)", &sound)]);
        assert_eq!(page.status, 422);
        assert!(page.says("Mã này đang dùng"));
        assert_eq!(browser.submit("Kiểm tra", &[("Định nghĩa chỉ số (TOML)", "code = [")]).status, 422);
    });
}

#[test]
fn two_editors_do_not_overwrite_each_other() {
    office(|app, _| {
        let mut first = app.sign_in("dau.moi");
        let mut second = app.sign_in("dau.moi");
        first.get("/chi-so/ho-so-dung-han/sua");
        second.get("/chi-so/ho-so-dung-han/sua");
        first.submit("Lưu phiên bản mới", &[("Tên chỉ số", "Của người thứ nhất")]);
        let page = second.submit("Lưu phiên bản mới", &[("Tên chỉ số", "Của người thứ hai")]);
        assert_eq!(page.status, 422);
        assert!(page.says("người khác đã lưu phiên bản 2"));
        assert_eq!(page.attributes("#title", "value"), ["Của người thứ hai"]);
        assert!(second.submit("Lưu phiên bản mới", &[]).says("Đã lưu phiên bản 3."));
    });
}

#[test]
fn the_api_says_what_the_pages_say() {
    office(|app, unit| {
        let mut browser = app.sign_in("kiem.tra");
        let mut json = |path: &str| -> (u16, serde_json::Value) {
            let page = browser.get(path);
            (page.status, serde_json::from_str(&page.html).unwrap())
        };
        let (status, list) = json("/api/v1/indicators");
        assert_eq!((status, list["items"].as_array().unwrap().len()), (200, crate::builtin().len()));
        let year = "from=2022-01-01&to=2022-12-31";
        let (_, figure) = json(&format!("/api/v1/indicators/ho-so-dung-han/figure?{year}&unit=phong-ncc"));
        assert_eq!(figure["denominator"], 108);
        assert_eq!(figure["numerator"], 84);
        assert_eq!(figure["excluded"], 12);
        assert_eq!(figure["value"], 77.77);
        assert_eq!(figure["text"], "77,77%");
        assert_eq!(figure["unit_id"], unit.get());
        let (_, empty) = json("/api/v1/indicators/ho-so-dung-han/figure?from=2020-01-01&to=2020-12-31");
        assert_eq!(empty["value"], serde_json::Value::Null);

        let path = format!("/api/v1/indicators/ho-so-dung-han/evidence?{year}&part=missed&limit=10");
        let (mut n, mut next) = (0, String::new());
        loop {
            let (_, list) = json(&format!("{path}{next}"));
            assert_eq!(list["total"], 24);
            n += list["items"].as_array().unwrap().len();
            match list["next"].as_str() {
                Some(after) => next = format!("&after={after}"),
                None => break,
            }
        }
        assert_eq!(n, 24);
        assert_eq!(json("/api/v1/indicators/ho-so-dung-han/figure?from=2022-02-30").0, 400);
        assert_eq!(json("/api/v1/indicators/ho-so-dung-han/figure?unit=x").0, 400);
        assert_eq!(json("/api/v1/indicators/x/figure").0, 404);
        assert_eq!(app.api("", "GET", "/api/v1/indicators", None).0, 401);
    });
}
