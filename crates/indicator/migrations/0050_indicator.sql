-- Definitions of indicators. A row's text never changes: a change of meaning is a new row with the next number.
create table indicator_definition (
    id bigint primary key,
    agency_id bigint not null,
    code text not null,
    number bigint not null,
    state text not null check (state in ('active', 'superseded', 'retired')),
    subject text not null,
    title text not null,
    -- Code and title without diacritics: what the list searches.
    search_fold text not null,
    title_sort text not null,
    body text not null,
    changed_at bigint not null,
    changed_by bigint,
    version bigint not null
);

create unique index indicator_definition_number_key on indicator_definition (agency_id, code, number);
create unique index indicator_definition_active_key on indicator_definition (agency_id, code) where state = 'active';

-- Changes with every change of the active definitions, so that every node notices it.
create table indicator_state (
    agency_id bigint primary key,
    generation bigint not null
);

-- How far a definition has been counted over the subjects that were there before it. Acts count subjects up to
-- `reached`; those behind it are counted when the recount comes to them.
create table indicator_backfill (
    definition_id bigint primary key references indicator_definition (id),
    agency_id bigint not null,
    reached bigint not null,
    first_id bigint,
    upto_id bigint not null,
    n_done bigint not null,
    started_at bigint not null,
    done_at bigint
);
