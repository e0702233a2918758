-- The platform's statement of a day as it was last read, and every difference with its owner.
create table statement (
    id bigint primary key,
    agency_id bigint not null,
    on_day text not null,
    read_at bigint not null,
    read_by bigint,
    n_lines bigint not null,
    theirs bigint not null,
    ours bigint not null,
    version bigint not null
);
create unique index statement_day_key on statement (agency_id, on_day);

create table statement_line (
    statement_id bigint not null references statement (id),
    place bigint not null,
    order_code text not null,
    transaction_code text not null,
    amount bigint not null,
    paid_at bigint not null,
    primary key (statement_id, place)
);

create table payment_difference (
    id bigint primary key,
    agency_id bigint not null,
    on_day text not null,
    kind text not null,
    order_code text not null,
    transaction_code text not null,
    place bigint not null,
    ours bigint not null,
    theirs bigint not null,
    owner_id bigint,
    found_at bigint not null,
    resolved_at bigint,
    resolved_by bigint,
    resolution text not null,
    version bigint not null
);
create unique index payment_difference_key on payment_difference (agency_id, on_day, kind, order_code, transaction_code, place);
create index payment_difference_open on payment_difference (agency_id, id) where resolved_at is null;
