-- Agencies, their units as a tree with dates, positions, accounts, dated roles and dated delegations.
create table agency (
    id bigint primary key,
    code text not null,
    name text not null,
    parent_name text not null,
    created_at bigint not null
);
create unique index agency_code_key on agency (code);

create table unit (
    id bigint primary key,
    agency_id bigint not null references agency (id),
    code text not null,
    name text not null,
    name_sort text not null,
    kind text not null,
    parent_id bigint references unit (id),
    head_id bigint,
    place bigint not null,
    valid_from text not null,
    valid_to text,
    version bigint not null
);
create unique index unit_code_key on unit (agency_id, code);

create table position (
    id bigint primary key,
    agency_id bigint not null references agency (id),
    name text not null
);
create unique index position_name_key on position (agency_id, name);

create table account (
    id bigint primary key,
    agency_id bigint not null references agency (id),
    login text not null,
    name text not null,
    name_fold text not null,
    name_sort text not null,
    unit_id bigint references unit (id),
    position_id bigint references position (id),
    email text,
    phone text,
    active boolean not null,
    must_change_password boolean not null,
    created_at bigint not null,
    version bigint not null
);
create unique index account_login_key on account (agency_id, login);
create index account_name on account (agency_id, name_sort, id);
create index account_unit on account (unit_id);

create table account_role (
    id bigint primary key,
    agency_id bigint not null references agency (id),
    account_id bigint not null references account (id),
    role text not null,
    valid_from text not null,
    valid_to text
);
create index account_role_account on account_role (account_id);
create index account_role_role on account_role (agency_id, role);

-- Who acts for whom, from when to when. `permissions` holds codes separated by blanks, or `*` for all.
create table delegation (
    id bigint primary key,
    agency_id bigint not null references agency (id),
    from_account_id bigint not null references account (id),
    to_account_id bigint not null references account (id),
    valid_from text not null,
    valid_to text not null,
    reason text not null,
    permissions text not null,
    created_at bigint not null,
    ended_at bigint
);
create index delegation_from on delegation (from_account_id);
create index delegation_to on delegation (to_account_id);
