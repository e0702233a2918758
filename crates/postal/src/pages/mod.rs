//! The pages of this context, and what several of them need.

mod hand_over;
mod index;
mod new;
mod of_dossier;
mod show;

use calendar::{Timeliness, WorkCalendar};
use kernel::{Instant, vi};
use web::{Access, PageError, Routes, Tone, Urgency, Visit};

use crate::domain::{Order, PostalRefused, PostalState};
use crate::office::Postal;
use crate::{labels, urls};

const SEE: Access = Access::Needs("postal.see");
const MANAGE: Access = Access::Needs("postal.manage");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(urls::ORDERS, SEE, index::index)
        .get(urls::EXPORT, SEE, index::export)
        .get(urls::NEW, MANAGE, new::show)
        .post(urls::NEW, MANAGE, new::create)
        .get(urls::HAND_OVER, MANAGE, hand_over::show)
        .post(urls::HAND_OVER, MANAGE, hand_over::run)
        .get(urls::LIST, SEE, hand_over::list)
        .get(urls::SHOW, SEE, show::show)
        .post(urls::ACT, MANAGE, show::act)
        .get(urls::OF_DOSSIER, SEE, of_dossier::index)
}

impl From<PostalRefused> for PageError {
    fn from(refused: PostalRefused) -> Self {
        match refused {
            PostalRefused::Store(error) => error.into(),
            PostalRefused::Forbidden(forbidden) => forbidden.into(),
            PostalRefused::Dossier(refused) => refused.into(),
            refused => Self::Refused(labels::refused(&refused).unwrap_or_default()),
        }
    }
}

/// What the whole program shares.
pub(crate) fn postal(visit: &Visit) -> Postal {
    visit
        .app
        .extension::<Postal>()
        .unwrap_or_else(|| Postal::new(visit.app.extension::<dossier::Office>().unwrap_or_default()))
}

/// An order as a list shows it.
struct Row {
    href: String,
    number: String,
    tracking: String,
    what: String,
    dossier: Option<(String, String)>,
    receiver: String,
    tone: Tone,
    state: &'static str,
    left: String,
    due: String,
    urgency: Urgency,
    cost: String,
}

impl Row {
    fn of(calendar: &WorkCalendar, order: &Order, now: Instant) -> Self {
        let (urgency, left, due) = standing(calendar, order, now);
        let code = &order.dossier_code;
        let cod =
            if order.cod_amount.0 > 0 { format!(", thu hộ {}", order.cod_amount) } else { String::new() };
        Self {
            href: urls::order(&order.number),
            number: order.number.clone(),
            tracking: order.tracking.clone().unwrap_or_default(),
            what: order.leg.label().to_owned(),
            dossier: (!code.is_empty()).then(|| (code.clone(), dossier::urls::dossier(code))),
            receiver: order.receiver.name.clone(),
            tone: if order.is_late(now) { Tone::Missed } else { labels::tone(order.state) },
            state: labels::state(order),
            left,
            due,
            urgency,
            cost: format!("{}{cod}", order.cost),
        }
    }
}

/// How pressing an order is, in words.
fn standing(calendar: &WorkCalendar, order: &Order, now: Instant) -> (Urgency, String, String) {
    match (order.state, order.due_at) {
        (PostalState::Delivered, due) => {
            let kept = due.zip(order.delivered_at).map(|(due, at)| Timeliness::of(at, due).vi());
            let at = order.delivered_at.map(vi::moment).unwrap_or_default();
            (Urgency::Calm, at, kept.unwrap_or_default().to_owned())
        }
        (state, _) if state.is_end() => (Urgency::Calm, vi::moment(order.state_at), String::new()),
        (PostalState::Failed, _) => {
            (Urgency::Late, format!("{} lần không phát được", order.n_attempts), vi::moment(order.state_at))
        }
        (_, Some(due)) => {
            let urgency = if due < now {
                Urgency::Late
            } else if due < now.plus_minutes(24 * 60) {
                Urgency::Soon
            } else {
                Urgency::Calm
            };
            (urgency, calendar.time_left(now, due).short(), vi::moment(due))
        }
        (_, None) => {
            let written = format!("Đặt {}", vi::moment(order.registered_at));
            (Urgency::Calm, "Chờ bưu tá".to_owned(), written)
        }
    }
}
