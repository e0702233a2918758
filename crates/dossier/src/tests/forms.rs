//! What the printed forms are filled with, and the register. The typesetter here tells what it was given.

use std::sync::Arc;

use kernel::{Date, FormInfo, Render, RenderError};
use serde_json::{Value, json};

use super::pages::{act, each, receive};

#[derive(Debug)]
struct Told;

impl Render for Told {
    fn render(&self, form: &str, on: Date, data: &Value) -> Result<Vec<u8>, RenderError> {
        Ok(json!({ "form": form, "on": on.to_string(), "data": data }).to_string().into_bytes())
    }

    fn form(&self, _: &str, _: Date) -> Option<FormInfo> {
        None
    }
}

/// A typesetter that answers with what it was to set.
pub(super) fn told() -> Arc<dyn Render> {
    Arc::new(Told)
}

fn read(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
}

#[test]
fn the_receipt_says_what_was_recorded() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        let code = receive(&mut officer, "Bùi Thị Nhàn");
        assert_eq!(officer.page().link("In giấy tiếp nhận"), format!("/ho-so/{code}/mau/01.pdf"));
        let page = officer.get(&format!("/ho-so/{code}/mau/01.pdf"));
        let told = read(&page.html);
        assert_eq!(told["form"], "mau-01");
        assert_eq!(told["on"], "2022-03-15");
        let data = &told["data"];
        assert_eq!(data["code"], code.as_str());
        assert_eq!(data["dated"], "Hưng Yên, ngày 15 tháng 3 năm 2022");
        assert_eq!(data["applicant"]["name"], "Bùi Thị Nhàn");
        assert_eq!(data["received"], "09 giờ 00 phút, ngày 15 tháng 3 năm 2022");
        assert_eq!(data["due"], "17 giờ 00 phút, ngày 25 tháng 3 năm 2022");
        assert_eq!(data["book"], json!({ "volume": "2022", "number": "1" }));
        assert_eq!(data["officer"], "Trần Thị Mai");
        assert_eq!(data["qr"], code.as_str(), "no public look-up is set up: the bare code");
        // Nothing was asked for, refused or appointed anew: these papers do not exist.
        for slug in ["02", "03", "04", "05", "tra-ket-qua"] {
            assert_eq!(officer.get(&format!("/ho-so/{code}/mau/{slug}.pdf")).status, 422, "{slug}");
        }
        assert_eq!(officer.get(&format!("/ho-so/{code}/mau/99.pdf")).status, 404);
    });
}

#[test]
fn a_refusal_is_numbered_and_gives_its_article() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        let code = receive(&mut officer, "Bùi Thị Nhàn");
        let values = [("ly-do", "Không thuộc thẩm quyền"), ("can-cu", "Nghị định 61/2018/NĐ-CP, Điều 17")];
        act(&mut officer, &code, "tu-choi", "Từ chối giải quyết", &values);
        let told = read(&officer.get(&format!("/ho-so/{code}/mau/03.pdf")).html);
        assert_eq!(told["data"]["number"], "01/HDHS");
        assert_eq!(told["data"]["reason"], "Không thuộc thẩm quyền");
        assert_eq!(told["data"]["basis"], "Nghị định 61/2018/NĐ-CP, Điều 17");
    });
}

#[test]
fn the_register_numbers_dossiers_in_their_order_and_prints_them() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        let first = receive(&mut officer, "Bùi Thị Nhàn");
        let second = receive(&mut officer, "Đặng Văn Ưởng");
        officer.get("/so-theo-doi-ho-so?nam=2022");
        assert_eq!(officer.page().texts("td.n"), ["1", "2"]);
        assert!(officer.page().says(&first) && officer.page().says(&second));
        let link = officer.page().link("In phần sổ đã chọn");
        let told = read(&officer.get(&link).html);
        assert_eq!(told["form"], "mau-06");
        let codes: Vec<&str> = told["data"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, [first.as_str(), second.as_str()]);
        officer.get("/so-theo-doi-ho-so?nam=2022&thang=2");
        assert!(officer.page().says("Chưa có hồ sơ nào vào sổ"));
        let mut specialist = app.sign_in("thu.ha");
        assert_eq!(specialist.get("/so-theo-doi-ho-so").status, 403);
    });
}
