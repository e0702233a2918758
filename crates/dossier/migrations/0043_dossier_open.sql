-- Which dossiers were open on a day: those open now, and those that ended later but had been registered by then.
-- Both lists cost what they hold, however many dossiers have ended.
create index dossier_open on dossier (agency_id, id) where ended_on is null;
create index dossier_ended_registered on dossier (agency_id, ended_on, registered_at, id) where ended_on is not null;
