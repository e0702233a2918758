-- The draft of a procedure that is not published yet: it becomes a procedure when it is published.
create table procedure_new (
    id bigint primary key,
    agency_id bigint not null,
    code text not null,
    name text not null,
    package text not null,
    note text not null,
    edited_at bigint not null,
    edited_by bigint,
    version bigint not null
);

create unique index procedure_new_code_key on procedure_new (agency_id, code);
