-- A request for an opinion or a part of the work, of ours to others or of another agency to us.
create table consultation (
    id bigint primary key,
    agency_id bigint not null,
    number text not null,
    direction text not null check (direction in ('own', 'incoming')),
    kind text not null check (kind in ('opinion', 'sub_dossier')),
    mode text not null check (mode in ('parallel', 'sequence')),
    dossier_id bigint,
    dossier_code text not null,
    subject text not null,
    content text not null,
    legal_basis text not null,
    -- The law under which silence counts as consent; empty: silence is only late.
    silence_basis text not null,
    unit_id bigint not null,
    -- The other agency that asks, and what it calls its request.
    asker_code text not null,
    asker_name text not null,
    conversation text not null,
    asked_at bigint not null,
    asked_by bigint,
    withdrawn_at bigint,
    version bigint not null
);
create unique index consultation_number_key on consultation (agency_id, number);
create unique index consultation_conversation_key on consultation (agency_id, direction, conversation);
create index consultation_dossier on consultation (dossier_id, id);

-- What one body is asked, with its own clock. Instants once set stay.
create table consultation_part (
    id bigint primary key,
    agency_id bigint not null,
    consultation_id bigint not null,
    place bigint not null,
    -- One of our units, or the code of another agency.
    body_unit_id bigint,
    body_code text not null,
    body_name text not null,
    days bigint not null,
    opened_at bigint,
    opened_on text,
    due_at bigint,
    acknowledged_at bigint,
    reminded_before_at bigint,
    reminded_after_at bigint,
    answered_at bigint,
    position text,
    answer text not null,
    file text,
    file_name text not null,
    answered_by text not null,
    assumed_at bigint,
    withdrawn_at bigint,
    ended_on text,
    ended_known_at bigint,
    open boolean not null,
    sort_at bigint not null,
    version bigint not null
);
create index consultation_part_of on consultation_part (consultation_id, place);
create index consultation_part_open on consultation_part (agency_id, sort_at, id) where open;
create index consultation_part_opened on consultation_part (agency_id, opened_on, id);
create index consultation_part_ended on consultation_part (agency_id, ended_on, id);
