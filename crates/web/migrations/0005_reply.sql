-- What was answered to a request that carried a key: the same key gets the same answer and no second act.
create table web_reply (
    agency_id bigint not null,
    account_id bigint not null,
    key text not null,
    reply text not null,
    at bigint not null,
    primary key (agency_id, account_id, key)
);
