//! The receipt slip (giấy tiếp nhận hồ sơ và hẹn trả kết quả) as a page to print.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{PageError, Pair, Path, Shell, Visit};

use super::show::find;
use super::{account_names, office};
use crate::domain::{Paper, PaperState};
use crate::{person, store as rows, urls};

#[derive(Template)]
#[template(path = "dossier/slip.html")]
struct SlipPage {
    shell: Shell,
    code: String,
    place: String,
    pairs: Vec<Pair>,
    papers: Vec<PaperLine>,
    due: String,
    return_by: &'static str,
    officer: String,
    filer: String,
    dossier: String,
    may_receive: bool,
    /// The slip as PDF, where the program can print.
    print: Option<String>,
}

struct PaperLine {
    name: String,
    originals: u16,
    copies: u16,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (office, agency) = (office(&visit), visit.agency());
    let (case, papers, person, officer) = visit
        .read::<_, PageError>(move |tx| {
            let case = find(tx, &office, agency, &code)?;
            let id = case.dossier.id;
            let papers = rows::papers(tx, id)?.0;
            let person = person::find(tx, case.dossier.applicant)?;
            let first = store::journal::about(tx, id.get())?.into_iter().next().and_then(|entry| entry.actor);
            let names = account_names(tx, first.into_iter())?;
            let officer = first.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
            Ok((case, papers, person, officer))
        })
        .await?;
    let dossier = &case.dossier;
    let own = urls::dossier(&dossier.code);
    let number = if person.organisation { "Mã số" } else { "Số định danh" };
    let received = dossier.received_at;
    let (year, month, day) = received.date().ymd();
    let mut pairs = vec![Pair::new("Tiếp nhận hồ sơ của", dossier.applicant_name.clone())];
    pairs.extend(person.id_number.clone().map(|id| Pair::new(number, id)));
    pairs.push(Pair::new("Địa chỉ", person.address.clone()));
    pairs.extend(person.phone.clone().map(|phone| Pair::new("Số điện thoại", phone)));
    pairs.push(Pair::new("Nội dung yêu cầu giải quyết", case.procedure.name.clone()));
    let limit = case.limit().map(|limit| limit.to_string()).unwrap_or_default();
    pairs.push(Pair::new("Thời gian giải quyết theo quy định", limit));
    pairs.push(Pair::new("Thời gian nhận hồ sơ", vi::deadline(received)));
    let page = SlipPage {
        shell: visit
            .shell_below(
                "Giấy tiếp nhận và hẹn trả",
                &[("Hồ sơ", urls::DOSSIERS), (dossier.code.as_str(), own.as_str())],
            )
            .await,
        code: dossier.code.clone(),
        place: format!("ngày {day:02} tháng {month:02} năm {year}"),
        pairs,
        papers: papers.into_iter().filter(|paper| paper.state == PaperState::Valid).map(line).collect(),
        due: dossier.first_due_at.map_or_else(|| "theo thông báo".to_owned(), vi::deadline),
        return_by: dossier.return_by.label(),
        officer,
        filer: if dossier.filer_name.is_empty() {
            dossier.applicant_name.clone()
        } else {
            dossier.filer_name.clone()
        },
        print: visit.typesetter().map(|_| urls::form(&dossier.code, "01")),
        dossier: own,
        may_receive: visit.may("dossier.receive"),
    };
    visit.page(&page)
}

fn line(paper: Paper) -> PaperLine {
    PaperLine { name: paper.name, originals: paper.n_originals, copies: paper.n_copies }
}
