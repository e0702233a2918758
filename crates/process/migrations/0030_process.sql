-- One row a step that somebody has to do or has done; the open ones are the inbox.
create table work (
    id bigint primary key,
    agency_id bigint not null,
    subject text not null,
    subject_id bigint not null,
    step text not null,
    step_name text not null,
    role text not null,
    unit_id bigint not null,
    account_id bigint,
    -- What the inbox shows of the subject.
    code text not null,
    headline text not null,
    topic text not null,
    topic_name text not null,
    -- Why it came to this account.
    routed text not null,
    opened_at bigint not null,
    due_at bigint,
    -- The deadline of the subject, or a place after all deadlines where there is none or it stands still.
    sort_at bigint not null,
    closed_at bigint,
    closed_by bigint,
    outcome text,
    reason text,
    version bigint not null
);
create index work_subject on work (subject_id, id);
create index work_open_account on work (account_id, sort_at, id) where closed_at is null;
create index work_open_unit on work (agency_id, unit_id, sort_at, id) where closed_at is null;
create index work_open on work (agency_id, sort_at, id) where closed_at is null;

-- How many open works each account has, for routing by load.
create table work_load (
    agency_id bigint not null,
    account_id bigint not null,
    n_open bigint not null,
    primary key (agency_id, account_id)
);

-- The opening hours and days off of an agency (unit 0) or of one of its units, as text that people can read.
create table work_calendar (
    agency_id bigint not null,
    unit_id bigint not null,
    week text not null,
    book text not null,
    changed_at bigint not null,
    changed_by bigint,
    version bigint not null,
    primary key (agency_id, unit_id)
);

-- Filters that somebody keeps under a name.
create table saved_view (
    id bigint primary key,
    agency_id bigint not null,
    account_id bigint not null,
    name text not null,
    query text not null,
    shared boolean not null
);
create unique index saved_view_name_key on saved_view (account_id, name);
