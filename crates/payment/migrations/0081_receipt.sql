-- Receipt books and their receipts. Numbers have no gap; a cancelled receipt keeps its number.
create table receipt_book (
    id bigint primary key,
    agency_id bigint not null,
    form_symbol text not null,
    series text not null,
    first_number bigint not null,
    last_number bigint not null,
    used_number bigint not null,
    opened_at bigint not null,
    closed_at bigint,
    version bigint not null
);
create unique index receipt_book_series_key on receipt_book (agency_id, series, first_number);

create table fee_receipt (
    id bigint primary key,
    agency_id bigint not null,
    book_id bigint not null references receipt_book (id),
    form_symbol text not null,
    series text not null,
    number bigint not null,
    dossier_id bigint not null,
    dossier_code text not null,
    payer text not null,
    payer_address text not null,
    items text not null,
    amount bigint not null check (amount > 0),
    method text not null check (method in ('cash', 'transfer')),
    issued_at bigint not null,
    issued_on text not null,
    officer_id bigint,
    unit_id bigint not null,
    cancelled_at bigint,
    cancelled_by bigint,
    cancel_reason text,
    version bigint not null
);
create unique index fee_receipt_number_key on fee_receipt (agency_id, series, number);
create index fee_receipt_day on fee_receipt (agency_id, issued_on, id);
create index fee_receipt_dossier on fee_receipt (dossier_id, id);

-- The day that an officer counted and closed.
create table cash_day (
    agency_id bigint not null,
    on_day text not null,
    account_id bigint not null,
    booked bigint not null,
    counted bigint not null,
    note text not null,
    closed_at bigint not null,
    primary key (agency_id, on_day, account_id)
);
