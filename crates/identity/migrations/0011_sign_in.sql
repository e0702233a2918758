-- Secrets stand apart from the account, so that no page ever reads them by accident.
create table credential (
    account_id bigint primary key references account (id),
    password_hash text not null,
    totp_secret bytea,
    totp_confirmed boolean not null,
    totp_last_step bigint not null,
    changed_at bigint not null
);

-- A session is named by the SHA-256 of its token. It opens nothing until `verified` (second step done).
create table session (
    token_hash bytea primary key,
    agency_id bigint not null references agency (id),
    account_id bigint not null references account (id),
    verified boolean not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null,
    agent text not null,
    ip_hash bytea
);
create index session_account on session (account_id);

create table api_key (
    id bigint primary key,
    agency_id bigint not null references agency (id),
    account_id bigint not null references account (id),
    name text not null,
    key_hash bytea not null,
    hint text not null,
    scopes text not null,
    created_at bigint not null,
    expires_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);
create unique index api_key_hash_key on api_key (key_hash);
create index api_key_account on api_key (account_id);

-- Failed attempts by the name typed, known or not: who asks cannot learn which names exist.
create table sign_in_attempt (
    agency_id bigint not null,
    login text not null,
    n_failed bigint not null,
    last_failed_at bigint not null,
    locked_until bigint,
    primary key (agency_id, login)
);
