//! Search by words without accents, newest first. One of the few places where the dialects differ: FTS5 on
//! SQLite, `tsvector` on PostgreSQL, both over text folded in Rust, so that both find the same.

use kernel::fold;

use crate::{Backend, StoreError, Tx, params};

/// At most so many words of a query are looked at.
const MOST_WORDS: usize = 8;
/// So many subjects of one act may wait to be indexed.
const MOST_WAITING: usize = 2_000;

/// Puts the words of subject `id` of a kind (such as `dossier`) into the index, in place of earlier ones.
pub fn put(tx: &mut Tx<'_>, kind: &str, id: i64, text: &str) -> Result<(), StoreError> {
    let mut words = format!("k{kind}");
    for word in words_of(text) {
        words.push(' ');
        words.push_str(&word);
    }
    match tx.backend() {
        Backend::Sqlite => {
            // FTS5 writes a segment at every savepoint; kept until the commit, a group of acts makes one.
            tx.batch.words.insert(id, words);
            if tx.batch.words.len() < MOST_WAITING { Ok(()) } else { flush(tx) }
        }
        Backend::Postgres => tx
            .exec_text(
                "insert into search_fts (id, words) values ($1, to_tsvector('simple', $2))
                 on conflict (id) do update set words = excluded.words",
                params![id, words],
            )
            .map(drop),
    }
}

/// Writes the words that wait (SQLite).
pub(crate) fn flush(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for (id, words) in std::mem::take(&mut tx.batch.words) {
        tx.exec_text("insert or replace into search_fts (rowid, words) values ($1, $2)", params![id, words])?;
    }
    Ok(())
}

/// The ids of the subjects of a kind that have all words of `query` (the beginning of a word is enough), newest
/// first, below `before`.
pub fn find(
    tx: &mut Tx<'_>,
    kind: &str,
    query: &str,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<i64>, StoreError> {
    let words: Vec<String> = words_of(query).take(MOST_WORDS).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    flush(tx)?;
    let before = before.unwrap_or(i64::MAX);
    let mut found = Vec::new();
    let (text, wanted) = match tx.backend() {
        Backend::Sqlite => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
            (
                "select rowid from search_fts where search_fts match $1 and rowid < $2 order by rowid desc limit $3",
                format!("k{kind} AND {}", words.join(" AND ")),
            )
        }
        Backend::Postgres => {
            let words: Vec<String> = words.iter().map(|word| format!("{word}:*")).collect();
            (
                "select id from search_fts where words @@ to_tsquery('simple', $1) and id < $2 order by id desc limit $3",
                format!("k{kind} & {}", words.join(" & ")),
            )
        }
    };
    tx.each_text(text, params![wanted, before, most], |row| {
        found.push(row.at(0)?);
        Ok(())
    })?;
    Ok(found)
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}
