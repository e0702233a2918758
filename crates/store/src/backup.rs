//! Backup and restore: one file with all tables and all content-addressed files, taken from one snapshot while
//! the program works. The rows are portable: a backup of SQLite restores into PostgreSQL and the other way round.
//!
//! Format: a gzip-compressed tar with `motcua-backup.json` (format, migrations), then for each table
//! `table/NAME.NNNN.jsonl` (first line: column names; then a JSON array a row; bytes as `{"b64": …}`), then
//! `file/HASH`.

use std::io::{BufReader, Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::column::{Param, ToParam};
use crate::files::Files;
use crate::{Backend, StoreError, Tx};

/// Rows in one part of a table.
const PART: usize = 20_000;
const HEAD: &str = "motcua-backup.json";
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: u32,
    migrations: Vec<i64>,
}

/// What a backup or restore did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of all tables.
    pub rows: u64,
    /// Files.
    pub files: u64,
}

/// Writes a backup of everything that `tx` sees to `out`.
pub fn write(tx: &mut Tx<'_>, files: &Files, out: impl Write) -> Result<Counts, StoreError> {
    let mut archive = tar::Builder::new(GzEncoder::new(out, Compression::fast()));
    let mut counts = Counts::default();
    let mut migrations = Vec::new();
    tx.each_text("select number from schema_migration order by number", &[], |row| {
        migrations.push(row.at(0)?);
        Ok(())
    })?;
    let head = serde_json::to_vec(&Head { format: FORMAT, migrations })?;
    add(&mut archive, HEAD, &head)?;
    for table in tables(tx)? {
        counts.rows += write_table(tx, &table, &mut archive)?;
    }
    for name in files.names()? {
        add(&mut archive, &format!("file/{name}"), &files.get(&name)?)?;
        counts.files += 1;
    }
    let written = archive.into_inner().and_then(GzEncoder::finish).and_then(|mut out| out.flush());
    written.map_err(|error| StoreError::Archive(error.to_string()))?;
    Ok(counts)
}

fn write_table(
    tx: &mut Tx<'_>,
    table: &str,
    archive: &mut tar::Builder<impl Write>,
) -> Result<u64, StoreError> {
    let columns = columns(tx, table)?;
    let head = serde_json::to_string(&columns)?;
    let mut part = Part { table, head, lines: String::new(), n: 0, number: 0 };
    let mut rows = 0;
    let select = format!("select {} from {table}", columns.join(", "));
    tx.each_text(&select, &[], |row| {
        let values = (0..columns.len())
            .map(|place| Ok(to_json(&row.raw(place)?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        part.lines.push_str(&serde_json::to_string(&values)?);
        part.lines.push('\n');
        part.n += 1;
        rows += 1;
        if part.n == PART { part.close(archive) } else { Ok(()) }
    })?;
    part.close(archive)?;
    Ok(rows)
}

struct Part<'a> {
    table: &'a str,
    head: String,
    lines: String,
    n: usize,
    number: usize,
}

impl Part<'_> {
    fn close(&mut self, archive: &mut tar::Builder<impl Write>) -> Result<(), StoreError> {
        if self.n > 0 || self.number == 0 {
            let text = format!("{}\n{}", self.head, self.lines);
            add(archive, &format!("table/{}.{:04}.jsonl", self.table, self.number), text.as_bytes())?;
        }
        self.lines.clear();
        self.n = 0;
        self.number += 1;
        Ok(())
    }
}

fn add(archive: &mut tar::Builder<impl Write>, name: &str, content: &[u8]) -> Result<(), StoreError> {
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    archive.append_data(&mut header, name, content).map_err(|error| StoreError::Archive(error.to_string()))
}

/// Reads a backup into the empty, migrated database of `tx`. Nothing is kept where anything is wrong.
pub fn read(tx: &mut Tx<'_>, files: &Files, input: impl Read) -> Result<Counts, StoreError> {
    let broken = |error: std::io::Error| StoreError::Archive(error.to_string());
    let mut archive = tar::Archive::new(GzDecoder::new(input));
    let known = tables(tx)?;
    let mut counts = Counts::default();
    let mut first = true;
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        if first {
            check_head(tx, &name, &mut entry)?;
            refuse_used(tx)?;
            first = false;
        } else if let Some(rest) = name.strip_prefix("table/") {
            let table = rest.split('.').next().unwrap_or_default();
            if !known.iter().any(|name| name == table) {
                return Err(StoreError::Archive(format!("unknown table `{table}`")));
            }
            counts.rows += read_part(tx, table, BufReader::new(entry))?;
        } else if let Some(hash) = name.strip_prefix("file/") {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(broken)?;
            if files.put(content.into())? != hash {
                return Err(StoreError::Archive(format!("file {hash} is damaged")));
            }
            counts.files += 1;
        }
    }
    if first {
        return Err(StoreError::Archive("it is empty".to_owned()));
    }
    Ok(counts)
}

fn check_head(tx: &mut Tx<'_>, name: &str, entry: &mut impl Read) -> Result<(), StoreError> {
    if name != HEAD {
        return Err(StoreError::Archive(format!("it does not start with {HEAD}")));
    }
    let head: Head = serde_json::from_reader(entry)?;
    if head.format != FORMAT {
        return Err(StoreError::Archive(format!("format {} is not known", head.format)));
    }
    let mut here = Vec::new();
    tx.each_text("select number from schema_migration order by number", &[], |row| {
        here.push(row.at::<i64>(0)?);
        Ok(())
    })?;
    if here == head.migrations {
        Ok(())
    } else {
        Err(StoreError::Archive(
            "it was made with another schema: restore it with the program that made it".to_owned(),
        ))
    }
}

fn refuse_used(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut entries: i64 = 0;
    tx.each_text("select count(*) from journal_entry", &[], |row| {
        entries = row.at(0)?;
        Ok(())
    })?;
    if entries == 0 {
        Ok(())
    } else {
        Err(StoreError::Archive("the database to restore into is not empty".to_owned()))
    }
}

fn read_part(tx: &mut Tx<'_>, table: &str, input: impl std::io::BufRead) -> Result<u64, StoreError> {
    let broken = |error: std::io::Error| StoreError::Archive(error.to_string());
    let mut lines = input.lines();
    let head =
        lines.next().ok_or_else(|| StoreError::Archive(format!("{table} has no head")))?.map_err(broken)?;
    let named: Vec<String> = serde_json::from_str(&head)?;
    let columns = columns(tx, table)?;
    if named.iter().any(|column| !columns.contains(column)) {
        return Err(StoreError::Archive(format!("unknown column in `{table}`")));
    }
    let places: Vec<String> = (1..=named.len()).map(|place| format!("${place}")).collect();
    let insert = format!("insert into {table} ({}) values ({})", named.join(", "), places.join(", "));
    let mut rows = 0;
    for line in lines {
        let values: Vec<serde_json::Value> = serde_json::from_str(&line.map_err(broken)?)?;
        let values = values.iter().map(from_json).collect::<Result<Vec<_>, _>>()?;
        let params: Vec<&dyn ToParam> = values.iter().map(|value| value as &dyn ToParam).collect();
        if params.len() != named.len() {
            return Err(StoreError::Archive(format!("a row of `{table}` has {} values", params.len())));
        }
        tx.exec_text(&insert, &params)?;
        rows += 1;
    }
    Ok(rows)
}

fn to_json(value: &Param<'_>) -> serde_json::Value {
    match value {
        Param::Null => serde_json::Value::Null,
        Param::Int(value) => (*value).into(),
        Param::Bool(value) => (*value).into(),
        Param::Real(value) => serde_json::json!({ "real": value }),
        Param::Text(value) => value.as_ref().into(),
        Param::Bytes(value) => serde_json::json!({ "b64": BASE64.encode(value) }),
    }
}

fn from_json(value: &serde_json::Value) -> Result<Param<'static>, StoreError> {
    use serde_json::Value;
    let broken = || StoreError::Archive("a value is not understood".to_owned());
    Ok(match value {
        Value::Null => Param::Null,
        Value::Bool(value) => Param::Bool(*value),
        Value::Number(value) => Param::Int(value.as_i64().ok_or_else(broken)?),
        Value::String(value) => Param::Text(value.clone().into()),
        Value::Object(fields) => match (fields.get("b64"), fields.get("real")) {
            (Some(Value::String(text)), _) => Param::Bytes(BASE64.decode(text).map_err(|_| broken())?.into()),
            (_, Some(Value::Number(real))) => Param::Real(real.as_f64().ok_or_else(broken)?),
            _ => return Err(broken()),
        },
        Value::Array(_) => return Err(broken()),
    })
}

/// The tables to copy, owners before those that refer to them, as the migrations made them.
fn tables(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let text = match tx.backend() {
        Backend::Sqlite => {
            "select name from sqlite_master
             where type = 'table' and name not like 'sqlite_%' order by rowid"
        }
        Backend::Postgres => {
            "select cast(relname as text) from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname = current_schema() order by c.oid"
        }
    };
    let mut names = Vec::new();
    tx.each_text(text, &[], |row| {
        names.push(row.at::<String>(0)?);
        Ok(())
    })?;
    // The search index is made anew after a restore; its shape is each database's own.
    names.retain(|name| name != "schema_migration" && !name.starts_with("search_fts"));
    Ok(names)
}

fn columns(tx: &mut Tx<'_>, table: &str) -> Result<Vec<String>, StoreError> {
    let text = match tx.backend() {
        Backend::Sqlite => "select name from pragma_table_info($1) order by cid",
        Backend::Postgres => {
            "select cast(column_name as text) from information_schema.columns
             where table_schema = current_schema() and table_name = $1 order by ordinal_position"
        }
    };
    let mut names = Vec::new();
    tx.each_text(text, crate::params![table], |row| {
        names.push(row.at::<String>(0)?);
        Ok(())
    })?;
    Ok(names)
}
