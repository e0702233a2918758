-- What a dossier owes: one row a dossier. What is remaining, and where it stands, is computed.
create table duty (
    dossier_id bigint primary key,
    agency_id bigint not null,
    dossier_code text not null,
    unit_id bigint not null,
    items text not null,
    legal_basis text not null,
    exempt_reason text,
    exempt_basis text,
    exempt_amount bigint,
    owed bigint not null,
    paid bigint not null check (paid >= 0),
    refunded bigint not null check (refunded >= 0),
    assessed_at bigint not null,
    assessed_by bigint,
    version bigint not null
);

-- The books: append-only; the rows of one posting cancel out. Debit above zero, credit below.
create table ledger_entry (
    id bigint primary key,
    agency_id bigint not null,
    posting_id bigint not null,
    on_day text not null,
    at bigint not null,
    account text not null,
    amount bigint not null,
    dossier_id bigint not null,
    unit_id bigint not null,
    officer_id bigint,
    what text not null,
    ref_id bigint not null
);
create index ledger_entry_day on ledger_entry (agency_id, on_day, id);
create index ledger_entry_dossier on ledger_entry (dossier_id, id);
