//! The first text of a new procedure's package: what was asked for, and the parts every package has, to be written
//! out by whoever knows them.

use std::fmt::Write as _;

use kernel::Date;

use super::code::ProcedureCode;
use super::procedure::Channel;
use super::time_limit::TimeLimit;
use super::words::{Sector, Word as _};

/// What a new procedure starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Code.
    pub code: ProcedureCode,
    /// Name.
    pub name: String,
    /// Field of work.
    pub sector: Sector,
    /// Code of the competent unit, in capitals.
    pub unit: String,
    /// First day in force.
    pub in_force_on: Date,
    /// The act it rests on.
    pub legal_basis: String,
    /// Name of its one case.
    pub case: String,
    /// How that case is handed in.
    pub channels: Vec<Channel>,
    /// The time the law gives.
    pub statutory: TimeLimit,
    /// The time announced, where it is shorter.
    pub published: Option<TimeLimit>,
}

/// The usual internal process of a department, to be fitted to the procedure (TT 01/2018/TT-VPCP, Đ.8).
const PROCESS: &str = r#"
[[process]]
code = "chinh"
name = "Quy trình nội bộ"
source = "Theo mẫu chung của chương trình, cần rà soát với quyết định phê duyệt quy trình"
start = "tiep-nhan"
steps = [
  { code = "tiep-nhan", name = "Tiếp nhận, kiểm tra hồ sơ", role = "counter_officer", unit = "desk" },
  { code = "phan-cong", name = "Phân công thụ lý", role = "head_of_division", unit = "division" },
  { code = "tham-dinh", name = "Thẩm định hồ sơ", role = "specialist", unit = "division" },
  { code = "duyet-phong", name = "Duyệt của phòng", role = "head_of_division", unit = "division" },
  { code = "ky", name = "Ký duyệt kết quả", role = "director", unit = "leadership" },
  { code = "van-thu", name = "Vào sổ, đóng dấu, phát hành", role = "clerk", unit = "office" },
  { code = "tra-ket-qua", name = "Trả kết quả", role = "counter_officer", unit = "desk", end = true },
]
transitions = [
  { from = "tiep-nhan", to = "phan-cong", kind = "forward" },
  { from = "phan-cong", to = "tham-dinh", kind = "forward" },
  { from = "tham-dinh", to = "duyet-phong", kind = "forward" },
  { from = "duyet-phong", to = "ky", kind = "forward" },
  { from = "ky", to = "van-thu", kind = "forward" },
  { from = "van-thu", to = "tra-ket-qua", kind = "forward" },
  { from = "duyet-phong", to = "tham-dinh", kind = "return" },
  { from = "ky", to = "tham-dinh", kind = "return" },
  { from = "tham-dinh", to = "tiep-nhan", kind = "supplement" },
  { from = "tiep-nhan", to = "ket-thuc", kind = "refuse" },
]
"#;

impl Sketch {
    /// The package: it is sound, and what nobody has said yet carries the mark that it is not verified.
    pub fn package(&self) -> String {
        let online = self.channels.contains(&Channel::Online);
        let mut text = String::from(
            "# Gói thủ tục hành chính. Dấu: verified đã đối chiếu, recalled theo trí nhớ, sample dữ liệu mẫu, unverified chưa xác minh.\n",
        );
        let lines = [
            ("code", quoted(self.code.as_str())),
            ("name", quoted(&self.name)),
            ("sector", quoted(self.sector.code())),
            ("unit", quoted(&self.unit)),
            ("agency_level", quoted("province")),
            ("applicants", "[\"citizen\"]".to_owned()),
            ("receives", "true".to_owned()),
            ("in_force_on", self.in_force_on.to_string()),
        ];
        for (key, value) in lines {
            line(&mut text, key, &value);
        }
        text.push_str("\n[[legal_basis]]\n");
        line(&mut text, "act", &quoted(&self.legal_basis));
        text.push_str("\n[online]\n");
        line(&mut text, "level", if online { "3" } else { "2" });
        line(&mut text, "eligible", if online { "true" } else { "false" });
        line(&mut text, "national_portal", "false");
        line(&mut text, "postal", if self.channels.contains(&Channel::Postal) { "true" } else { "false" });
        self.case_text(&mut text);
        text.push_str(
            "\n# Giấy tờ cần có: mỗi giấy tờ một mục [[paper]].\n[[paper]]\ncode = \"gt-01\"\nname = \"Đơn đề nghị\"\noriginals = 1\ncopies = 0\ndigitised = true\n",
        );
        text.push_str("\n[[result]]\ncode = \"kq-1\"\n");
        line(&mut text, "name", &quoted(&format!("Kết quả giải quyết: {}", self.name)));
        text.push_str("template = \"Mẫu kết quả chung của chương trình\"\n");
        text.push_str(PROCESS);
        text
    }

    fn case_text(&self, text: &mut String) {
        text.push_str("\n[[case]]\ncode = \"chung\"\n");
        line(text, "name", &quoted(&self.case));
        line(text, "process", &quoted("chinh"));
        text.push_str("\n[[case.terms]]\n");
        let channels: Vec<String> = self.channels.iter().map(|channel| quoted(channel.code())).collect();
        line(text, "channels", &format!("[{}]", channels.join(", ")));
        line(text, "statutory", &limit(self.statutory));
        if let Some(published) = self.published {
            line(text, "published", &limit(published));
        }
        line(text, "reading", &quoted("day-count"));
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {value}");
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn limit(limit: TimeLimit) -> String {
    let unit =
        calendar::Unit::all().iter().find(|(unit, _)| *unit == limit.unit).map_or("", |(_, code)| code);
    format!("{{ amount = {}, unit = {} }}", limit.amount, quoted(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse;
    use calendar::Unit;

    fn sketch() -> Sketch {
        Sketch {
            code: ProcedureCode::parse("1.019999").unwrap(),
            name: "Cấp giấy \"xác nhận\" \\ mới".to_owned(),
            sector: Sector::Ncc,
            unit: "NCC".to_owned(),
            in_force_on: Date::new(2022, 4, 1).unwrap(),
            legal_basis: "Nghị định 131/2021/NĐ-CP".to_owned(),
            case: "Trường hợp chung".to_owned(),
            channels: vec![Channel::Counter, Channel::Online, Channel::Postal],
            statutory: TimeLimit::new("12".parse().unwrap(), Unit::WorkingDay),
            published: Some(TimeLimit::new("9.5".parse().unwrap(), Unit::WorkingDay)),
        }
    }

    #[test]
    fn the_first_text_is_sound_and_says_what_was_asked() {
        for channels in [vec![Channel::Counter], vec![Channel::Counter, Channel::Online, Channel::Postal]] {
            let sketch = Sketch { channels: channels.clone(), ..sketch() };
            let text = sketch.package();
            let checked = crate::check_texts([("1.019999", text.as_str())]);
            assert!(checked.is_usable(), "{:?}\n{text}", checked.findings);
            let procedure = parse(&text, "").unwrap();
            assert_eq!(procedure.name, sketch.name);
            let terms = &procedure.cases[0].terms[0];
            assert_eq!((terms.statutory, terms.published), (Some(sketch.statutory), sketch.published));
            assert_eq!(terms.channels, channels);
            assert!(procedure.is_receivable());
        }
    }
}
