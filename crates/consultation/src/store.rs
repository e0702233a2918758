//! SQL for consultations, their parts, and the messages to and from other agencies.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{AgencyId, Cursor, Date, DossierId, Instant, Page, UnitId};

use crate::domain::{Body, Consultation, ConsultationId, Direction, Part, PartId, sort_at};
use crate::exchange::Envelope;

::store::stored_id!(ConsultationId, PartId);

fn read(row: &Row<'_>) -> Result<Consultation, StoreError> {
    Ok(Consultation {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        number: row.get("number")?,
        direction: row.get("direction")?,
        kind: row.get("kind")?,
        mode: row.get("mode")?,
        dossier: row.get("dossier_id")?,
        dossier_code: row.get("dossier_code")?,
        subject: row.get("subject")?,
        content: row.get("content")?,
        legal_basis: row.get("legal_basis")?,
        silence_basis: row.get("silence_basis")?,
        unit: row.get("unit_id")?,
        asker_code: row.get("asker_code")?,
        asker_name: row.get("asker_name")?,
        conversation: row.get("conversation")?,
        asked_at: row.get("asked_at")?,
        asked_by: row.get("asked_by")?,
        withdrawn_at: row.get("withdrawn_at")?,
        version: row.get("version")?,
    })
}

macro_rules! select_consultations {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, number, direction, kind, mode, dossier_id, dossier_code, subject, content,
                    legal_basis, silence_basis, unit_id, asker_code, asker_name, conversation, asked_at, asked_by,
                    withdrawn_at, version
             from consultation ",
            $condition
        )
    };
}

const BY_ID: Sql = select_consultations!("where id = $1");
const OF_DOSSIER: Sql = select_consultations!("where dossier_id = $1 order by id desc");
const BY_CONVERSATION: Sql =
    select_consultations!("where agency_id = $1 and direction = $2 and conversation = $3");

/// The consultation of an id; [`StoreError::Missing`] where there is none.
pub fn find(tx: &mut Tx<'_>, id: ConsultationId) -> Result<Consultation, StoreError> {
    tx.one(BY_ID, params![id], read)
}

/// The consultations of a dossier, the newest first.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Consultation>, StoreError> {
    tx.all(OF_DOSSIER, params![dossier], read)
}

/// How many consultations a dossier has.
pub fn count_of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<i64, StoreError> {
    tx.one(sql!("select count(*) as n from consultation where dossier_id = $1"), params![dossier], |row| {
        row.at(0)
    })
}

pub(crate) fn by_conversation(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    direction: Direction,
    conversation: &str,
) -> Result<Option<Consultation>, StoreError> {
    tx.maybe(BY_CONVERSATION, params![agency, direction, conversation.to_owned()], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, consultation: &Consultation) -> Result<(), StoreError> {
    let c = consultation;
    tx.exec(
        sql!(
            "insert into consultation
             (id, agency_id, number, direction, kind, mode, dossier_id, dossier_code, subject, content, legal_basis,
              silence_basis, unit_id, asker_code, asker_name, conversation, asked_at, asked_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)"
        ),
        params![
            c.id,
            c.agency,
            c.number,
            c.direction,
            c.kind,
            c.mode,
            c.dossier,
            c.dossier_code,
            c.subject,
            c.content,
            c.legal_basis,
            c.silence_basis,
            c.unit,
            c.asker_code,
            c.asker_name,
            c.conversation,
            c.asked_at,
            c.asked_by
        ],
    )
    .map(drop)
}

pub(crate) fn set_withdrawn(
    tx: &mut Tx<'_>,
    consultation: &Consultation,
    at: Instant,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update consultation set withdrawn_at = $1, version = version + 1 where id = $2 and version = $3"
        ),
        params![at, consultation.id, consultation.version],
    )
}

fn read_part(row: &Row<'_>) -> Result<Part, StoreError> {
    let days: i64 = row.get("days")?;
    Ok(Part {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        consultation: row.get("consultation_id")?,
        place: row.get("place")?,
        body: Body {
            unit: row.get("body_unit_id")?,
            code: row.get("body_code")?,
            name: row.get("body_name")?,
        },
        days: u16::try_from(days).unwrap_or_default(),
        opened_at: row.get("opened_at")?,
        due_at: row.get("due_at")?,
        acknowledged_at: row.get("acknowledged_at")?,
        reminded_before_at: row.get("reminded_before_at")?,
        reminded_after_at: row.get("reminded_after_at")?,
        answered_at: row.get("answered_at")?,
        position: row.get("position")?,
        answer: row.get("answer")?,
        file: row.get("file")?,
        file_name: row.get("file_name")?,
        answered_by: row.get("answered_by")?,
        assumed_at: row.get("assumed_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
        ended_known_at: row.get("ended_known_at")?,
        version: row.get("version")?,
    })
}

macro_rules! select_parts {
    ($condition:literal) => {
        sql!(
            "select p.id, p.agency_id, p.consultation_id, p.place, p.body_unit_id, p.body_code, p.body_name, p.days,
                    p.opened_at, p.due_at, p.acknowledged_at, p.reminded_before_at, p.reminded_after_at,
                    p.answered_at, p.position, p.answer, p.file, p.file_name, p.answered_by, p.assumed_at,
                    p.withdrawn_at, p.ended_known_at, p.version
             from consultation_part p ",
            $condition
        )
    };
}

const PART: Sql = select_parts!("where p.id = $1");
const PARTS_OF: Sql = select_parts!("where p.consultation_id = $1 order by p.place");
const OPEN_PARTS: Sql = select_parts!(
    "join consultation c on c.id = p.consultation_id
     where p.agency_id = $1 and p.open and c.direction = $2 and (p.sort_at, p.id) > ($3, $4)
     order by p.sort_at, p.id
     limit $5"
);
const PART_PAGE: Sql = select_parts!("where +p.agency_id = $1 and p.id > $2 order by p.id limit $3");
const OPENED_ON: Sql = select_parts!("where p.agency_id = $1 and p.opened_on = $2 order by p.id");
const ENDED_ON: Sql = select_parts!("where p.agency_id = $1 and p.ended_on = $2 order by p.id");

/// The part of an id; [`StoreError::Missing`] where there is none.
pub fn part(tx: &mut Tx<'_>, id: PartId) -> Result<Part, StoreError> {
    tx.one(PART, params![id], read_part)
}

/// The parts of a consultation, in the order of asking.
pub fn parts(tx: &mut Tx<'_>, consultation: ConsultationId) -> Result<Vec<Part>, StoreError> {
    tx.all(PARTS_OF, params![consultation], read_part)
}

/// A page of the parts that are awaited now, the most overdue first.
pub(crate) fn open_parts(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    direction: Direction,
    after: Option<&Cursor>,
    size: usize,
) -> Result<Page<Part>, StoreError> {
    let start = after.and_then(|cursor| cursor.key.parse::<i64>().ok()).unwrap_or(i64::MIN);
    let start_id = after.map_or(i64::MIN, |cursor| cursor.id);
    let rows = tx.all(OPEN_PARTS, params![agency, direction, start, start_id, size as i64 + 1], read_part)?;
    Ok(Page::cut(rows, size, |part| Cursor { key: sort_at(part).to_string(), id: part.id.get() }))
}

/// How many parts are awaited, and how many of them are late.
pub(crate) fn count_open(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    direction: Direction,
    now: Instant,
) -> Result<(i64, i64), StoreError> {
    tx.one(
        sql!(
            "select count(*) as n, count(*) filter (where p.due_at < $1) as n_late
             from consultation_part p
             join consultation c on c.id = p.consultation_id
             where p.agency_id = $2 and p.open and c.direction = $3"
        ),
        params![now, agency, direction],
        |row| Ok((row.at(0)?, row.at(1)?)),
    )
}

pub(crate) fn page(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    after: i64,
    most: i64,
) -> Result<Vec<Part>, StoreError> {
    tx.all(PART_PAGE, params![agency, after, most], read_part)
}

pub(crate) fn opened_on(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<Part>, StoreError> {
    tx.all(OPENED_ON, params![agency, day], read_part)
}

pub(crate) fn ended_on(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<Part>, StoreError> {
    tx.all(ENDED_ON, params![agency, day], read_part)
}

pub(crate) fn insert_part(tx: &mut Tx<'_>, part: &Part) -> Result<(), StoreError> {
    let unit: Option<UnitId> = part.body.unit;
    tx.exec(
        sql!(
            "insert into consultation_part
             (id, agency_id, consultation_id, place, body_unit_id, body_code, body_name, days, answer, file_name,
              answered_by, open, sort_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', false, $9, 1)"
        ),
        params![
            part.id,
            part.agency,
            part.consultation,
            part.place,
            unit,
            part.body.code,
            part.body.name,
            i64::from(part.days),
            sort_at(part)
        ],
    )
    .map(drop)
}

/// Saves what acts change; [`StoreError::Conflict`] where somebody was faster.
pub(crate) fn save_part(tx: &mut Tx<'_>, part: &Part) -> Result<(), StoreError> {
    let p = part;
    tx.exec_versioned(
        sql!(
            "update consultation_part
             set opened_at = $1, opened_on = $2, due_at = $3, acknowledged_at = $4, reminded_before_at = $5,
                 reminded_after_at = $6, answered_at = $7, position = $8, answer = $9, file = $10, file_name = $11,
                 answered_by = $12, assumed_at = $13, withdrawn_at = $14, ended_on = $15, ended_known_at = $16,
                 open = $17, sort_at = $18, version = version + 1
             where id = $19 and version = $20"
        ),
        params![
            p.opened_at,
            p.opened_at.map(Instant::date),
            p.due_at,
            p.acknowledged_at,
            p.reminded_before_at,
            p.reminded_after_at,
            p.answered_at,
            p.position,
            p.answer,
            p.file,
            p.file_name,
            p.answered_by,
            p.assumed_at,
            p.withdrawn_at,
            p.ended_at().map(Instant::date),
            p.ended_known_at,
            p.is_open(),
            sort_at(p),
            p.id,
            p.version
        ],
    )
}

/// A message as kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) incoming: bool,
    pub(crate) peer: String,
    pub(crate) kind: String,
    pub(crate) body: String,
    pub(crate) at: Instant,
    pub(crate) confirmed_at: Option<Instant>,
}

/// Keeps a message; its id.
pub(crate) fn keep_message(
    tx: &mut Tx<'_>,
    (agency, incoming, part): (AgencyId, bool, PartId),
    envelope: &Envelope,
    (at, reply): (Instant, &str),
) -> Result<i64, StoreError> {
    let id = tx.next_id(at);
    let (direction, peer) = if incoming { ("in", &envelope.from) } else { ("out", &envelope.to) };
    let body = serde_json::to_string(envelope)?;
    let kind = envelope.kind.code().to_owned();
    tx.exec(
        sql!(
            "insert into exchange_message
             (id, agency_id, direction, message, peer, kind, part_id, body, at, reply)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        params![
            id,
            agency,
            direction.to_owned(),
            envelope.id,
            peer.code,
            kind,
            part,
            body,
            at,
            reply.to_owned()
        ],
    )?;
    Ok(id)
}

/// What was answered to a message that came before.
pub(crate) fn reply_before(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    envelope: &Envelope,
) -> Result<Option<String>, StoreError> {
    tx.maybe(
        sql!(
            "select reply
             from exchange_message
             where agency_id = $1 and direction = 'in' and peer = $2 and message = $3"
        ),
        params![agency, envelope.from.code, envelope.id],
        |row| row.at(0),
    )
}

fn read_kept(row: &Row<'_>) -> Result<Kept, StoreError> {
    Ok(Kept {
        incoming: row.get::<String>("direction")? == "in",
        peer: row.get("peer")?,
        kind: row.get("kind")?,
        body: row.get("body")?,
        at: row.get("at")?,
        confirmed_at: row.get("confirmed_at")?,
    })
}

pub(crate) fn message(tx: &mut Tx<'_>, id: i64) -> Result<(Kept, PartId), StoreError> {
    tx.one(
        sql!(
            "select direction, peer, kind, body, at, confirmed_at, part_id
             from exchange_message
             where id = $1"
        ),
        params![id],
        |row| Ok((read_kept(row)?, row.get("part_id")?)),
    )
}

/// The messages about a part, oldest first.
pub(crate) fn messages(tx: &mut Tx<'_>, part: PartId) -> Result<Vec<Kept>, StoreError> {
    tx.all(
        sql!(
            "select direction, peer, kind, body, at, confirmed_at
             from exchange_message
             where part_id = $1
             order by id"
        ),
        params![part],
        read_kept,
    )
}

pub(crate) fn set_confirmed(tx: &mut Tx<'_>, id: i64, at: Instant) -> Result<(), StoreError> {
    tx.exec(
        sql!("update exchange_message set confirmed_at = $1 where id = $2 and confirmed_at is null"),
        params![at, id],
    )
    .map(drop)
}
