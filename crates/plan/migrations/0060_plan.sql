-- Plans and what they promise. A plan is brought in as a text; bringing the same text in again changes nothing.
create table plan (
    id bigint primary key,
    agency_id bigint not null,
    -- In addresses: kh-5119-2022.
    slug text not null,
    number text not null,
    title text not null,
    issuer text not null,
    issued_on text not null,
    window_from text not null,
    window_to text not null,
    -- SHA-256 of the text it was brought in with.
    text_hash text not null,
    version bigint not null
);

create unique index plan_slug_key on plan (agency_id, slug);
create unique index plan_number_key on plan (agency_id, number);

create table plan_group (
    id bigint primary key,
    plan_id bigint not null references plan (id),
    place bigint not null,
    code text not null,
    title text not null
);

create unique index plan_group_code_key on plan_group (plan_id, code);

-- A promise. `promise` says what `value` and `upper` mean: a figure with a comparator, steps in a ranking, a grade, or
-- a duty without a figure. `binding` says where its state comes from.
create table target (
    id bigint primary key,
    plan_id bigint not null references plan (id),
    plan_group_id bigint not null references plan_group (id),
    place bigint not null,
    clause text not null,
    title text not null,
    sentence text not null,
    kind text not null check (kind in ('ratio', 'count', 'duration', 'change', 'rank', 'grade', 'milestone')),
    promise text not null check (promise in ('at_least', 'at_most', 'equal', 'between', 'steps', 'grade', 'duty')),
    value text not null,
    upper text not null,
    measured_in text not null,
    baseline text not null,
    window_from text not null,
    window_to text not null,
    -- The responsible unit, and who answers for the clause where the plan names no unit.
    unit_id bigint,
    responsible text not null,
    binding text not null check (binding in ('indicator', 'milestone', 'publication', 'awaits')),
    -- The indicator's code, who publishes, or the part of the program that is awaited.
    bound_to text not null,
    -- Every unit has to keep the promise by itself.
    per_unit boolean not null,
    note text not null,
    version bigint not null
);

create unique index target_clause_key on target (plan_id, clause);
create index target_unit on target (unit_id, plan_id);

-- What happened to a milestone, never changed: the state on a day is that of the last event known on it.
create table milestone_event (
    id bigint primary key,
    target_id bigint not null references target (id),
    kind text not null check (kind in ('completed', 'reopened')),
    -- The day on which the work was done.
    done_on text,
    reason text not null,
    at bigint not null,
    actor_id bigint
);

create index milestone_event_target on milestone_event (target_id, id);

-- A figure that the outside world publishes, never without the document that publishes it.
create table publication (
    id bigint primary key,
    target_id bigint not null references target (id),
    -- What it is about, usually a year.
    period text not null,
    value text not null,
    published_on text not null,
    -- Number and issuer of the document.
    source text not null,
    at bigint not null,
    actor_id bigint
);

create index publication_target on publication (target_id, id);

-- The documents behind milestones and publications; the content is in the file store under its hash.
create table plan_document (
    id bigint primary key,
    target_id bigint not null references target (id),
    -- The milestone event or the publication it belongs to.
    owner_id bigint not null,
    hash text not null,
    name text not null,
    mime text not null,
    n_bytes bigint not null
);

create index plan_document_target on plan_document (target_id, owner_id);
