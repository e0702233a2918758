//! SQL for orders, what was heard of them, and hand-over lists.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{AgencyId, Cursor, Date, DossierId, Instant, Page, UnitId};

use crate::domain::{
    Contact, HandOverList, Notice, Order, OrderId, PostalEvent, PostalState, ReportedBy, Stage,
};

::store::stored_id!(OrderId);

fn read(row: &Row<'_>) -> Result<Order, StoreError> {
    let days: i64 = row.at(21)?;
    Ok(Order {
        id: row.at(0)?,
        agency: row.at(1)?,
        number: row.at(2)?,
        dossier: row.at(3)?,
        dossier_code: row.at(4)?,
        unit: row.at(5)?,
        leg: row.at(6)?,
        form: row.at(7)?,
        sender: Contact { name: row.at(8)?, phone: row.at(9)?, address: row.at(10)? },
        receiver: Contact { name: row.at(11)?, phone: row.at(12)?, address: row.at(13)? },
        content: row.at(14)?,
        weight: row.at(15)?,
        cost: row.at(16)?,
        cod_amount: row.at(17)?,
        cod_collected_at: row.at(18)?,
        cod_settled_at: row.at(19)?,
        cod_reference: row.at(20)?,
        promise_days: u16::try_from(days).unwrap_or_default(),
        carrier: row.at(22)?,
        tracking: row.at(23)?,
        state: row.at(24)?,
        state_at: row.at(25)?,
        registered_at: row.at(26)?,
        registered_by: row.at(27)?,
        sent_at: row.at(28)?,
        sent_known_at: row.at(29)?,
        due_at: row.at(30)?,
        delivered_at: row.at(31)?,
        delivered_known_at: row.at(32)?,
        taken_by: row.at(33)?,
        returned_at: row.at(34)?,
        returned_known_at: row.at(35)?,
        cancelled_at: row.at(36)?,
        n_attempts: row.at(37)?,
        list: row.at(38)?,
        version: row.at(39)?,
    })
}

/// Writes the statement that reads orders by a condition: the columns stand once, in the order of [`read`].
macro_rules! select_orders {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, number, dossier_id, dossier_code, unit_id, leg, form, sender_name, sender_phone,
                    sender_address, receiver_name, receiver_phone, receiver_address, content, weight, cost,
                    cod_amount, cod_collected_at, cod_settled_at, cod_reference, promise_days, carrier, tracking,
                    state, state_at, registered_at, registered_by, sent_at, sent_known_at, due_at, delivered_at,
                    delivered_known_at, taken_by, returned_at, returned_known_at, cancelled_at, n_attempts, list_id,
                    version
             from postal_order ",
            $condition
        )
    };
}

const BY_ID: Sql = select_orders!("where id = $1");
const BY_NUMBER: Sql = select_orders!("where agency_id = $1 and number = $2");
const BY_TRACKING: Sql = select_orders!("where agency_id = $1 and tracking = $2 order by id desc limit 1");
const OF_DOSSIER: Sql = select_orders!("where dossier_id = $1 order by id desc");
const OF_LIST: Sql = select_orders!("where list_id = $1 order by id");
const PAGE: Sql = select_orders!("where +agency_id = $1 and id > $2 order by id limit $3");
const REGISTERED_ON: Sql = select_orders!(
    "where agency_id = $1 and registered_on = $2 and (cast($3 as bigint) is null or unit_id = $3) order by id"
);
const DELIVERED_ON: Sql = select_orders!(
    "where agency_id = $1 and delivered_on = $2 and (cast($3 as bigint) is null or unit_id = $3) order by id"
);
const OF_STAGE: Sql = select_orders!(
    "where agency_id = $1 and stage = $2 and (sort_at, id) > ($3, $4)
     order by sort_at, id
     limit $5"
);
const OPEN: Sql = select_orders!(
    "where agency_id = $1 and stage <> 'done' and (sort_at, id) > ($2, $3)
     order by sort_at, id
     limit $4"
);
const UNPAID: Sql = select_orders!(
    "where agency_id = $1 and cod_collected_at is not null and cod_settled_at is null
       and (sort_at, id) > ($2, $3)
     order by sort_at, id
     limit $4"
);
const WAITING: Sql = select_orders!(
    "where agency_id = $1 and stage = 'waiting' and leg = 'deliver' and list_id is null
     order by sort_at, id
     limit $2"
);

/// The order of an id; [`StoreError::Missing`] where there is none.
pub fn find(tx: &mut Tx<'_>, id: OrderId) -> Result<Order, StoreError> {
    tx.one(BY_ID, params![id], read)
}

/// The order of a number.
pub fn by_number(tx: &mut Tx<'_>, agency: AgencyId, number: &str) -> Result<Option<Order>, StoreError> {
    tx.maybe(BY_NUMBER, params![agency, number], read)
}

/// The order of the carrier's number.
pub(crate) fn by_tracking(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    tracking: &str,
) -> Result<Option<Order>, StoreError> {
    tx.maybe(BY_TRACKING, params![agency, tracking], read)
}

/// The orders of a dossier, the newest first.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Order>, StoreError> {
    tx.all(OF_DOSSIER, params![dossier], read)
}

/// How many orders a dossier has.
pub fn count_of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<i64, StoreError> {
    tx.one(sql!("select count(*) as n from postal_order where dossier_id = $1"), params![dossier], |row| {
        row.at(0)
    })
}

/// The orders of a hand-over list, in the order in which they were written.
pub(crate) fn of_list(tx: &mut Tx<'_>, list: i64) -> Result<Vec<Order>, StoreError> {
    tx.all(OF_LIST, params![list], read)
}

/// A page of all orders after an id.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    after: i64,
    most: i64,
) -> Result<Vec<Order>, StoreError> {
    tx.all(PAGE, params![agency, after, most], read)
}

/// The orders written on a day, by id.
pub(crate) fn registered_on(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    unit: Option<UnitId>,
) -> Result<Vec<Order>, StoreError> {
    tx.all(REGISTERED_ON, params![agency, day, unit], read)
}

/// The orders delivered on a day, by id.
pub(crate) fn delivered_on(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    unit: Option<UnitId>,
) -> Result<Vec<Order>, StoreError> {
    tx.all(DELIVERED_ON, params![agency, day, unit], read)
}

/// Results that wait for the postman, the oldest first.
pub(crate) fn waiting(tx: &mut Tx<'_>, agency: AgencyId, most: i64) -> Result<Vec<Order>, StoreError> {
    tx.all(WAITING, params![agency, most], read)
}

/// Which orders a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All that are not over.
    Open,
    /// Those of a stage.
    Of(Stage),
    /// Those whose money was collected and not yet paid to the agency.
    Unpaid,
}

/// A page of the orders of a list, the most urgent first.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    shown: Shown,
    after: Option<&Cursor>,
    size: usize,
) -> Result<Page<Order>, StoreError> {
    let start = after.and_then(|cursor| cursor.key.parse::<i64>().ok()).unwrap_or(i64::MIN);
    let start_id = after.map_or(i64::MIN, |cursor| cursor.id);
    let most = size as i64 + 1;
    let rows = match shown {
        Shown::Open => tx.all(OPEN, params![agency, start, start_id, most], read),
        Shown::Of(stage) => tx.all(OF_STAGE, params![agency, stage, start, start_id, most], read),
        Shown::Unpaid => tx.all(UNPAID, params![agency, start, start_id, most], read),
    }?;
    Ok(Page::cut(rows, size, |order| Cursor { key: order.sort_at().to_string(), id: order.id.get() }))
}

/// How many orders stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) waiting: i64,
    pub(crate) moving: i64,
    pub(crate) failed: i64,
    pub(crate) done: i64,
    pub(crate) unpaid: i64,
}

/// The counts of an agency, by the conditions of the lists.
pub(crate) fn counts(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Counts, StoreError> {
    tx.one(
        sql!(
            "select count(*) filter (where stage = 'waiting') as n_waiting,
                    count(*) filter (where stage = 'moving') as n_moving,
                    count(*) filter (where stage = 'failed') as n_failed,
                    count(*) filter (where stage = 'done') as n_done,
                    count(*) filter (where cod_collected_at is not null and cod_settled_at is null) as n_unpaid
             from postal_order
             where agency_id = $1"
        ),
        params![agency],
        |row| {
            Ok(Counts {
                waiting: row.at(0)?,
                moving: row.at(1)?,
                failed: row.at(2)?,
                done: row.at(3)?,
                unpaid: row.at(4)?,
            })
        },
    )
}

/// How many orders should be home and are not, or were not taken.
pub(crate) fn count_late(tx: &mut Tx<'_>, agency: AgencyId, now: Instant) -> Result<i64, StoreError> {
    tx.one(
        sql!(
            "select count(*) as n
             from postal_order
             where agency_id = $1 and (stage = 'moving' and due_at < $2 or stage = 'failed')"
        ),
        params![agency, now],
        |row| row.at(0),
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, order: &Order) -> Result<(), StoreError> {
    let o = order;
    tx.exec(
        sql!(
            "insert into postal_order
             (id, agency_id, number, dossier_id, dossier_code, unit_id, leg, form, sender_name, sender_phone,
              sender_address, receiver_name, receiver_phone, receiver_address, content, weight, cost, cod_amount,
              cod_reference, promise_days, carrier, tracking, state, state_at, stage, sort_at, registered_at,
              registered_on, registered_by, taken_by, n_attempts, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', $19, $20,
                     $21, $22, $23, $24, $25, $26, $27, $28, '', 0, 1)"
        ),
        params![
            o.id,
            o.agency,
            o.number,
            o.dossier,
            o.dossier_code,
            o.unit,
            o.leg,
            o.form,
            o.sender.name,
            o.sender.phone,
            o.sender.address,
            o.receiver.name,
            o.receiver.phone,
            o.receiver.address,
            o.content,
            o.weight,
            o.cost,
            o.cod_amount,
            i64::from(o.promise_days),
            o.carrier,
            o.tracking,
            o.state,
            o.state_at,
            o.state.stage(),
            o.sort_at(),
            o.registered_at,
            o.registered_at.date(),
            o.registered_by
        ],
    )
    .map(drop)
}

/// Saves what acts change; [`StoreError::Conflict`] where somebody was faster.
pub(crate) fn save(tx: &mut Tx<'_>, order: &Order) -> Result<(), StoreError> {
    let o = order;
    tx.exec_versioned(
        sql!(
            "update postal_order
             set dossier_id = $1, dossier_code = $2, cost = $3, cod_collected_at = $4, cod_settled_at = $5,
                 cod_reference = $6, carrier = $7, tracking = $8, state = $9, state_at = $10, stage = $11,
                 sort_at = $12, sent_at = $13, sent_known_at = $14, due_at = $15, delivered_at = $16,
                 delivered_on = $17, delivered_known_at = $18, taken_by = $19, returned_at = $20,
                 returned_known_at = $21, cancelled_at = $22, n_attempts = $23, list_id = $24, unit_id = $25,
                 version = version + 1
             where id = $26 and version = $27"
        ),
        params![
            o.dossier,
            o.dossier_code,
            o.cost,
            o.cod_collected_at,
            o.cod_settled_at,
            o.cod_reference,
            o.carrier,
            o.tracking,
            o.state,
            o.state_at,
            o.state.stage(),
            o.sort_at(),
            o.sent_at,
            o.sent_known_at,
            o.due_at,
            o.delivered_at,
            o.delivered_at.map(Instant::date),
            o.delivered_known_at,
            o.taken_by,
            o.returned_at,
            o.returned_known_at,
            o.cancelled_at,
            o.n_attempts,
            o.list,
            o.unit,
            o.id,
            o.version
        ],
    )
}

/// Keeps a notice; false where the same one is kept already.
pub(crate) fn keep_event(
    tx: &mut Tx<'_>,
    order: &Order,
    notice: &Notice,
    (known_at, account, moved): (Instant, Option<kernel::AccountId>, bool),
) -> Result<bool, StoreError> {
    let id = tx.next_id(known_at);
    let kept = tx.exec(
        sql!(
            "insert into postal_event
             (id, agency_id, order_id, event, state, at, known_at, source, account_id, place, note, moved)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (order_id, event) do nothing"
        ),
        params![
            id,
            order.agency,
            order.id,
            notice.event,
            notice.state,
            notice.at,
            known_at,
            notice.source.code().to_owned(),
            account,
            notice.place,
            notice.note,
            moved
        ],
    )?;
    Ok(kept == 1)
}

/// What was heard of an order, the latest happening first.
pub(crate) fn events(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<PostalEvent>, StoreError> {
    tx.all(
        sql!(
            "select state, at, known_at, source, account_id, place, note, moved
             from postal_event
             where order_id = $1
             order by at desc, id desc"
        ),
        params![order],
        |row| {
            let state: PostalState = row.get("state")?;
            Ok(PostalEvent {
                state,
                at: row.get("at")?,
                known_at: row.get("known_at")?,
                source: ReportedBy::from_code(&row.get::<String>("source")?),
                account: row.get("account_id")?,
                place: row.get("place")?,
                note: row.get("note")?,
                moved: row.get("moved")?,
            })
        },
    )
}

pub(crate) fn insert_list(tx: &mut Tx<'_>, agency: AgencyId, list: &HandOverList) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into postal_list (id, agency_id, number, made_at, made_by, postman, n_orders, cost, cod_amount)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            list.id,
            agency,
            list.number,
            list.made_at,
            list.made_by,
            list.postman,
            list.n_orders,
            list.cost,
            list.cod_amount
        ],
    )
    .map(drop)
}

fn read_list(row: &Row<'_>) -> Result<HandOverList, StoreError> {
    Ok(HandOverList {
        id: row.get("id")?,
        number: row.get("number")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        postman: row.get("postman")?,
        n_orders: row.get("n_orders")?,
        cost: row.get("cost")?,
        cod_amount: row.get("cod_amount")?,
    })
}

/// The hand-over list of a number.
pub(crate) fn list_by_number(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    number: &str,
) -> Result<Option<HandOverList>, StoreError> {
    tx.maybe(
        sql!(
            "select id, number, made_at, made_by, postman, n_orders, cost, cod_amount
             from postal_list
             where agency_id = $1 and number = $2"
        ),
        params![agency, number],
        read_list,
    )
}

/// The newest hand-over lists.
pub(crate) fn lists(tx: &mut Tx<'_>, agency: AgencyId, most: i64) -> Result<Vec<HandOverList>, StoreError> {
    tx.all(
        sql!(
            "select id, number, made_at, made_by, postman, n_orders, cost, cod_amount
             from postal_list
             where agency_id = $1
             order by id desc
             limit $2"
        ),
        params![agency, most],
        read_list,
    )
}
