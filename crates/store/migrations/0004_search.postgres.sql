-- Words of subjects, folded; the text itself is not kept twice.
create table search_fts (id bigint primary key, words tsvector not null);
create index search_fts_words on search_fts using gin (words);
