create trigger journal_entry_no_update before update on journal_entry
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_entry_no_delete before delete on journal_entry
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_link_no_update before update on journal_link
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_link_no_delete before delete on journal_link
begin select raise(abort, 'the journal is append-only'); end;
