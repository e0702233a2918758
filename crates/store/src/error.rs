//! What can go wrong between the program and its database.

/// A failure of storage. Rules that say no are not failures; they are enums of the contexts.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row first: the version read is not the version stored.
    #[error("the row was changed meanwhile")]
    Conflict,
    /// A unique index, foreign key or check refused the row; its name.
    #[error("constraint `{0}` refused the row")]
    Constraint(String),
    /// A statement that must find a row found none.
    #[error("no such row")]
    Missing,
    /// A stored value does not fit its type.
    #[error("column `{column}` holds a value that does not fit its type")]
    Corrupt {
        /// Name or number of the column.
        column: String,
    },
    /// SQLite reports a failure.
    #[error("failed to use the SQLite database")]
    Sqlite(#[source] rusqlite::Error),
    /// PostgreSQL reports a failure.
    #[error("failed to use the PostgreSQL database")]
    Postgres(#[source] postgres::Error),
    /// The address of the database is not understood.
    #[error("`{0}` is not a database address: expected sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// A file could not be read or written.
    #[error("failed to use file `{path}`")]
    File {
        /// The file.
        path: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// A backup or an archive is not what it should be.
    #[error("the archive is not usable: {0}")]
    Archive(String),
    /// The migrations in the database are not those of the program.
    #[error("{0}")]
    Migration(String),
    /// An act panicked; it was rolled back.
    #[error("an act stopped in an impossible place and was rolled back")]
    Panicked,
    /// The database is closed or its connection is lost.
    #[error("the database is not reachable")]
    Closed,
    /// JSON could not be written or read.
    #[error("failed to write or read JSON")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// The name of the constraint, where one refused the row.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the same transaction may succeed when tried again (PostgreSQL 40001, 40P01).
    pub(crate) fn is_transient(&self) -> bool {
        use postgres::error::SqlState;
        match self {
            Self::Postgres(error) => {
                matches!(
                    error.code(),
                    Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED)
                )
            }
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::Missing,
            error => Self::Sqlite(error),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        if error.is_closed() {
            return Self::Closed;
        }
        let constraint = error.as_db_error().filter(|db| {
            matches!(
                *db.code(),
                SqlState::UNIQUE_VIOLATION
                    | SqlState::FOREIGN_KEY_VIOLATION
                    | SqlState::CHECK_VIOLATION
                    | SqlState::NOT_NULL_VIOLATION
            )
        });
        match constraint {
            Some(db) => Self::Constraint(db.constraint().or(db.column()).unwrap_or("unnamed").to_owned()),
            None => Self::Postgres(error),
        }
    }
}
