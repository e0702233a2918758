-- What happened, in order, unalterable. An entry an act; links chain the entries of an agency.
create table journal_entry (
    id bigint primary key,
    agency_id bigint not null,
    at bigint not null,
    actor_id bigint,
    on_behalf_of bigint,
    unit_id bigint,
    kind text not null,
    subject text not null,
    subject_id bigint not null,
    payload text not null,
    digest bytea not null
);
create index journal_entry_subject on journal_entry (subject_id, id);

create table journal_link (
    agency_id bigint not null,
    seq bigint not null,
    entry_id bigint not null,
    hash bytea not null,
    primary key (agency_id, seq)
);
create unique index journal_link_entry_key on journal_link (entry_id);

create table journal_head (
    agency_id bigint primary key,
    seq bigint not null,
    hash bytea not null
);

-- Entries that wait for the sequencer (only where several nodes share one database).
create table journal_pending (
    entry_id bigint primary key,
    agency_id bigint not null
);
