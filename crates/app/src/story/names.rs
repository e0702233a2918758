//! Names and places of the sample: common Vietnamese names, communes of Hưng Yên. All people are invented.

use kernel::{Date, PersonId};

use super::dice::Dice;
use dossier::person::Person;

const FAMILY: [&str; 14] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Dương", "Lương", "Đào", "Đoàn",
    "Trịnh",
];
const MIDDLE_F: [&str; 6] = ["Thị", "Thị Thu", "Thị Ngọc", "Thị Hồng", "Thị Thanh", "Minh"];
const MIDDLE_M: [&str; 8] = ["Văn", "Đức", "Quang", "Xuân", "Hữu", "Minh", "Tuấn", "Công"];
const GIVEN_F: [&str; 16] = [
    "Nhàn",
    "Hoa",
    "Lan",
    "Hạnh",
    "Thảo",
    "Mai",
    "Hương",
    "Yến",
    "Ngân",
    "Oanh",
    "Phượng",
    "Quyên",
    "Tuyết",
    "Vân",
    "Xuyến",
    "Ánh",
];
const GIVEN_M: [&str; 16] = [
    "Thịnh", "Dũng", "Đạt", "Hải", "Khánh", "Long", "Nam", "Phong", "Quân", "Sơn", "Thắng", "Tùng", "Vinh",
    "Ước", "Cường", "Bắc",
];
const PLACES: [&str; 12] = [
    "xã Trung Nghĩa, thành phố Hưng Yên",
    "phường Hiến Nam, thành phố Hưng Yên",
    "thị trấn Văn Giang, huyện Văn Giang",
    "xã Xuân Quan, huyện Văn Giang",
    "thị trấn Như Quỳnh, huyện Văn Lâm",
    "phường Bần Yên Nhân, thị xã Mỹ Hào",
    "thị trấn Yên Mỹ, huyện Yên Mỹ",
    "thị trấn Khoái Châu, huyện Khoái Châu",
    "thị trấn Ân Thi, huyện Ân Thi",
    "thị trấn Lương Bằng, huyện Kim Động",
    "thị trấn Trần Cao, huyện Phù Cừ",
    "thị trấn Vương, huyện Tiên Lữ",
];
const FIRMS: [&str; 10] = [
    "Công ty TNHH May Phố Hiến",
    "Công ty Cổ phần Thép Minh Hải",
    "Công ty TNHH Điện tử Thăng Long Bắc",
    "Công ty Cổ phần Nhựa An Phú",
    "Công ty TNHH Dịch vụ Việc làm Sông Hồng",
    "Công ty TNHH Cơ khí Đông Á",
    "Công ty Cổ phần Thực phẩm Nhãn Lồng",
    "Công ty TNHH Kiểm định An toàn Bắc Bộ",
    "Trường Trung cấp nghề Châu Hưng",
    "Công ty Cổ phần Xây dựng Tân Tiến",
];

/// A full name.
pub(crate) fn person_name(dice: &mut Dice) -> String {
    let family = dice.pick(&FAMILY).copied().unwrap_or("Nguyễn");
    let (middle, given) = if dice.permille(520) {
        (dice.pick(&MIDDLE_F).copied(), dice.pick(&GIVEN_F).copied())
    } else {
        (dice.pick(&MIDDLE_M).copied(), dice.pick(&GIVEN_M).copied())
    };
    format!("{family} {} {}", middle.unwrap_or("Văn"), given.unwrap_or("Nam"))
}

/// A person who files, or a firm.
pub(crate) fn applicant(dice: &mut Dice, organisation: bool) -> Person {
    let place = dice.pick(&PLACES).copied().unwrap_or_default();
    if organisation {
        let name = dice.pick(&FIRMS).copied().unwrap_or_default();
        return Person {
            id: PersonId(0),
            organisation: true,
            name: format!("{name} {}", dice.between(1, 60)),
            id_number: Some(format!("09{:08}", dice.below(100_000_000))),
            born_on: None,
            phone: Some(format!("0221{:07}", dice.below(10_000_000))),
            email: None,
            address: format!("Khu công nghiệp, {place}"),
            version: 0,
        };
    }
    let name = person_name(dice);
    let year = dice.between(1940, 2003) as i16;
    let century = if year < 2000 { 0 } else { 2 };
    let number = format!("033{}{:02}{:06}", century + dice.between(0, 1), year % 100, dice.below(1_000_000));
    Person {
        id: PersonId(0),
        organisation: false,
        name,
        id_number: Some(number),
        born_on: Date::new(year, dice.between(1, 12) as i8, dice.between(1, 28) as i8).ok(),
        phone: Some(format!("09{:08}", dice.below(100_000_000))),
        email: None,
        address: format!("Thôn {}, {place}", dice.between(1, 9)),
        version: 0,
    }
}
