-- Procedures as they stand, their versions as texts, and their facts as they were known day by day.

create table procedure (
    id bigint primary key,
    agency_id bigint not null,
    code text not null,
    name text not null,
    -- Code, name and field of work without diacritics: what the catalogue searches.
    search_fold text not null,
    name_sort text not null,
    sector text not null,
    unit_id bigint not null,
    online_level bigint not null check (online_level between 1 and 4),
    -- Whether dossiers can be received: times, papers, process and result are all there.
    receivable boolean not null,
    in_force_on text not null,
    ended_on text,
    current_version_id bigint not null,
    version bigint not null
);

create unique index procedure_code_key on procedure (agency_id, code);
create index procedure_by_name on procedure (agency_id, name_sort, id);

-- A published package never changes: dossiers name the version they were received under.
create table procedure_version (
    id bigint primary key,
    agency_id bigint not null,
    procedure_id bigint not null references procedure (id),
    number bigint not null,
    state text not null check (state in ('draft', 'published', 'superseded')),
    package text not null,
    note text not null,
    edited_at bigint not null,
    edited_by bigint,
    published_at bigint,
    published_by bigint,
    version bigint not null
);

create unique index procedure_version_number_key on procedure_version (procedure_id, number);
create unique index procedure_version_draft_key on procedure_version (procedure_id) where state = 'draft';

-- The fact of a procedure since a day; the newest row of a procedure is the one that counts now.
create table procedure_fact (
    procedure_id bigint not null references procedure (id),
    known_on text not null,
    agency_id bigint not null,
    unit_id bigint not null,
    code text not null,
    sector text not null,
    in_force_on text not null,
    ended_on text,
    online_level bigint not null,
    online_eligible boolean not null,
    national_portal boolean not null,
    postal boolean not null,
    process_published boolean not null,
    n_cases bigint not null,
    primary key (procedure_id, known_on)
);

create index procedure_fact_by_start on procedure_fact (agency_id, in_force_on);
create index procedure_fact_by_end on procedure_fact (agency_id, ended_on);
