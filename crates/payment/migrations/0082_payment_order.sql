-- Orders on the payment platform. Paid by a verified notification or the daily statement, each confirmed by a query;
-- never by the browser's return.
create table payment_order (
    id bigint primary key,
    agency_id bigint not null,
    code text not null,
    dossier_id bigint not null,
    dossier_code text not null,
    unit_id bigint not null,
    amount bigint not null check (amount > 0),
    description text not null,
    pay_url text not null,
    created_at bigint not null,
    created_by bigint,
    expires_at bigint not null,
    paid_at bigint,
    paid_on text,
    transaction_code text,
    settled_at bigint,
    settled_how text,
    cancelled_at bigint,
    version bigint not null
);
create unique index payment_order_code_key on payment_order (agency_id, code);
create index payment_order_dossier on payment_order (dossier_id, id);
create index payment_order_paid on payment_order (agency_id, paid_on, id) where paid_on is not null;

-- Every notification whose checksum is right, once; a repeat changes nothing.
create table payment_notice (
    id bigint primary key,
    agency_id bigint not null,
    digest text not null,
    order_code text not null,
    transaction_code text not null,
    amount bigint not null,
    received_at bigint not null,
    outcome text not null
);
create unique index payment_notice_digest_key on payment_notice (agency_id, digest);
create index payment_notice_order on payment_notice (agency_id, order_code, id);
