//! Opening the program: database, modules, indicator engine, office.

use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use dossier::{Office, Places};
use indicator::Engine;
use kernel::{AgencyId, Clock, Render};
use postal::Postal;
use store::{Db, Migration, OpenOptions, StoreError, Tx};
use web::{App, Module, Setup};

use crate::agencies::Agencies;
use crate::cli::Database;

/// The one list of migrations.
pub fn migrations() -> Vec<Migration> {
    let own = [store::MIGRATIONS, web::MIGRATIONS].into_iter().flatten().copied();
    own.chain(crate::modules().iter().flat_map(|module| module.migrations).copied()).collect()
}

/// The opened program, without a server.
#[derive(Debug, Clone)]
pub struct Program {
    /// The database.
    pub db: Db,
    /// The contexts.
    pub modules: Vec<Module>,
    /// Counts.
    pub engine: Arc<Engine>,
    /// Calendars and procedures.
    pub office: Office,
    /// The postal carrier, where one is configured.
    pub carrier: Option<Arc<postal::HttpCarrier>>,
    /// The agencies that can be asked.
    pub agencies: Agencies,
}

impl Program {
    /// Opens and migrates the database.
    ///
    /// # Errors
    /// Where the database cannot be opened or migrated.
    pub fn open(database: &Database) -> Result<Self> {
        let options = OpenOptions {
            url: database.database.clone(),
            node: database.node,
            files: database.files.clone(),
        };
        let db = Db::open(&options).with_context(|| format!("failed to open {}", database.database))?;
        db.migrate(&migrations()).context("failed to bring the tables up to date")?;
        Self::with(db)
    }

    /// The program on a migrated database.
    ///
    /// # Errors
    /// Where the indicators cannot be loaded.
    pub fn with(db: Db) -> Result<Self> {
        let modules = crate::modules();
        let measures = modules.iter().flat_map(|module| (module.measures)()).collect();
        let engine = Engine::new(measures);
        db.observe(engine.clone());
        let office = Office {
            annexes: vec![consultation::ANNEX, postal::ANNEX, payment::ANNEX],
            foreign: vec![consultation::FOREIGN],
            ..Office::default()
        };
        let mut program = Self { db, modules, engine, office, carrier: None, agencies: Agencies::default() };
        program.load()?;
        Ok(program)
    }

    /// Reads what the database says of the agency: its indicators, its identifier, its units.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn load(&mut self) -> Result<()> {
        let engine = self.engine.clone();
        let found = self.db.read_now::<_, StoreError>(move |tx| {
            let Some(agency) = identity::first_agency(tx)? else { return Ok(None) };
            engine.load(tx, agency.id)?;
            Ok(Some((agency.code.clone(), places(tx, agency.id)?)))
        })?;
        if let Some((code, places)) = found {
            self.office.code_prefix = code;
            self.office.places = places;
        }
        Ok(())
    }

    /// The web program.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn app(&self, clock: Arc<dyn Clock>, demo: bool, https: bool) -> Result<App> {
        let agency = self.db.read_now::<_, StoreError>(identity::first_agency)?;
        let carrier_clock = clock.clone();
        let own_name = agency.as_ref().map(|agency| agency.name.clone()).unwrap_or_default();
        let setup = Setup {
            agency: agency.as_ref().map_or(crate::story::AGENCY, |agency| agency.id),
            agency_parent: agency.as_ref().map(|agency| agency.parent_name.clone()).unwrap_or_default(),
            agency_name: agency.map(|agency| agency.name).unwrap_or_default(),
            demo,
            secure_cookies: https,
        };
        let app = App::new(
            self.db.clone(),
            clock,
            setup,
            Arc::new(identity::Sessions::new(self.db.clone())),
            self.modules.clone(),
        );
        let mut extensions = self.extensions();
        extensions.insert(self.postal(carrier_clock, demo));
        extensions.insert(self.agencies.cooperation(self.office.clone(), &own_name, demo));
        if demo {
            let (platform, agency) = (payment::Platform::simulated(), app.setup().agency);
            let told = platform.clone();
            self.db.read_now::<_, StoreError>(move |tx| payment::remember(tx, agency, &told))?;
            extensions.insert(platform);
        }
        app.extend(extensions);
        Ok(app)
    }

    /// The postal service: in the sample a simulated carrier, else the carrier that was configured, if any.
    fn postal(&self, clock: Arc<dyn Clock>, demo: bool) -> Postal {
        let postal = Postal::new(self.office.clone());
        match (&self.carrier, demo) {
            (Some(carrier), _) => postal.with_carrier(carrier.clone()),
            (None, true) => postal.with_carrier(Arc::new(postal::simulator::Simulator::new(clock))),
            (None, false) => postal,
        }
    }

    /// What the handlers of the contexts need of each other.
    pub fn extensions(&self) -> web::Extensions {
        let mut extensions = web::Extensions::new();
        extensions.insert(self.office.clone());
        extensions.insert(self.office.catalogue.clone());
        extensions.insert(self.office.calendars.clone());
        extensions.insert(self.engine.clone());
        extensions.insert(crate::words::journal_words());
        if let Some(render) = typesetter() {
            extensions.insert(render);
        }
        extensions
    }
}

/// The typesetter of the printed forms, made once in a process. Without it the pages that print say so.
fn typesetter() -> Option<Arc<dyn Render>> {
    static MADE: OnceLock<Option<Arc<dyn Render>>> = OnceLock::new();
    let made = MADE.get_or_init(|| match pdf::Typesetter::new() {
        Ok(typesetter) => Some(Arc::new(typesetter)),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "failed to set up the typesetter");
            None
        }
    });
    made.clone()
}

fn places(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Places, StoreError> {
    let units = identity::units(tx, agency)?;
    let of = |kind: identity::UnitKind| units.iter().find(|unit| unit.kind == kind).map(|unit| unit.id);
    let office = units.iter().find(|unit| unit.code == "VP").map(|unit| unit.id);
    Ok(Places { desk: of(identity::UnitKind::Desk), office, leadership: of(identity::UnitKind::Leadership) })
}
