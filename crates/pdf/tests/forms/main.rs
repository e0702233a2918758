//! Every form with sample data, as poppler's tools see the file: text, standard, fonts.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test stops at what is wrong, and reads whether to renew what was reviewed"
)]

mod poppler;

use std::collections::BTreeSet;

use kernel::{Date, Render as _, RenderError};
use pdf::{Printed, Typesetter};
use serde_json::{Value, json};

/// All letters of Vietnamese that carry a mark, in the order of the alphabet, and the sign of the đồng.
const LETTERS: &str = "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ \
                       ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ đ ₫";

fn typesetter() -> Typesetter {
    Typesetter::new().unwrap()
}

fn sample(form: &str) -> Value {
    let path = format!("{}/tests/data/{form}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn set(typesetter: &Typesetter, form: &str) -> Printed {
    let printed = typesetter.set(form, day("2022-07-15"), &sample(form)).unwrap();
    assert!(printed.warnings.is_empty(), "{form}: {:?}", printed.warnings);
    printed
}

fn codes(typesetter: &Typesetter) -> BTreeSet<String> {
    typesetter.forms().iter().map(|form| form.code.clone()).collect()
}

#[test]
fn every_form_reads_as_it_was_reviewed() {
    let typesetter = typesetter();
    for form in codes(&typesetter) {
        let text = poppler::text(&set(&typesetter, &form).pdf);
        let path = format!("{}/tests/expected/{form}.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("MOTCUA_UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, reviewed, "{form} differs from {path}; MOTCUA_UPDATE=1 renews it");
    }
}

#[test]
fn every_form_is_pdf_a_2b_with_title_language_and_embedded_fonts() {
    let typesetter = typesetter();
    for form in typesetter.forms().iter() {
        let printed = typesetter.set(&form.code, form.valid_from, &sample(&form.code)).unwrap();
        assert!(printed.warnings.is_empty(), "{}: {:?}", form.code, printed.warnings);
        let about = poppler::metadata(&printed.pdf);
        for part in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>B</pdfaid:conformance>",
            "<rdf:li>vi</rdf:li>",
            form.title.as_str(),
        ] {
            assert!(about.contains(part), "{}: `{part}` is missing in the metadata", form.code);
        }
        let fonts = poppler::fonts(&printed.pdf);
        assert!(!fonts.is_empty(), "{}: no fonts", form.code);
        for font in fonts {
            assert!(font.name.contains("LiberationSerif"), "{}: {font:?}", form.code);
            assert!(font.embedded && font.readable, "{}: {font:?}", form.code);
        }
    }
}

#[test]
fn forms_have_the_size_their_act_gives() {
    let typesetter = typesetter();
    let size = |form: &str| poppler::page_size(&set(&typesetter, form).pdf);
    // TT 01/2018/TT-VPCP: Mẫu 01 đến 05 khổ A5, Mẫu 06 khổ A4.
    for form in ["mau-01", "mau-02", "mau-03", "mau-04", "mau-05"] {
        assert_eq!(size(form), (148, 210), "{form}");
    }
    assert_eq!(size("mau-06"), (297, 210));
    assert_eq!(size("quyet-dinh"), (210, 297));
}

#[test]
fn no_vietnamese_letter_is_lost() {
    let typesetter = typesetter();
    let mut data = sample("giay-xac-nhan");
    data["paragraphs"] = json!([LETTERS, LETTERS.to_uppercase()]);
    let text = poppler::text(&typesetter.set("giay-xac-nhan", day("2022-07-15"), &data).unwrap().pdf);
    // Poppler joins words of one letter: the letters are compared, in their order.
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    for letters in [LETTERS.to_owned(), LETTERS.to_uppercase()] {
        assert!(bare(&text).contains(&bare(&letters)), "a letter of `{letters}` is lost:\n{text}");
    }
}

#[test]
fn what_people_typed_is_text_and_never_markup() {
    let typesetter = typesetter();
    let mut data = sample("mau-01");
    let name = r#"Nguyễn *Văn* _A_ #panic() $x$ <y> @z "q" \ ~ // //"#;
    data["applicant"]["name"] = json!(name);
    let text = poppler::text(&typesetter.set("mau-01", day("2022-07-15"), &data).unwrap().pdf);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains(name), "{joined}");
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let typesetter = typesetter();
    let first = set(&typesetter, "mau-01").pdf;
    assert_eq!(first, set(&typesetter, "mau-01").pdf);
    assert_eq!(first, set(&Typesetter::new().unwrap(), "mau-01").pdf);
}

#[test]
fn long_registers_go_over_many_pages_with_their_head_on_each() {
    let typesetter = typesetter();
    let printed = set(&typesetter, "mau-06");
    assert!(printed.pages >= 3, "{} pages", printed.pages);
    let text = poppler::text(&printed.pdf);
    assert_eq!(text.matches("Tên thủ tục hành chính").count(), printed.pages);
}

#[test]
fn a_form_out_of_force_and_a_wrong_template_are_told_apart() {
    let typesetter = typesetter();
    let early = typesetter.render("mau-01", day("2018-12-31"), &json!({}));
    assert!(matches!(early, Err(RenderError::NotInForce { .. })), "{early:?}");
    let unknown = typesetter.render("mau-99", day("2022-07-15"), &json!({}));
    assert!(matches!(unknown, Err(RenderError::NotInForce { .. })), "{unknown:?}");
    let Err(RenderError::Template { template, message }) =
        typesetter.render("mau-06", day("2022-07-15"), &json!({}))
    else {
        panic!("a form without its rows was set");
    };
    assert_eq!(template, "mau-06.typ");
    assert!(message.contains("mau-06.typ:"), "{message}");
}
