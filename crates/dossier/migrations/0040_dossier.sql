-- People and organisations that file.
create table person (
    id bigint primary key,
    agency_id bigint not null,
    kind text not null check (kind in ('citizen', 'organisation')),
    name text not null,
    name_sort text not null,
    id_number text,
    born_on text,
    phone text,
    email text,
    address text not null,
    version bigint not null
);
create index person_id_number on person (agency_id, id_number);

-- A dossier. Facts only: its public status is computed from them. No date is ever nulled or overwritten once set,
-- except `due_at`, `index_due_at` and `paused_at`, whose history is in dossier_clock.
create table dossier (
    id bigint primary key,
    agency_id bigint not null,
    code text not null,
    procedure_code text not null,
    procedure_version_id bigint not null,
    case_code text not null,
    sector text not null,
    channel text not null check (channel in ('counter', 'online', 'postal')),
    online_level bigint not null,
    online_eligible boolean not null,
    postal_eligible boolean not null,
    unit_id bigint not null,
    applicant_id bigint not null,
    applicant_name text not null,
    filer_name text not null,
    summary text not null,
    return_by text not null check (return_by in ('counter', 'postal', 'online')),
    received_at bigint not null,
    received_on text not null,
    registered_at bigint not null,
    started_at bigint,
    first_due_at bigint,
    due_at bigint,
    index_due_at bigint,
    paused_at bigint,
    n_supplements bigint not null,
    n_extensions bigint not null,
    finished_at bigint,
    returned_at bigint,
    refused_at bigint,
    withdrawn_at bigint,
    stopped_at bigint,
    ended_on text,
    timeliness text,
    index_late boolean not null,
    handling_days bigint,
    result_number text,
    result_name text,
    result_published_at bigint,
    result_signed boolean not null,
    version bigint not null
);
create unique index dossier_code_key on dossier (agency_id, code);
create index dossier_received on dossier (agency_id, received_on, id);
create index dossier_ended on dossier (agency_id, ended_on, id) where ended_on is not null;
create index dossier_applicant on dossier (applicant_id, id);

-- The papers handed in, as a list in JSON.
create table dossier_papers (
    dossier_id bigint primary key,
    papers text not null,
    version bigint not null
);

-- What happened to the dossier's time, after the receipt: append-only.
create table dossier_clock (
    id bigint primary key,
    dossier_id bigint not null,
    at bigint not null,
    event text not null,
    due_before bigint,
    due_after bigint,
    account_id bigint,
    reason text not null,
    legal_basis text not null,
    detail text not null
);
create index dossier_clock_of on dossier_clock (dossier_id, id);
