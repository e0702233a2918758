//! How notices move an order. They come twice, late and in any order; the state depends on what was told, not on
//! the order of telling.

use calendar::{Amount, Reading, Stage, Term, Unit, WorkCalendar};
use kernel::Instant;

use super::{Leg, Notice, Order, PostalState};

/// Whether a notice moves an order on. An end ends an open order whatever came before. Of "on its way" and
/// "nobody took it", which alternate, the later one holds. Otherwise the state that lies further on holds.
pub fn moves(held: (PostalState, Instant), told: (PostalState, Instant)) -> bool {
    if held.0.is_end() {
        return false;
    }
    told.0.is_end() || rank(told) > rank(held)
}

/// Place on the way; for alternating states also the moment.
const fn rank((state, at): (PostalState, Instant)) -> (u8, i64, u8) {
    match state {
        PostalState::Registered => (0, 0, 0),
        PostalState::Accepted => (1, 0, 0),
        PostalState::Collected => (2, 0, 0),
        PostalState::InTransit => (3, at.millis(), 0),
        PostalState::Failed => (3, at.millis(), 1),
        PostalState::Delivered | PostalState::Returned | PostalState::Cancelled => (4, 0, 0),
    }
}

/// The order after a notice that became known at `known_at`; whether it moved on. Instants once set stay; what a
/// late notice tells for the first time is still learnt from it.
pub fn take_notice(
    calendar: &WorkCalendar,
    order: &Order,
    notice: &Notice,
    known_at: Instant,
) -> (Order, bool) {
    let mut after = order.clone();
    let moved = moves((order.state, order.state_at), (notice.state, notice.at));
    if moved {
        (after.state, after.state_at) = (notice.state, notice.at);
    }
    match notice.state {
        PostalState::Collected | PostalState::InTransit if after.sent_at.is_none() => {
            after.sent_at = Some(notice.at);
            after.sent_known_at = Some(known_at);
            after.due_at = after.due_at.or(Some(promised(calendar, notice.at, order.promise_days)));
        }
        PostalState::Failed => after.n_attempts += 1,
        PostalState::Delivered if moved => {
            after.delivered_at = Some(notice.at);
            after.delivered_known_at = Some(known_at);
            after.taken_by.clone_from(&notice.taken_by);
            if after.taken_by.trim().is_empty() {
                after.taken_by.clone_from(&order.receiver.name);
            }
            if notice.cod_collected && order.cod_amount.0 > 0 && order.leg == Leg::Deliver {
                after.cod_collected_at = after.cod_collected_at.or(Some(notice.at));
            }
        }
        PostalState::Returned if moved => {
            after.returned_at = Some(notice.at);
            after.returned_known_at = Some(known_at);
        }
        PostalState::Cancelled if moved => after.cancelled_at = Some(notice.at),
        _ => {}
    }
    (after, moved)
}

/// When an order taken at `sent` should be home.
fn promised(calendar: &WorkCalendar, sent: Instant, days: u16) -> Instant {
    let stages = [Stage::new(Amount::whole(days), Unit::WorkingDay)];
    calendar.due(&Term::new(sent, &stages, Reading::DayCount)).at
}

#[cfg(test)]
mod tests {
    use kernel::{AgencyId, Dong, UnitId};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Contact, OrderId, PostalForm, ReportedBy};

    fn at(hours: i64) -> Instant {
        Instant::parse("2022-03-07T08:00").unwrap().plus_minutes(hours * 60)
    }

    fn order() -> Order {
        Order {
            id: OrderId(1),
            agency: AgencyId(31),
            number: "BC-2022-000001".to_owned(),
            dossier: None,
            dossier_code: String::new(),
            unit: UnitId(1),
            leg: Leg::Deliver,
            form: PostalForm::Receive,
            sender: Contact::default(),
            receiver: Contact { name: "Bùi Thị Nhàn".to_owned(), ..Contact::default() },
            content: String::new(),
            weight: 100,
            cost: Dong(26_000),
            cod_amount: Dong(150_000),
            cod_collected_at: None,
            cod_settled_at: None,
            cod_reference: String::new(),
            promise_days: 3,
            carrier: String::new(),
            tracking: None,
            state: PostalState::Registered,
            state_at: at(0),
            registered_at: at(0),
            registered_by: None,
            sent_at: None,
            sent_known_at: None,
            due_at: None,
            delivered_at: None,
            delivered_known_at: None,
            taken_by: String::new(),
            returned_at: None,
            returned_known_at: None,
            cancelled_at: None,
            n_attempts: 0,
            list: None,
            version: 1,
        }
    }

    fn notice(state: PostalState, hours: i64) -> Notice {
        Notice {
            event: format!("{state:?}-{hours}"),
            state,
            at: at(hours),
            place: String::new(),
            note: String::new(),
            taken_by: "Bùi Văn Nam (con)".to_owned(),
            cod_collected: true,
            source: ReportedBy::Carrier,
        }
    }

    fn after(notices: &[Notice]) -> Order {
        notices
            .iter()
            .fold(order(), |order, notice| take_notice(&WorkCalendar::standard(), &order, notice, at(100)).0)
    }

    #[test]
    fn an_order_moves_forward_only() {
        use PostalState::{
            Accepted, Cancelled, Collected, Delivered, Failed, InTransit, Registered, Returned,
        };
        let table = [
            ("accepted", (Registered, 0), (Accepted, 1), true),
            ("accepted heard after the postman took it", (Collected, 3), (Accepted, 1), false),
            ("delivered without anything between", (Accepted, 1), (Delivered, 30), true),
            ("tried again after a failure", (Failed, 20), (InTransit, 24), true),
            ("on its way, heard after a later failure", (Failed, 20), (InTransit, 10), false),
            ("failed again", (Failed, 20), (Failed, 44), true),
            ("delivered although the clock says earlier", (InTransit, 30), (Delivered, 29), true),
            ("failed heard after the delivery", (Delivered, 30), (Failed, 40), false),
            ("returned after the delivery", (Delivered, 30), (Returned, 40), false),
            ("anything after the end", (Cancelled, 1), (InTransit, 2), false),
        ];
        for (what, held, told, expected) in table {
            assert_eq!(moves((held.0, at(held.1)), (told.0, at(told.1))), expected, "{what}");
        }
    }

    #[test]
    fn the_proof_says_who_took_it_and_that_the_money_was_collected() {
        let done = after(&[notice(PostalState::Collected, 2), notice(PostalState::Delivered, 30)]);
        assert_eq!((done.sent_at, done.delivered_at), (Some(at(2)), Some(at(30))));
        assert_eq!(done.taken_by, "Bùi Văn Nam (con)");
        assert_eq!(done.cod_collected_at, Some(at(30)));
        // Taken on Monday, three working days: home by the close of Thursday.
        assert_eq!(done.due_at.map(|due| due.to_string()).as_deref(), Some("2022-03-10T17:00:00+07:00"));
    }

    fn any_notice() -> impl Strategy<Value = Notice> {
        let states =
            [PostalState::Accepted, PostalState::Collected, PostalState::InTransit, PostalState::Failed];
        (0..states.len(), 1..200_i64).prop_map(move |(state, hours)| notice(states[state], hours))
    }

    proptest! {
        #[test]
        fn the_state_depends_on_what_was_told_not_on_the_order_of_telling(
            mut notices in proptest::collection::vec(any_notice(), 0..8),
            end in proptest::option::of(0..200_i64),
            seed in 0..1_000_usize,
        ) {
            notices.extend(end.map(|hours| notice(PostalState::Delivered, hours)));
            let first = after(&notices);
            let turn = seed % notices.len().max(1);
            notices.rotate_left(turn);
            notices.reverse();
            let second = after(&notices);
            prop_assert_eq!(first.state, second.state);
            prop_assert_eq!(first.delivered_at, second.delivered_at);
            prop_assert_eq!(first.n_attempts, second.n_attempts);
        }
    }
}
