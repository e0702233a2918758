//! Migrations: one numbered list, forward only, embedded; checked by checksum, applied under a lock.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{Backend, StoreError, Tx};

/// One step of the schema's history. Never edited once released.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Place in the one list of all contexts.
    pub number: u32,
    /// Short name.
    pub name: &'static str,
    /// Text for SQLite.
    pub sqlite: &'static str,
    /// Text for PostgreSQL; the same text except where the dialects leave no choice.
    pub postgres: &'static str,
}

/// Declares a [`Migration`] from a file, or from two files where the dialects differ.
#[macro_export]
macro_rules! migration {
    ($number:literal, $name:literal, $file:literal) => {
        $crate::Migration {
            number: $number,
            name: $name,
            sqlite: include_str!($file),
            postgres: include_str!($file),
        }
    };
    ($number:literal, $name:literal, sqlite $sqlite:literal, postgres $postgres:literal) => {
        $crate::Migration {
            number: $number,
            name: $name,
            sqlite: include_str!($sqlite),
            postgres: include_str!($postgres),
        }
    };
}

/// A migration as the database remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// SHA-256 of the text, in hexadecimal.
    pub checksum: String,
}

impl Migration {
    /// The text for `backend`.
    pub fn text(&self, backend: Backend) -> Cow<'static, str> {
        match backend {
            Backend::Sqlite => in_key_order(self.sqlite).into(),
            Backend::Postgres => self.postgres.into(),
        }
    }

    fn checksum(&self, backend: Backend) -> String {
        crate::journal::hex(&Sha256::digest(self.text(backend).as_bytes()))
    }
}

/// Applies what is missing, in order of number.
pub(crate) fn apply(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<Vec<u32>, StoreError> {
    if tx.backend() == Backend::Postgres {
        // Two servers that start together must not both migrate; any constant serves as the lock's name.
        tx.script("select pg_advisory_xact_lock(733522)")?;
    }
    tx.script(
        "create table if not exists schema_migration (number bigint primary key, name text not null, checksum text not null)",
    )?;
    let mut known = BTreeMap::new();
    tx.each_text("select number, name, checksum from schema_migration order by number", &[], |row| {
        let state = MigrationState { number: row.at(0)?, name: row.at(1)?, checksum: row.at(2)? };
        known.insert(state.number, state);
        Ok(())
    })?;
    let mut list: Vec<&Migration> = migrations.iter().collect();
    list.sort_by_key(|migration| migration.number);
    if let Some(pair) = list.windows(2).find(|pair| matches!(pair, [a, b] if a.number == b.number)) {
        return Err(StoreError::Migration(format!(
            "two migrations carry number {:?}",
            pair.first().map(|m| m.number)
        )));
    }
    if let Some(newer) =
        known.keys().find(|number| !list.iter().any(|migration| migration.number == **number))
    {
        return Err(StoreError::Migration(format!(
            "the database has migration {newer}, which this program does not know: it was used with a newer program"
        )));
    }
    let mut applied = Vec::new();
    for migration in list {
        let checksum = migration.checksum(tx.backend());
        match known.get(&migration.number) {
            Some(state) if state.checksum == checksum => {}
            Some(_) => {
                return Err(StoreError::Migration(format!(
                    "migration {} ({}) was applied with another text: released migrations must never change",
                    migration.number, migration.name
                )));
            }
            None => {
                tx.script(&migration.text(tx.backend()))?;
                tx.exec_text(
                    "insert into schema_migration (number, name, checksum) values ($1, $2, $3)",
                    crate::params![migration.number, migration.name, checksum],
                )?;
                applied.push(migration.number);
            }
        }
    }
    Ok(applied)
}

/// The tables of a text for SQLite, each kept as one tree in the order of its key: SQLite gives a `bigint` key a
/// second tree beside the rows (only `integer` names the row itself), and a key of several columns too.
fn in_key_order(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut in_table = false;
    let mut wide_key = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with("create table ") {
            (in_table, wide_key) = (true, false);
        }
        wide_key |= line.trim_start().starts_with("primary key (");
        if in_table && line.trim_end() == ");" {
            in_table = false;
            out.push_str(if wide_key { ") without rowid;\n" } else { line });
        } else {
            out.push_str(&line.replace(" bigint primary key", " integer primary key"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_kept_in_the_order_of_their_key() {
        let one = "create table a (\n    id bigint primary key,\n    b text\n);\n";
        assert_eq!(in_key_order(one), "create table a (\n    id integer primary key,\n    b text\n);\n");
        let wide = "create table a (\n    b bigint,\n    c text,\n    primary key (b, c)\n);\ncreate index x on a (c);\n";
        let kept = in_key_order(wide);
        assert!(kept.contains("primary key (b, c)\n) without rowid;\ncreate index x"), "{kept}");
        let short = "create table a (id bigint primary key, b text);\n";
        assert_eq!(in_key_order(short), "create table a (id integer primary key, b text);\n");
    }
}
