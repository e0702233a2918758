-- Money that goes back: asked for by one, approved by another.
create table refund (
    id bigint primary key,
    agency_id bigint not null,
    dossier_id bigint not null,
    dossier_code text not null,
    unit_id bigint not null,
    amount bigint not null check (amount > 0),
    method text not null,
    reason text not null,
    legal_basis text not null,
    asked_by bigint,
    asked_at bigint not null,
    decided_by bigint,
    decided_at bigint,
    approved boolean,
    decision_note text not null,
    version bigint not null
);
create index refund_dossier on refund (dossier_id, id);
create index refund_open on refund (agency_id, id) where approved is null;
