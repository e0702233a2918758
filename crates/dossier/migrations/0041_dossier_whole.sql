-- What the complete one-stop shop keeps of a dossier: who filed it, its financial duty, the way of its result.
alter table dossier add column filing_id bigint;
alter table dossier add column filer_id bigint;
alter table dossier add column representative_id bigint;
alter table dossier add column place text;
alter table dossier add column submitted_at bigint;
alter table dossier add column citizen_due_at bigint;
alter table dossier add column duty bigint not null default 0;
alter table dossier add column payment_asked_at bigint;
alter table dossier add column payment_settled_at bigint;
alter table dossier add column paid_online boolean not null default false;
alter table dossier add column result_drafted_at bigint;
alter table dossier add column result_approved_at bigint;
alter table dossier add column digitised_at bigint;
alter table dossier add column n_reused bigint not null default 0;
alter table dossier add column merged_into bigint;
create index dossier_filing on dossier (filing_id, id) where filing_id is not null;
