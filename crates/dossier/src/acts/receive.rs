//! Taking in a dossier: papers checked, code given, deadline set with its trace, work assigned by rule
//! (NĐ 61/2018/NĐ-CP, Đ.17).

use calendar::clock::{Clocks, run};
use calendar::{Term, WorkCalendar};
use kernel::{Acting, DossierId, Instant, PersonId};
use procedure::Current;
use procedure::domain::{Case, Procedure};
use process::{Opening, ProcessRefused, Work};
use store::{Tx, journal, search};

use super::MayReceive;
use super::frame::{announce, headline, next_step, procedure_channel, step_ref};
use crate::domain::{
    Channel, Dossier, DossierCode, DossierRefused, Paper, PaperState, ReturnBy, entries, sort_key,
};
use crate::office::Office;
use crate::person::{self, Person};

/// The applicant: known already, or new.
#[derive(Debug, Clone)]
pub enum Who {
    /// A person found.
    Known(PersonId),
    /// A person to be stored.
    New(Person),
}

/// A dossier to take in.
#[derive(Debug, Clone)]
pub struct Receive {
    /// Code of the procedure.
    pub procedure: String,
    /// Case.
    pub case: String,
    /// How it came.
    pub channel: Channel,
    /// The applicant.
    pub applicant: Who,
    /// Who hands it in, where another person.
    pub filer_name: String,
    /// What it is about.
    pub summary: String,
    /// How the result goes back.
    pub return_by: ReturnBy,
    /// The papers as checked.
    pub papers: Vec<Paper>,
    /// When it was received, where not now (a postal dossier entered later); at most the present.
    pub received_at: Option<Instant>,
    /// How it was filed.
    pub filing: Filing,
}

/// How a dossier was filed, beyond who the applicant is.
#[derive(Debug, Clone, Default)]
pub struct Filing {
    /// The filing, where several dossiers came together.
    pub id: Option<i64>,
    /// Who handed it in, where another person that is known.
    pub filer: Option<PersonId>,
    /// The applicant's legal representative.
    pub representative: Option<PersonId>,
    /// Code of the commune that the matter lies in.
    pub place: Option<String>,
    /// When it was submitted online.
    pub submitted_at: Option<Instant>,
    /// What is owed, in đồng.
    pub duty: i64,
    /// How many papers were taken over from earlier dossiers.
    pub n_reused: i64,
}

/// What the slip says.
#[derive(Debug, Clone)]
pub struct Received {
    /// Id.
    pub id: DossierId,
    /// Code.
    pub code: String,
    /// Deadline.
    pub due_at: Option<Instant>,
    /// How the deadline was counted.
    pub trace: Vec<String>,
    /// Why the work went where it went.
    pub routed: String,
}

/// Takes in a dossier.
pub fn receive(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    cmd: &Receive,
) -> Result<Received, DossierRefused> {
    acting.permit::<MayReceive>()?;
    let received_at = cmd.received_at.unwrap_or(acting.at);
    if received_at > acting.at {
        return Err(DossierRefused::ReceiptTime);
    }
    let current = office
        .catalogue
        .current(tx, acting.agency, &cmd.procedure)?
        .filter(|current| current.procedure.is_receivable() && current.in_force(received_at.date()))
        .ok_or(DossierRefused::NotReceivable)?;
    let procedure = current.procedure.clone();
    let case = procedure.case(&cmd.case).ok_or(DossierRefused::NotOffered)?;
    let terms = case.terms(procedure_channel(cmd.channel)).ok_or(DossierRefused::NotOffered)?;
    require_papers(&cmd.papers)?;
    let limit = terms.time_limits().ok_or(DossierRefused::NotReceivable)?;
    let limit = limit.promised();
    let calendar = office.calendars.of(tx, acting.agency, Some(current.unit))?;
    let clocks = run(&calendar, limit, &entries(received_at, &[]))?;
    let due_at = clocks.statutory.due.map(|due| due.at);

    let (applicant, applicant_name, number) = applicant(tx, acting, &cmd.applicant)?;
    let day = received_at.date();
    let (year, month, day_of_month) = day.ymd();
    let scope = format!("{:02}{month:02}{day_of_month:02}", year % 100);
    let code = DossierCode {
        agency: office.code_prefix.clone(),
        received_on: day,
        number: tx.next_number(acting.agency, "dossier", &scope)?,
    };
    let given = Given {
        id: DossierId(tx.next_id(acting.at)),
        code: code.to_string(),
        received_at,
        applicant,
        applicant_name,
        clocks,
    };
    let dossier = record(acting, cmd, (&current, case), given);
    crate::store::insert(tx, &dossier)?;
    crate::store::insert_papers(tx, dossier.id, &cmd.papers)?;
    search::put(
        tx,
        "dossier",
        dossier.id.get(),
        &format!("{} {} {number} {}", dossier.code, dossier.applicant_name, dossier.summary),
    )?;

    // The register is one book a year, numbered without gaps (TT 01/2018/TT-VPCP, Mẫu 06).
    let book_number = tx.next_number(acting.agency, "register", &year.to_string())?;
    let work = first_work(tx, office, acting, (&dossier, &procedure, &calendar))?;
    let payload = serde_json::json!({ "dossier": dossier, "papers": cmd.papers, "step": work.step, "account": work.account, "book_number": book_number });
    journal::append(
        tx,
        acting,
        "dossier.received",
        (crate::domain::SCHEMA.subject, dossier.id.get()),
        &payload,
    )?;
    announce(tx, acting.at, None, &dossier)?;
    let term = Term::new(received_at, &limit.stages, limit.reading);
    Ok(Received {
        id: dossier.id,
        code: dossier.code,
        due_at,
        trace: calendar.trace(&term).parts().to_vec(),
        routed: work.routed,
    })
}

/// What a dossier gets when it is taken in.
struct Given {
    id: DossierId,
    code: String,
    received_at: Instant,
    applicant: PersonId,
    applicant_name: String,
    clocks: Clocks,
}

fn record(acting: &Acting, cmd: &Receive, (current, case): (&Current, &Case), given: Given) -> Dossier {
    let procedure = &current.procedure;
    let due_at = given.clocks.statutory.due.map(|due| due.at);
    Dossier {
        id: given.id,
        agency: acting.agency,
        code: given.code,
        procedure_code: procedure.code.as_str().to_owned(),
        procedure_version_id: current.version_id,
        case_code: case.code.clone(),
        sector: procedure.sector.code().to_owned(),
        channel: cmd.channel,
        online_level: procedure.online.level.number(),
        online_eligible: procedure.online.eligible,
        postal_eligible: procedure.offers(procedure::domain::Channel::Postal),
        unit: current.unit,
        applicant: given.applicant,
        applicant_name: given.applicant_name,
        filer_name: cmd.filer_name.clone(),
        summary: cmd.summary.clone(),
        return_by: cmd.return_by,
        received_at: given.received_at,
        registered_at: acting.at,
        started_at: None,
        first_due_at: due_at,
        due_at,
        index_due_at: Some(given.clocks.national.due.at),
        paused_at: None,
        n_supplements: 0,
        n_extensions: 0,
        finished_at: None,
        returned_at: None,
        refused_at: None,
        withdrawn_at: None,
        stopped_at: None,
        ended_on: None,
        timeliness: None,
        index_late: false,
        handling_days: None,
        result_number: None,
        result_name: None,
        result_published_at: None,
        result_signed: false,
        filing_id: cmd.filing.id,
        filer: cmd.filing.filer,
        representative: cmd.filing.representative,
        place: cmd.filing.place.clone(),
        submitted_at: cmd.filing.submitted_at,
        citizen_due_at: None,
        duty: cmd.filing.duty,
        payment_asked_at: None,
        payment_settled_at: None,
        paid_online: false,
        result_drafted_at: None,
        result_approved_at: None,
        digitised_at: None,
        n_reused: cmd.filing.n_reused,
        merged_into: None,
        version: 1,
    }
}

/// Opens the first step. Who takes the dossier in holds it until it is handed over.
fn first_work(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (dossier, procedure, calendar): (&Dossier, &Procedure, &WorkCalendar),
) -> Result<Work, DossierRefused> {
    let case = procedure.case(&dossier.case_code).ok_or(DossierRefused::NotOffered)?;
    let terms = case.terms(procedure_channel(dossier.channel)).ok_or(DossierRefused::NotOffered)?;
    let process = procedure.process_of(case).ok_or(DossierRefused::NotReceivable)?;
    let first = process.first().ok_or(DossierRefused::NotReceivable)?;
    let step = match first.role.and_then(procedure::domain::StepRole::role) {
        Some(_) => first,
        None => next_step(process, &first.code).ok_or(DossierRefused::NotReceivable)?,
    };
    let opening = Opening {
        subject: crate::domain::SCHEMA.subject,
        subject_id: dossier.id.get(),
        step: step_ref(step, terms.reading)?,
        unit: office.places.desk.unwrap_or(dossier.unit),
        account: acting.actor,
        headline: headline(dossier, procedure),
        sort: sort_key(dossier),
    };
    match process::open(tx, acting, calendar, &opening) {
        Err(ProcessRefused::NotSuitable) => {
            Ok(process::open(tx, acting, calendar, &Opening { account: None, ..opening })?)
        }
        opened => Ok(opened?),
    }
}

/// NĐ 61/2018/NĐ-CP, Đ.17: an incomplete dossier is not taken in; the applicant is told what is missing.
fn require_papers(papers: &[Paper]) -> Result<(), DossierRefused> {
    let wanting: Vec<String> = papers
        .iter()
        .filter(|paper| matches!(paper.state, PaperState::Missing | PaperState::Wrong))
        .map(|paper| paper.name.clone())
        .collect();
    if wanting.is_empty() { Ok(()) } else { Err(DossierRefused::PapersMissing(wanting)) }
}

fn applicant(
    tx: &mut Tx<'_>,
    acting: &Acting,
    who: &Who,
) -> Result<(PersonId, String, String), DossierRefused> {
    match who {
        Who::Known(id) => {
            let person = person::find(tx, *id)?;
            Ok((person.id, person.name, person.id_number.unwrap_or_default()))
        }
        Who::New(person) => {
            let id = person::insert(tx, acting.agency, person, acting.at)?;
            Ok((id, person.name.clone(), person.id_number.clone().unwrap_or_default()))
        }
    }
}
