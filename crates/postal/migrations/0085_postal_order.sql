-- An order to the public postal service: papers fetched from the applicant, or a result brought to them. Instants
-- once set stay; `state` only moves forward.
create table postal_order (
    id bigint primary key,
    agency_id bigint not null,
    number text not null,
    dossier_id bigint,
    dossier_code text not null,
    unit_id bigint not null,
    leg text not null check (leg in ('collect', 'deliver')),
    form text not null check (form in ('send', 'receive', 'both')),
    sender_name text not null,
    sender_phone text not null,
    sender_address text not null,
    receiver_name text not null,
    receiver_phone text not null,
    receiver_address text not null,
    content text not null,
    weight bigint not null,
    cost bigint not null,
    cod_amount bigint not null,
    cod_collected_at bigint,
    cod_settled_at bigint,
    cod_reference text not null,
    promise_days bigint not null,
    carrier text not null,
    tracking text,
    state text not null check (state in
        ('registered', 'accepted', 'collected', 'in_transit', 'failed', 'delivered', 'returned', 'cancelled')),
    -- When what the state says happened.
    state_at bigint not null,
    -- Where the order stands in lists: waiting, moving, failed, done.
    stage text not null check (stage in ('waiting', 'moving', 'failed', 'done')),
    sort_at bigint not null,
    registered_at bigint not null,
    registered_on text not null,
    registered_by bigint,
    -- When the post took it, and when that became known here.
    sent_at bigint,
    sent_known_at bigint,
    due_at bigint,
    delivered_at bigint,
    delivered_on text,
    delivered_known_at bigint,
    -- Whom the carrier's proof names as the one who took it.
    taken_by text not null,
    returned_at bigint,
    returned_known_at bigint,
    cancelled_at bigint,
    n_attempts bigint not null,
    list_id bigint,
    version bigint not null
);
create unique index postal_order_number_key on postal_order (agency_id, number);
create index postal_order_stage on postal_order (agency_id, stage, sort_at, id);
create index postal_order_dossier on postal_order (dossier_id, id);
create index postal_order_tracking on postal_order (agency_id, tracking);
create index postal_order_list on postal_order (list_id, id);
create index postal_order_registered on postal_order (agency_id, registered_on, id);
create index postal_order_delivered on postal_order (agency_id, delivered_on, id);

-- What was heard of an order, also what came twice-told or too late: append-only.
create table postal_event (
    id bigint primary key,
    agency_id bigint not null,
    order_id bigint not null,
    -- The sender's own name of the event: the same name is the same event.
    event text not null,
    state text not null,
    at bigint not null,
    known_at bigint not null,
    source text not null check (source in ('carrier', 'clerk', 'program')),
    account_id bigint,
    place text not null,
    note text not null,
    -- Whether it moved the order on.
    moved boolean not null
);
create unique index postal_event_event_key on postal_event (order_id, event);
