-- Messages to and from other agencies: what was sent, what was heard, word for word.
create table exchange_message (
    id bigint primary key,
    agency_id bigint not null,
    direction text not null check (direction in ('out', 'in')),
    -- The sender's name of the message: the same name is the same message.
    message text not null,
    peer text not null,
    kind text not null,
    part_id bigint not null,
    body text not null,
    at bigint not null,
    -- When the other side confirmed (out), and what we answered (in).
    confirmed_at bigint,
    reply text not null
);
create unique index exchange_message_message_key on exchange_message (agency_id, direction, peer, message);
create index exchange_message_part on exchange_message (part_id, id);
