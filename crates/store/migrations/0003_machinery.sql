-- Gapless numbers.
create table sequence (
    agency_id bigint not null,
    name text not null,
    scope text not null,
    last bigint not null,
    primary key (agency_id, name, scope)
);

-- Commutative sums: of the subjects placed on `day`, how many belong (n_of), how many meet (n_in), how many are
-- excluded (n_out), as known since `known_on`.
create table tally (
    agency_id bigint not null,
    series text not null,
    unit_id bigint not null,
    day text not null,
    known_on text not null,
    n_of bigint not null,
    n_in bigint not null,
    n_out bigint not null,
    primary key (agency_id, series, unit_id, day, known_on)
);

-- Work for later, written in the transaction of the act that wants it done.
create table job (
    id bigint primary key,
    agency_id bigint not null,
    kind text not null,
    payload text not null,
    run_at bigint not null,
    attempts bigint not null,
    lease_until bigint,
    done_at bigint,
    failed_at bigint,
    last_error text
);
create index job_ready on job (run_at, id) where done_at is null and failed_at is null;
