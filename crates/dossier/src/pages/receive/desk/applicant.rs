//! The fields of an applicant who is not known yet.

use kernel::{Date, PersonId, vi};
use web::{Choice, Field, FieldErrors, Fields};

use crate::person::Person;

#[derive(Debug, Clone, Default)]
pub(in crate::pages::receive) struct NewPerson {
    organisation: bool,
    number: String,
    pub(in crate::pages::receive) name: String,
    born: String,
    address: String,
    phone: String,
    email: String,
}

/// Name, label, value, class in the grid, keyboard of phones.
type Line<'a> = (&'static str, &'static str, &'a str, &'static str, &'static str);

impl NewPerson {
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            organisation: fields.get("loai") == "organisation",
            number: text("so"),
            name: text("ten"),
            born: text("sinh"),
            address: text("dia-chi"),
            phone: text("dien-thoai"),
            email: text("email"),
        }
    }

    /// Nobody was found: what was looked for is the start of the new entry.
    pub(super) fn start_from(&mut self, searched: &str) {
        let digits: String = searched.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            if self.name.is_empty() {
                searched.clone_into(&mut self.name);
            }
        } else if self.number.is_empty() {
            self.number = digits;
        }
    }

    pub(super) const fn is_begun(&self) -> bool {
        !self.name.is_empty() || !self.number.is_empty()
    }

    pub(super) const fn is_complete(&self) -> bool {
        !self.name.is_empty() && !self.address.is_empty()
    }

    pub(in crate::pages::receive) fn kind(&self) -> (Field, Vec<Choice>) {
        let current = if self.organisation { "organisation" } else { "citizen" };
        let kinds = [("citizen", "Cá nhân"), ("organisation", "Tổ chức, doanh nghiệp")];
        (Field::new("loai", "Người nộp là", current), Choice::list(kinds, current))
    }

    pub(in crate::pages::receive) fn fields(&self) -> [Line<'_>; 6] {
        [
            ("ten", "Họ và tên, tên tổ chức", &self.name, "mc-c5", ""),
            ("so", "Số định danh, mã số", &self.number, "mc-c4", "numeric"),
            ("sinh", "Ngày sinh", &self.born, "mc-c3", "numeric"),
            ("dia-chi", "Nơi ở, trụ sở hiện tại", &self.address, "mc-c8", ""),
            ("dien-thoai", "Điện thoại", &self.phone, "mc-c4", "tel"),
            ("email", "Thư điện tử (nếu có)", &self.email, "mc-c4", "email"),
        ]
    }

    pub(super) fn parse(&self, today: Date, errors: &mut FieldErrors) -> Person {
        errors.require("ten", &self.name, "Nhập họ tên người nộp, hoặc tìm người đã có");
        let born_on = vi::parse_date(&self.born);
        if !self.born.is_empty() && born_on.is_none_or(|born| born > today || born.year() < 1_900) {
            errors.add("sinh", "Nhập ngày sinh dạng ngày/tháng/năm, trước hôm nay");
        }
        let number: String = self.number.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        if let Some(problem) = self.number_problem(&number) {
            errors.add("so", problem);
        }
        errors.require("dia-chi", &self.address, "Nhập nơi ở hoặc trụ sở");
        let digits = self.phone.chars().filter(char::is_ascii_digit).count();
        if !self.phone.is_empty() && !(8..=15).contains(&digits) {
            errors.add("dien-thoai", "Nhập số điện thoại 8 đến 15 chữ số");
        }
        if !self.email.is_empty() && !self.email.contains('@') {
            errors.add("email", "Nhập địa chỉ thư điện tử có dấu @");
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Person {
            id: PersonId(0),
            organisation: self.organisation,
            name: self.name.clone(),
            id_number: some(&number),
            born_on,
            phone: some(&self.phone),
            email: some(&self.email),
            address: self.address.clone(),
            version: 1,
        }
    }

    /// Số định danh cá nhân has 12 digits, CMND 9, mã số doanh nghiệp 10 (13 for a branch); a passport has letters.
    fn number_problem(&self, number: &str) -> Option<&'static str> {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let all_digits = digits == number.chars().filter(|c| *c != '-').count();
        if number.is_empty() || !all_digits {
            return None;
        }
        if self.organisation {
            (![10, 13].contains(&digits)).then_some("Mã số doanh nghiệp có 10 hoặc 13 chữ số")
        } else {
            (![9, 12].contains(&digits))
                .then_some("Số định danh có 12 chữ số, chứng minh nhân dân có 9 chữ số")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.push(*name, value);
        }
        let mut errors = FieldErrors::new();
        let _ = NewPerson::read(&fields).parse("2022-03-15".parse().unwrap(), &mut errors);
        errors.problems().into_iter().map(|problem| problem.id).collect()
    }

    #[test]
    fn every_wrong_field_of_a_new_person_is_named() {
        assert_eq!(problems(&[]), ["ten", "dia-chi"]);
        let good = [
            ("ten", "Bùi Thị Nhàn"),
            ("dia-chi", "xã Trung Nghĩa"),
            ("so", "033158004417"),
            ("sinh", "12/05/1958"),
        ];
        assert!(problems(&good).is_empty());
        let wrong = [
            ("ten", "A"),
            ("dia-chi", "B"),
            ("so", "0331"),
            ("sinh", "31/02/1958"),
            ("dien-thoai", "12"),
            ("email", "x"),
        ];
        assert_eq!(problems(&wrong), ["sinh", "so", "dien-thoai", "email"]);
        assert!(problems(&[("ten", "A"), ("dia-chi", "B"), ("so", "C1234567")]).is_empty());
        assert_eq!(
            problems(&[("ten", "A"), ("dia-chi", "B"), ("loai", "organisation"), ("so", "033158004417")]),
            ["so"]
        );
    }

    #[test]
    fn what_was_looked_for_begins_the_new_entry() {
        let mut person = NewPerson::default();
        person.start_from("033 158 004 417");
        assert_eq!(person.number, "033158004417");
        person.start_from("Bùi Thị Nhàn");
        assert_eq!(person.name, "Bùi Thị Nhàn");
    }
}
