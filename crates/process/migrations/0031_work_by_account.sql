-- The inbox of an account asks for agency and account together, as the inboxes of a unit and of the agency do.
-- With the agency missing from the key, the list of all open works was walked in its place. Of two keys that look
-- equally good SQLite takes the one made last, so the list of all is made anew behind it.
drop index work_open_account;
drop index work_open;
create index work_open_account on work (agency_id, account_id, sort_at, id) where closed_at is null;
create index work_open on work (agency_id, sort_at, id) where closed_at is null;
