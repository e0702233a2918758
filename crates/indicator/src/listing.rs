//! Indicators and figures as the command line, the API and the pages show them.

use formula::{Better, IndicatorDefinition, Measure, NOT_YET};
use kernel::{AgencyId, Date, UnitId, vi};
use serde::Serialize;
use store::Tx;
use utoipa::ToSchema;

use crate::{Engine, Figure, Indicator, IndicatorError, Scope};

/// An indicator in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listed {
    /// Code.
    pub code: String,
    /// Number of the version in use.
    pub version: i64,
    /// Title, in Vietnamese.
    pub title: String,
    /// Subject whose facts it counts.
    pub subject: String,
    /// `%` for a ratio, else the counted thing.
    pub unit: String,
    /// Whether it is a state at a date.
    pub stock: bool,
    /// False while it is being counted over older subjects.
    pub ready: bool,
    /// What keeps it from being computed, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A figure with all that says what it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Shown {
    /// Code.
    pub code: String,
    /// Number of the version in use.
    pub version: i64,
    /// Title, in Vietnamese.
    pub title: String,
    /// `%` for a ratio, else the counted thing.
    pub unit: String,
    /// First day of the window; a stock has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Last day of the window; for a stock, the day whose state is shown.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// Known at the end of this day; left out where everything known is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Date>,
    /// Id of the one unit shown; left out for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub unit_id: Option<UnitId>,
    /// Records that meet.
    pub numerator: i64,
    /// Records that count.
    pub denominator: i64,
    /// Records left out.
    pub excluded: i64,
    /// The ratio in percent, cut towards the bad side, or the count; `null` where nothing counts.
    pub value: Option<f64>,
    /// The value in Vietnamese words.
    pub text: String,
    /// False while it is being counted over older subjects.
    pub ready: bool,
}

impl Indicator {
    /// The value: percent for a ratio, `None` where nothing counts; the number for a count.
    pub fn value(&self, figure: Figure) -> Option<f64> {
        let definition = self.definition();
        match definition.measure() {
            Measure::Count => Some(figure.n_in as f64),
            Measure::Percent => {
                let units = figure.ratio().percent_units(definition.decimals, definition.better)?;
                Some(units as f64 / 10_f64.powi(definition.decimals.min(6) as i32))
            }
        }
    }

    /// The value as Vietnamese readers write it: `98,97%`, `1.861 hồ sơ`, `chưa phát sinh`.
    pub fn text(&self, figure: Figure) -> String {
        text(self.definition(), figure)
    }
}

/// The value of a figure of a definition as Vietnamese readers write it.
fn text(definition: &IndicatorDefinition, figure: Figure) -> String {
    match definition.measure() {
        Measure::Percent if figure.is_empty() => NOT_YET.to_owned(),
        Measure::Percent => figure.ratio().percent(definition.decimals, definition.better),
        Measure::Count => format!("{} {}", vi::number(figure.n_in), definition.unit),
    }
}

/// The direction in words.
pub(crate) const fn better(better: Better) -> &'static str {
    match better {
        Better::Higher => "Càng cao càng tốt",
        Better::Lower => "Càng thấp càng tốt",
    }
}

impl Engine {
    /// The indicators in use, by title.
    pub fn list(&self, tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Listed>, IndicatorError> {
        let set = self.current(tx, agency)?;
        let sound = set.list.iter().map(|indicator| {
            let definition = indicator.definition();
            Listed {
                code: definition.code.clone(),
                version: indicator.number,
                title: definition.title.clone(),
                subject: definition.subject.clone(),
                unit: definition.unit.clone(),
                stock: indicator.is_stock(),
                ready: indicator.ready,
                problem: None,
            }
        });
        let broken = set.broken.iter().map(|broken| Listed {
            code: broken.code.clone(),
            version: broken.number,
            title: broken.title.clone(),
            subject: String::new(),
            unit: String::new(),
            stock: false,
            ready: false,
            problem: Some(broken.problem.clone()),
        });
        Ok(sound.chain(broken).collect())
    }

    /// The figure of `code` with all that says what it is.
    pub fn show(&self, tx: &mut Tx<'_>, code: &str, scope: &Scope) -> Result<Shown, IndicatorError> {
        let indicator = self.indicator(tx, scope.agency, code)?;
        let figure = Self::figure_of(tx, &indicator, scope)?;
        let definition = indicator.definition();
        Ok(Shown {
            code: definition.code.clone(),
            version: indicator.number,
            title: definition.title.clone(),
            unit: definition.unit.clone(),
            from: (!indicator.is_stock()).then_some(scope.from),
            to: scope.to,
            as_of: (!scope.knows_all()).then_some(scope.as_of),
            unit_id: scope.unit,
            numerator: figure.n_in,
            denominator: figure.n_of,
            excluded: figure.n_out,
            value: indicator.value(figure),
            text: indicator.text(figure),
            ready: indicator.ready,
        })
    }
}
