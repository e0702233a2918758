//! The command line. Kept stable: scripts rely on it. Results go to standard output, messages to standard error;
//! 0 means done, 1 a finding or a failure, 2 wrong use.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Một Cửa: the one-stop shop, and the plan that counts itself.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How messages are written.
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub log: LogFormat,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    #[arg(long, env = "MOTCUA_DATABASE", default_value = "sqlite:var/motcua.db")]
    pub database: String,
    /// Folder of attached files; beside the SQLite file where not given.
    #[arg(long, env = "MOTCUA_FILES")]
    pub files: Option<PathBuf>,
    /// Number of this node, 0 to 1023, where several share one database.
    #[arg(long, env = "MOTCUA_NODE", default_value_t = 0)]
    pub node: u16,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages and the API.
    Serve {
        /// Where the data is.
        #[command(flatten)]
        database: Database,
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Mark cookies as secure: for use behind HTTPS.
        #[arg(long)]
        https: bool,
        /// The systems of others.
        #[command(flatten)]
        partners: PartnerOptions,
    },
    /// Serve a sample department; its story is written at the first start.
    Demo {
        /// Where the data is.
        #[arg(long, default_value = "sqlite:var/demo.db")]
        database: String,
        /// How many dossiers the story has.
        #[arg(long, default_value_t = crate::story::DOSSIERS)]
        dossiers: u64,
        /// Which story.
        #[arg(long, default_value_t = crate::story::SEED)]
        seed: u64,
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Only write the story.
        #[arg(long)]
        no_serve: bool,
    },
    /// Bring the tables up to date.
    Migrate {
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
    /// Check procedures, indicators and plans, and the counters and the journal of the database.
    Check {
        /// Where the data is.
        #[command(flatten)]
        database: Database,
        /// A folder of procedure packages to check instead of those built in.
        #[arg(long)]
        procedures: Option<PathBuf>,
    },
    /// Write everything to one file while the program works.
    Backup {
        /// The file to write.
        file: PathBuf,
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
    /// Read everything from a backup into an empty database.
    Restore {
        /// The file to read.
        file: PathBuf,
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
    /// Plans.
    #[command(subcommand)]
    Plan(PlanCommand),
    /// Deadlines.
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Indicators.
    #[command(subcommand)]
    Indicators(IndicatorCommand),
    /// Exports.
    #[command(subcommand)]
    Export(ExportCommand),
    /// The journal.
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Stand-ins for the systems of others, for tests and demonstrations.
    #[command(subcommand)]
    Simulate(SimulateCommand),
}

/// Stand-ins for the systems of others.
#[derive(Debug, Subcommand)]
pub enum SimulateCommand {
    /// The postal service: takes orders and tells how far they are, as JSON over HTTP.
    Postal {
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8090")]
        listen: String,
    },
}

/// The systems of others. Without the carrier's address clerks enter what they hear.
#[derive(Debug, Clone, Args)]
pub struct PartnerOptions {
    /// Address of the carrier's interface.
    #[arg(long, env = "MOTCUA_POSTAL_URL")]
    pub postal_url: Option<String>,
    /// The agency's number with the carrier.
    #[arg(long, env = "MOTCUA_POSTAL_CUSTOMER", default_value = "")]
    pub postal_customer: String,
    /// The secret with which the agency signs in at the carrier.
    #[arg(long, env = "MOTCUA_POSTAL_TOKEN", default_value = "", hide_env_values = true)]
    pub postal_token: String,
    /// A file that lists the agencies that can be asked, and the way to them.
    #[arg(long, env = "MOTCUA_AGENCIES")]
    pub agencies: Option<PathBuf>,
}

/// Commands on plans.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// Read a plan's text into a draft: legal bases, targets, milestones.
    Read {
        /// The text; `-` for standard input.
        file: PathBuf,
        /// Form of the draft.
        #[arg(long, value_enum, default_value = "toml")]
        format: DraftFormat,
        /// Say why each was read so.
        #[arg(long)]
        explain: bool,
    },
}

/// Form of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DraftFormat {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

/// Commands on deadlines.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Read rows of CSV on standard input and write their deadlines with the reasons.
    Due,
}

/// Commands on indicators.
#[derive(Debug, Subcommand)]
pub enum IndicatorCommand {
    /// List them.
    List {
        /// Where the data is.
        #[command(flatten)]
        database: Database,
        /// Form.
        #[arg(long, value_enum, default_value = "text")]
        format: ShownFormat,
    },
    /// Show a figure.
    Show {
        /// Code of the indicator.
        code: String,
        /// First day; the start of the year where not given.
        #[arg(long)]
        from: Option<kernel::Date>,
        /// Last day; the last day counted where not given.
        #[arg(long)]
        to: Option<kernel::Date>,
        /// Code of one unit.
        #[arg(long)]
        unit: Option<String>,
        /// As it was known at the end of this day.
        #[arg(long)]
        as_of: Option<kernel::Date>,
        /// Form.
        #[arg(long, value_enum, default_value = "text")]
        format: ShownFormat,
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
    /// Count everything anew and compare with the counters.
    Verify {
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
    /// Make the counters anew.
    Backfill {
        /// Code of one indicator; all where not given.
        code: Option<String>,
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
}

/// Form of what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShownFormat {
    /// For people.
    Text,
    /// JSON.
    Json,
}

/// Exports.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// One row a subject with every field that predicates can see.
    Facts {
        /// The subject, such as `dossier`.
        subject: String,
        /// Form.
        #[arg(long, value_enum, default_value = "csv")]
        format: FactsFormat,
        /// The file to write; standard output where not given.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
}

/// Form of exported facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FactsFormat {
    /// CSV with a head line.
    Csv,
    /// Parquet.
    Parquet,
}

/// Commands on the journal.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Check all entries and the rows they explain; name the first that was altered, is missing or moved.
    Verify {
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
    /// The Merkle root over the entries.
    Root {
        /// Up to this number; all where not given.
        #[arg(long)]
        upto: Option<i64>,
        /// Where the data is.
        #[command(flatten)]
        database: Database,
    },
}
