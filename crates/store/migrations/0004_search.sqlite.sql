-- Words of subjects, folded; the text itself is not kept twice.
create virtual table search_fts using fts5(words, content='', contentless_delete=1, prefix='2 3 4', tokenize='unicode61');
