//! The journal: one append-only entry an act, written in the act's transaction, chained per agency by SHA-256.
//!
//! An entry's digest covers all its fields. A link `(agency, seq)` carries
//! `SHA-256(previous hash ‖ seq as 8 bytes, big endian ‖ digest)`. On SQLite, with its single writer, an entry is
//! linked in its own transaction. On PostgreSQL, where several nodes write, linking there would make every writer
//! wait for every other; a sequencer links the entries that have committed, in the order in which it sees them, as
//! transparency logs do (RFC 9162, maximum merge delay). The Merkle root over a range follows RFC 9162 section 2.1.

use kernel::{AccountId, Acting, AgencyId, Instant, UnitId};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use crate::journal_search::{Search, Searched, search};
use crate::merkle::Merkle;
use crate::{Backend, Row, StoreError, Tx, params, sql};

/// The end of an agency's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the last link; 0 where there is none.
    pub seq: i64,
    /// Hash of the last link; 32 zero bytes where there is none.
    pub hash: [u8; 32],
    changed: bool,
}

/// One entry as stored.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id, ordered by time of making.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// When.
    pub at: Instant,
    /// Who; `None` for the program.
    pub actor: Option<AccountId>,
    /// For whom, where a delegation was used.
    pub on_behalf_of: Option<AccountId>,
    /// The actor's unit.
    pub unit: Option<UnitId>,
    /// What happened, such as `dossier.received`.
    pub kind: String,
    /// The kind of thing it happened to, such as `dossier`.
    pub subject: String,
    /// Which one.
    pub subject_id: i64,
    /// The particulars: canonical JSON (keys sorted, no blanks).
    pub payload: String,
}

/// What `verify` found for one agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Agency.
    pub agency: AgencyId,
    /// Number of links checked: how far the chain reaches.
    pub reaches: i64,
    /// Entries that wait for the sequencer.
    pub pending: i64,
    /// The first thing that is wrong, if any.
    pub finding: Option<Finding>,
}

/// Something wrong with the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Finding {
    /// The entry's fields do not give its digest, or its digest does not give the link's hash.
    #[error("entry {entry} (link {seq}) was altered")]
    Altered {
        /// Link.
        seq: i64,
        /// Entry.
        entry: i64,
    },
    /// The link names an entry that is not there.
    #[error("entry {entry} (link {seq}) is missing")]
    MissingEntry {
        /// Link.
        seq: i64,
        /// Entry.
        entry: i64,
    },
    /// A link is not there.
    #[error("link {seq} is missing")]
    MissingLink {
        /// Link.
        seq: i64,
    },
    /// The entry is itself sound but stands where the chain does not expect it.
    #[error("link {seq} (entry {entry}) is out of order")]
    Reordered {
        /// Link.
        seq: i64,
        /// Entry.
        entry: i64,
    },
    /// An entry was never linked and does not wait for it.
    #[error("entry {entry} is not in the chain")]
    Unlinked {
        /// Entry.
        entry: i64,
    },
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// JSON with sorted keys and no blanks: the same value always gives the same text.
pub fn canonical(value: &serde_json::Value) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &serde_json::Value, out: &mut String) {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut keys: Vec<_> = fields.iter().collect();
            keys.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (place, (key, item)) in keys.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(item, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

impl Entry {
    /// SHA-256 over the fields, one a line, absent ones as `-`, the payload last.
    pub fn digest(&self) -> [u8; 32] {
        let or_dash = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let text = format!(
            "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
            self.id,
            self.agency,
            self.at.millis(),
            or_dash(self.actor.map(AccountId::get)),
            or_dash(self.on_behalf_of.map(AccountId::get)),
            or_dash(self.unit.map(UnitId::get)),
            self.kind,
            self.subject,
            self.subject_id,
            self.payload
        );
        Sha256::digest(text.as_bytes()).into()
    }

    pub(crate) fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            agency: row.get("agency_id")?,
            at: row.get("at")?,
            actor: row.get("actor_id")?,
            on_behalf_of: row.get("on_behalf_of")?,
            unit: row.get("unit_id")?,
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            subject_id: row.get("subject_id")?,
            payload: row.get("payload")?,
        })
    }
}

fn link_hash(previous: &[u8; 32], seq: i64, digest: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(seq.to_be_bytes());
    hasher.update(digest);
    hasher.finalize().into()
}

/// Writes the entry of an act; its id.
pub fn append(
    tx: &mut Tx<'_>,
    acting: &Acting,
    kind: &str,
    subject: (&str, i64),
    payload: &impl Serialize,
) -> Result<i64, StoreError> {
    let entry = Entry {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        at: acting.at,
        actor: acting.actor,
        on_behalf_of: acting.on_behalf_of,
        unit: acting.unit,
        kind: kind.to_owned(),
        subject: subject.0.to_owned(),
        subject_id: subject.1,
        payload: canonical(&serde_json::to_value(payload)?),
    };
    let digest = entry.digest();
    tx.exec(
        sql!(
            "insert into journal_entry
             (id, agency_id, at, actor_id, on_behalf_of, unit_id, kind, subject, subject_id, payload, digest)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        params![
            entry.id,
            entry.agency,
            entry.at,
            entry.actor,
            entry.on_behalf_of,
            entry.unit,
            entry.kind,
            entry.subject,
            entry.subject_id,
            entry.payload,
            digest
        ],
    )?;
    match tx.backend() {
        Backend::Sqlite => link(tx, entry.agency, entry.id, &digest)?,
        Backend::Postgres => {
            tx.exec(
                sql!("insert into journal_pending (entry_id, agency_id) values ($1, $2)"),
                params![entry.id, entry.agency],
            )?;
        }
    }
    Ok(entry.id)
}

/// Links one entry to the end of its agency's chain.
fn link(tx: &mut Tx<'_>, agency: AgencyId, entry: i64, digest: &[u8]) -> Result<(), StoreError> {
    let mut head = match tx.batch.heads.get(&agency) {
        Some(head) => head.clone(),
        None => lock_head(tx, agency)?,
    };
    head.seq += 1;
    head.hash = link_hash(&head.hash, head.seq, digest);
    head.changed = true;
    tx.exec(
        sql!("insert into journal_link (agency_id, seq, entry_id, hash) values ($1, $2, $3, $4)"),
        params![agency, head.seq, entry, head.hash],
    )?;
    tx.batch.heads.insert(agency, head);
    Ok(())
}

/// Reads the end of the chain and keeps others from moving it until this transaction ends.
fn lock_head(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Head, StoreError> {
    let (seq, hash): (i64, Vec<u8>) = tx.one(
        sql!(
            "insert into journal_head (agency_id, seq, hash)
             values ($1, 0, $2)
             on conflict (agency_id) do update set seq = journal_head.seq
             returning seq, hash"
        ),
        params![agency, [0_u8; 32]],
        |row| Ok((row.get("seq")?, row.get("hash")?)),
    )?;
    let hash = hash.try_into().map_err(|_| StoreError::Corrupt { column: "journal_head.hash".to_owned() })?;
    Ok(Head { seq, hash, changed: false })
}

/// Writes the heads back at the end of a transaction.
pub(crate) fn flush(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for (agency, head) in std::mem::take(&mut tx.batch.heads) {
        if head.changed {
            tx.exec(
                sql!("update journal_head set seq = $1, hash = $2 where agency_id = $3"),
                params![head.seq, head.hash, agency],
            )?;
        }
    }
    Ok(())
}

/// The sequencer: links up to `most` waiting entries; how many it linked. Safe to run on every node.
pub fn link_pending(tx: &mut Tx<'_>, most: i64) -> Result<usize, StoreError> {
    let mut waiting: Vec<(AgencyId, i64)> = tx.all(
        sql!(
            "delete from journal_pending
             where entry_id in (select entry_id from journal_pending order by entry_id limit $1)
             returning agency_id, entry_id"
        ),
        params![most],
        |row| Ok((row.get("agency_id")?, row.get("entry_id")?)),
    )?;
    waiting.sort_unstable();
    for (agency, entry) in &waiting {
        let digest: Vec<u8> =
            tx.one(sql!("select digest from journal_entry where id = $1"), params![*entry], |row| {
                row.get("digest")
            })?;
        link(tx, *agency, *entry, &digest)?;
    }
    Ok(waiting.len())
}

/// The entries about one subject, oldest first.
pub fn about(tx: &mut Tx<'_>, subject_id: i64) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        sql!(
            "select id, agency_id, at, actor_id, on_behalf_of, unit_id, kind, subject, subject_id, payload
             from journal_entry
             where subject_id = $1
             order by id"
        ),
        params![subject_id],
        Entry::read,
    )
}

/// The newest entries of an agency before entry `before`, newest first.
pub fn recent(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        sql!(
            "select id, agency_id, at, actor_id, on_behalf_of, unit_id, kind, subject, subject_id, payload
             from journal_entry
             where id < $1 and agency_id = $2
             order by id desc
             limit $3"
        ),
        params![before.unwrap_or(i64::MAX), agency, most],
        Entry::read,
    )
}

/// The agencies that have a chain or entries.
pub fn agencies(tx: &mut Tx<'_>) -> Result<Vec<AgencyId>, StoreError> {
    tx.all(
        sql!("select agency_id from journal_head union select agency_id from journal_pending order by 1"),
        &[],
        |row| row.at(0),
    )
}

/// Checks an agency's whole journal and names the first altered, missing or reordered entry.
pub fn verify(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Report, StoreError> {
    let mut checked = Chain { seq: 0, hash: [0; 32], finding: None };
    tx.each(
        sql!(
            "select l.seq, l.entry_id, l.hash,
                    e.id, e.agency_id, e.at, e.actor_id, e.on_behalf_of, e.unit_id, e.kind, e.subject,
                    e.subject_id, e.payload, e.digest
             from journal_link l
             left join journal_entry e on e.id = l.entry_id
             where l.agency_id = $1
             order by l.seq"
        ),
        params![agency],
        |row| checked.take(row),
    )?;
    let count = |tx: &mut Tx<'_>, statement| tx.one(statement, params![agency], |row| row.at::<i64>(0));
    let pending = count(tx, sql!("select count(*) from journal_pending where agency_id = $1"))?;
    let entries = count(tx, sql!("select count(*) from journal_entry where agency_id = $1"))?;
    let head = count(tx, sql!("select coalesce(max(seq), 0) from journal_head where agency_id = $1"))?;
    let mut finding = checked.finding;
    if finding.is_none() && head > checked.seq {
        finding = Some(Finding::MissingLink { seq: checked.seq + 1 });
    }
    if finding.is_none() && entries != checked.seq + pending {
        finding = unlinked(tx, agency)?;
    }
    Ok(Report { agency, reaches: checked.seq, pending, finding })
}

fn unlinked(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Option<Finding>, StoreError> {
    tx.maybe(
        sql!(
            "select e.id
             from journal_entry e
             where e.agency_id = $1
               and not exists (select 1 from journal_link l where l.entry_id = e.id)
               and not exists (select 1 from journal_pending p where p.entry_id = e.id)
             order by e.id
             limit 1"
        ),
        params![agency],
        |row| Ok(Finding::Unlinked { entry: row.get("id")? }),
    )
}

struct Chain {
    seq: i64,
    hash: [u8; 32],
    finding: Option<Finding>,
}

impl Chain {
    fn take(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        if self.finding.is_some() {
            return Ok(());
        }
        let (seq, entry): (i64, i64) = (row.get("seq")?, row.get("entry_id")?);
        self.finding = self.check(row, seq, entry)?;
        Ok(())
    }

    fn check(&mut self, row: &Row<'_>, seq: i64, entry: i64) -> Result<Option<Finding>, StoreError> {
        if seq != self.seq + 1 {
            return Ok(Some(Finding::MissingLink { seq: self.seq + 1 }));
        }
        let stored: Option<i64> = row.get("id")?;
        if stored.is_none() {
            return Ok(Some(Finding::MissingEntry { seq, entry }));
        }
        let digest: Vec<u8> = row.get("digest")?;
        // A value of another type than the column's was put there by somebody else.
        let sound = Entry::read(row).is_ok_and(|read| read.digest() == *digest);
        if !sound {
            return Ok(Some(Finding::Altered { seq, entry }));
        }
        let hash: Vec<u8> = row.get("hash")?;
        let expected = link_hash(&self.hash, seq, &digest);
        if hash != expected {
            return Ok(Some(Finding::Reordered { seq, entry }));
        }
        self.seq = seq;
        self.hash = expected;
        Ok(None)
    }
}

/// The Merkle root (RFC 9162) over links 1 to `upto` of an agency, and how many links it covers.
pub fn root(tx: &mut Tx<'_>, agency: AgencyId, upto: Option<i64>) -> Result<(i64, [u8; 32]), StoreError> {
    let mut tree = Merkle::default();
    tx.each(
        sql!(
            "select e.digest
             from journal_link l
             join journal_entry e on e.id = l.entry_id
             where l.agency_id = $1 and l.seq <= $2
             order by l.seq"
        ),
        params![agency, upto.unwrap_or(i64::MAX)],
        |row| {
            tree.add(&row.get::<Vec<u8>>("digest")?);
            Ok(())
        },
    )?;
    Ok((tree.len(), tree.root()))
}

/// How many entries wait for the sequencer, over all agencies.
pub fn pending(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.one(sql!("select count(*) from journal_pending"), &[], |row| row.at(0))
}

/// When the newest entry of an agency was made.
pub fn latest(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Option<Instant>, StoreError> {
    Ok(recent(tx, agency, None, 1)?.first().map(|entry| entry.at))
}

/// The entry of an id.
pub fn entry(tx: &mut Tx<'_>, id: i64) -> Result<Option<Entry>, StoreError> {
    tx.maybe(
        sql!(
            "select id, agency_id, at, actor_id, on_behalf_of, unit_id, kind, subject, subject_id, payload
             from journal_entry
             where id = $1"
        ),
        params![id],
        Entry::read,
    )
}
