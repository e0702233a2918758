//! The fields of each act's form: what it asks, what is wrong with the answers, and the act they make.

use kernel::{AccountId, vi};
use process::ProcessRefused;
use web::{Choice, Field, FieldErrors, Fields};

use super::{Action, Prepared};
use crate::acts::{
    AskSupplement, Asked, Command, HandOver, NewResult, Pausing, Reappoint, Reassign, Refusal, ReturnResult,
    SendBack, TakeSupplement,
};
use crate::domain::{DossierRefused, PaperState};
use crate::pages::controls::{Control, PaperAsk};

/// The usual basis of a request for a supplement.
const SUPPLEMENT_BASIS: &str = "Nghị định 61/2018/NĐ-CP, Điều 17";

impl Action {
    /// What stands in a fresh form.
    pub(in crate::pages) fn defaults(self, prepared: &Prepared) -> Fields {
        let mut fields = Fields::default();
        match self {
            Self::HandOver if prepared.finishes => {
                let result = prepared.case.procedure.results.first();
                fields.push("ten-ket-qua", result.map_or("", |result| result.name.as_str()));
                fields.push("cong-bo", "1");
            }
            Self::AskSupplement => fields.push("can-cu", SUPPLEMENT_BASIS),
            Self::TakeSupplement => {
                for paper in prepared.papers.iter().filter(|paper| paper.state != PaperState::NotNeeded) {
                    fields.push("giay-to", &paper.code);
                }
            }
            _ => {}
        }
        fields
    }

    /// The controls with what was typed and what is wrong.
    pub(in crate::pages) fn controls(
        self,
        prepared: &Prepared,
        fields: &Fields,
        errors: &FieldErrors,
        may_override: bool,
    ) -> Vec<Control> {
        let field =
            |name: &str, label: &str| Field::new(name, label, fields.get(name)).with_error(errors.get(name));
        let area = |name: &str, label: &str| Control::Area(field(name, label));
        let text = |name: &str, label: &str| Control::Text(field(name, label));
        match self {
            Self::HandOver => {
                let mut controls = Vec::new();
                if prepared.finishes {
                    controls.push(text("so-ket-qua", "Số, ký hiệu kết quả"));
                    controls.push(text("ten-ket-qua", "Tên kết quả"));
                    let choice = Choice::new("1", "Cập nhật kết quả lên Cổng ngay", fields.has("cong-bo"));
                    controls.push(Control::Checks(field("cong-bo", "Kết quả điện tử"), vec![choice]));
                }
                controls.push(Control::Select(
                    field("nguoi", "Người nhận"),
                    people(prepared, "Giao theo quy tắc: người đang giữ ít việc nhất", fields.get("nguoi")),
                ));
                controls.push(area("y-kien", "Ý kiến kèm theo (nếu có)"));
                controls
            }
            Self::AskSupplement => {
                let mut controls =
                    vec![
                        Control::Papers(asks(prepared, fields), errors.get("giay-to")),
                        text("can-cu", "Căn cứ"),
                        Control::Date(field("han-bo-sung", "Hạn bổ sung (nếu có)").with_hint(
                            "Ngày cuối người nộp cần bổ sung; quá ngày này có thể dừng xử lý hồ sơ.",
                        )),
                    ];
                if prepared.case.dossier.n_supplements > 0 && may_override {
                    controls.push(area("ly-do", "Vì sao phải yêu cầu lần hai"));
                }
                controls
            }
            Self::TakeSupplement => {
                let given: Vec<&str> = fields.all("giay-to").collect();
                let choices = prepared
                    .papers
                    .iter()
                    .map(|paper| Choice::new(&paper.code, &paper.name, given.contains(&paper.code.as_str())))
                    .collect();
                vec![
                    Control::Checks(field("giay-to", "Giấy tờ đã nhận, hợp lệ"), choices),
                    area("ghi-chu", "Ghi chú (nếu có)"),
                ]
            }
            Self::Pause => vec![area("ly-do", "Lý do"), text("can-cu", "Căn cứ")],
            Self::Refuse => vec![area("ly-do", "Lý do từ chối"), text("can-cu", "Căn cứ")],
            Self::Stop => vec![area("ly-do", "Lý do dừng xử lý"), text("can-cu", "Căn cứ")],
            Self::Reappoint => {
                let date = field("ngay", "Ngày hẹn mới")
                    .with_hint("Ngày làm việc, sau ngày hẹn cũ; hạn đến hết giờ làm việc của ngày đó.");
                vec![Control::Date(date), area("ly-do", "Lý do chậm, nêu trong thư xin lỗi")]
            }
            Self::SendBack | Self::Withdraw => vec![area("ly-do", "Lý do")],
            Self::Reassign => vec![
                Control::Select(
                    field("nguoi", "Người nhận"),
                    people(prepared, "Chọn người nhận", fields.get("nguoi")),
                ),
                area("ly-do", "Lý do"),
            ],
            Self::ReturnResult => {
                let hint = "Để trống nếu chính người nộp nhận.";
                vec![Control::Text(field("nguoi-nhan", "Người nhận kết quả").with_hint(hint))]
            }
            Self::Resume | Self::CloseAfterSilence | Self::PublishResult => Vec::new(),
        }
    }

    /// The act that the form asks for, or everything that is wrong with it.
    pub(in crate::pages) fn parse(
        self,
        prepared: &Prepared,
        fields: &Fields,
    ) -> Result<Command, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = |name: &str| fields.get(name).to_owned();
        let account = fields.get("nguoi").parse().ok().map(AccountId);
        let command = match self {
            Self::HandOver => {
                if prepared.finishes {
                    errors.require("so-ket-qua", fields.get("so-ket-qua"), "Nhập số, ký hiệu của kết quả");
                    errors.require("ten-ket-qua", fields.get("ten-ket-qua"), "Nhập tên kết quả");
                }
                let result = prepared.finishes.then(|| NewResult {
                    number: text("so-ket-qua"),
                    name: text("ten-ket-qua"),
                    publish: fields.has("cong-bo"),
                });
                Command::HandOver(HandOver { to: account, opinion: text("y-kien"), result })
            }
            Self::AskSupplement => ask(prepared, fields, &mut errors),
            Self::TakeSupplement => {
                let papers: Vec<String> = fields.all("giay-to").map(str::to_owned).collect();
                if papers.is_empty() {
                    errors.add("giay-to", "Chọn giấy tờ đã nhận");
                }
                Command::TakeSupplement(TakeSupplement { papers, note: text("ghi-chu") })
            }
            Self::Pause => {
                errors.require("ly-do", fields.get("ly-do"), "Nhập lý do tạm dừng");
                errors.require("can-cu", fields.get("can-cu"), "Nhập căn cứ: văn bản, điều khoản");
                Command::Pause(Pausing { reason: text("ly-do"), legal_basis: text("can-cu") })
            }
            Self::Resume => Command::Resume,
            Self::Reappoint => reappoint(prepared, fields, &mut errors),
            Self::SendBack => {
                errors.require("ly-do", fields.get("ly-do"), "Nhập lý do trả lại");
                Command::SendBack(SendBack { reason: text("ly-do") })
            }
            Self::Reassign => {
                if account.is_none() {
                    errors.add("nguoi", "Chọn người nhận");
                }
                errors.require("ly-do", fields.get("ly-do"), "Nhập lý do đổi người");
                let to = account.unwrap_or(AccountId(0));
                Command::Reassign(Reassign { to, reason: text("ly-do") })
            }
            Self::Refuse => {
                errors.require("ly-do", fields.get("ly-do"), "Nhập lý do từ chối");
                errors.require("can-cu", fields.get("can-cu"), "Nhập căn cứ: văn bản, điều khoản");
                Command::Refuse(Refusal { reason: text("ly-do"), legal_basis: text("can-cu") })
            }
            Self::Stop => {
                errors.require("ly-do", fields.get("ly-do"), "Nhập lý do dừng xử lý");
                errors.require("can-cu", fields.get("can-cu"), "Nhập căn cứ: văn bản, điều khoản");
                Command::Stop(Refusal { reason: text("ly-do"), legal_basis: text("can-cu") })
            }
            Self::CloseAfterSilence => Command::CloseAfterSilence,
            Self::Withdraw => {
                errors.require("ly-do", fields.get("ly-do"), "Nhập lý do người nộp rút hồ sơ");
                Command::Withdraw(text("ly-do"))
            }
            Self::ReturnResult => Command::ReturnResult(ReturnResult { receiver: text("nguoi-nhan") }),
            Self::PublishResult => Command::PublishResult,
        };
        errors.or(command)
    }

    /// The control that a refusal belongs to; empty where it is about the whole.
    pub(in crate::pages) const fn field_of(self, refused: &DossierRefused) -> &'static str {
        match (self, refused) {
            (Self::AskSupplement, DossierRefused::NothingAsked) => "giay-to",
            (Self::AskSupplement, DossierRefused::ReasonMissing) => "ly-do",
            (Self::Reappoint, DossierRefused::Apology(calendar::rules::ApologyRefused::NotLater)) => "ngay",
            (
                Self::HandOver | Self::Reassign,
                DossierRefused::Work(ProcessRefused::NotSuitable | ProcessRefused::SameAccount),
            ) => "nguoi",
            _ => "",
        }
    }
}

fn people(prepared: &Prepared, none: &str, current: &str) -> Vec<Choice> {
    let all = prepared.candidates.iter().map(|person| (person.id.to_string(), person.name.clone()));
    Choice::list(std::iter::once((String::new(), none.to_owned())).chain(all), current)
}

fn reason_field(code: &str) -> String {
    format!("ly-do-{code}")
}

fn asks(prepared: &Prepared, fields: &Fields) -> Vec<PaperAsk> {
    let chosen: Vec<&str> = fields.all("giay-to").collect();
    prepared
        .papers
        .iter()
        .map(|paper| PaperAsk {
            code: paper.code.clone(),
            name: paper.name.clone(),
            chosen: chosen.contains(&paper.code.as_str()),
            reason: fields.get(&reason_field(&paper.code)).to_owned(),
        })
        .collect()
}

fn ask(prepared: &Prepared, fields: &Fields, errors: &mut FieldErrors) -> Command {
    // A reason typed beside a paper asks for it, ticked or not.
    let papers: Vec<Asked> = asks(prepared, fields)
        .into_iter()
        .filter(|paper| paper.chosen || !paper.reason.is_empty())
        .map(|paper| Asked { code: paper.code, name: paper.name, reason: paper.reason })
        .collect();
    if papers.is_empty() {
        errors.add("giay-to", "Chọn ít nhất một giấy tờ cần bổ sung và nêu lý do");
    } else if papers.iter().any(|paper| paper.reason.is_empty()) {
        errors.add("giay-to", "Nêu lý do cho từng giấy tờ được chọn");
    }
    errors.require("can-cu", fields.get("can-cu"), "Nhập căn cứ: văn bản, điều khoản");
    let respond_by = match (fields.get("han-bo-sung"), vi::parse_date(fields.get("han-bo-sung"))) {
        ("", _) => None,
        (_, Some(day)) if day > prepared.case.dossier.received_at.date() => {
            Some(prepared.case.calendar.closing(day))
        }
        _ => {
            errors.add("han-bo-sung", "Nhập ngày sau ngày tiếp nhận, dạng ngày/tháng/năm");
            None
        }
    };
    Command::AskSupplement(AskSupplement {
        papers,
        legal_basis: fields.get("can-cu").to_owned(),
        override_reason: fields.get("ly-do").to_owned(),
        respond_by,
    })
}

fn reappoint(prepared: &Prepared, fields: &Fields, errors: &mut FieldErrors) -> Command {
    let calendar = &prepared.case.calendar;
    let day = vi::parse_date(fields.get("ngay"));
    match day {
        None => errors.add("ngay", "Nhập ngày hẹn mới dạng ngày/tháng/năm"),
        Some(day) if !calendar.is_working(day) => {
            errors.add("ngay", "Ngày này là ngày nghỉ; chọn một ngày làm việc");
        }
        Some(_) => {}
    }
    errors.require("ly-do", fields.get("ly-do"), "Nhập lý do chậm");
    let day = day.unwrap_or(prepared.case.dossier.received_at.date());
    Command::Reappoint(Reappoint { due_at: calendar.closing(day), reason: fields.get("ly-do").to_owned() })
}
