create function journal_refuse() returns trigger language plpgsql as $$
begin raise exception 'the journal is append-only'; end;
$$;
create trigger journal_entry_guard before update or delete or truncate on journal_entry
for each statement execute function journal_refuse();
create trigger journal_link_guard before update or delete or truncate on journal_link
for each statement execute function journal_refuse();
