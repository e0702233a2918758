//! Figures: range sums over counters. Their cost depends on days and units, never on the number of records.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Date, UnitId};
use store::Tx;
use store::tally::{self, Range, Span};

use crate::scope::BEGINNING;
use crate::{Engine, Figure, Indicator, IndicatorError, Scope};

/// The figure of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthFigure {
    /// First day of the month within the window.
    pub from: Date,
    /// Last day of the month within the window.
    pub to: Date,
    /// The figure; for a stock, the state at the last day.
    pub figure: Figure,
}

/// A flow is the sum over the window's days; a stock is the sum of all changes up to its last day.
pub(crate) fn range(indicator: &Indicator, scope: &Scope) -> Range {
    Range {
        agency: scope.agency,
        series: indicator.series.clone(),
        unit: scope.unit,
        from: if indicator.is_stock() { BEGINNING } else { scope.from },
        to: scope.to,
        as_of: scope.as_of,
    }
}

impl Engine {
    /// The figure of indicator `code`.
    pub fn figure(&self, tx: &mut Tx<'_>, code: &str, scope: &Scope) -> Result<Figure, IndicatorError> {
        let indicator = self.indicator(tx, scope.agency, code)?;
        Self::figure_of(tx, &indicator, scope)
    }

    /// The figure of an indicator at hand.
    pub fn figure_of(
        tx: &mut Tx<'_>,
        indicator: &Indicator,
        scope: &Scope,
    ) -> Result<Figure, IndicatorError> {
        Ok(tally::total(tx, &range(indicator, scope))?.into())
    }

    /// The figures of all indicators in use, by title: few rows are read, however many records there are.
    pub fn figures(
        &self,
        tx: &mut Tx<'_>,
        scope: &Scope,
    ) -> Result<Vec<(Indicator, Figure)>, IndicatorError> {
        let set = self.current(tx, scope.agency)?;
        let mut flows: BTreeMap<Arc<str>, Figure> = BTreeMap::new();
        let mut stocks = flows.clone();
        let wanted = |unit: UnitId| scope.unit.is_none_or(|wanted| wanted == unit);
        let span = Span { from: scope.from, to: scope.to, as_of: scope.as_of };
        for row in tally::months(tx, scope.agency, span)? {
            if wanted(row.unit) {
                let sum = flows.entry(row.series).or_default();
                *sum = sum.plus(row.sums.into());
            }
        }
        for (series, unit, sums) in tally::before(tx, scope.agency, scope.to.plus(1), scope.as_of)? {
            if wanted(unit) {
                let sum = stocks.entry(series).or_default();
                *sum = sum.plus(sums.into());
            }
        }
        let figure = |indicator: &Indicator| {
            let sums = if indicator.is_stock() { &stocks } else { &flows };
            sums.get(&indicator.series).copied().unwrap_or_default()
        };
        Ok(set.list.iter().map(|indicator| (indicator.clone(), figure(indicator))).collect())
    }

    /// The figures of the window's months.
    pub fn series_by_month(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        scope: &Scope,
    ) -> Result<Vec<MonthFigure>, IndicatorError> {
        let indicator = self.indicator(tx, scope.agency, code)?;
        let days = tally::by_day(tx, &range(&indicator, scope))?;
        let mut days = days.into_iter().peekable();
        let mut sum = Figure::default();
        let mut months = Vec::new();
        for (from, to) in scope.months() {
            if !indicator.is_stock() {
                sum = Figure::default();
            }
            while let Some((_, sums)) = days.next_if(|(day, _)| *day <= to) {
                sum = sum.plus(sums.into());
            }
            months.push(MonthFigure { from, to, figure: sum });
        }
        Ok(months)
    }

    /// The figure of every unit that has any; `scope.unit` is not looked at.
    pub fn by_unit(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        scope: &Scope,
    ) -> Result<Vec<(UnitId, Figure)>, IndicatorError> {
        let indicator = self.indicator(tx, scope.agency, code)?;
        let units = tally::by_unit(tx, &range(&indicator, scope))?;
        let figures = units.into_iter().map(|(unit, sums)| (unit, Figure::from(sums)));
        Ok(figures.filter(|(_, figure)| *figure != Figure::default()).collect())
    }

    /// The figure of every day of the window that has any. For a stock, what changed on that day.
    pub fn by_day(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        scope: &Scope,
    ) -> Result<Vec<(Date, Figure)>, IndicatorError> {
        let indicator = self.indicator(tx, scope.agency, code)?;
        let days = tally::by_day(tx, &Range { from: scope.from, ..range(&indicator, scope) })?;
        let figures = days.into_iter().map(|(day, sums)| (day, Figure::from(sums)));
        Ok(figures.filter(|(_, figure)| *figure != Figure::default()).collect())
    }
}
