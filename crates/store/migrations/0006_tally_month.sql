-- The sums of a series, unit and month over all of `tally`, with the last day on which any of them became known. A page
-- that shows every figure of a plan reads a few thousand of these rows instead of every day of every series. A row
-- whose `known_on` lies after the day asked for is counted from `tally` instead, so a past state stays exact.
create table tally_month (
    agency_id bigint not null,
    month text not null,
    series text not null,
    unit_id bigint not null,
    n_of bigint not null,
    n_in bigint not null,
    n_out bigint not null,
    known_on text not null,
    primary key (agency_id, month, series, unit_id)
);

insert into tally_month (agency_id, month, series, unit_id, n_of, n_in, n_out, known_on)
select agency_id, substr(day, 1, 7), series, unit_id,
       cast(sum(n_of) as bigint), cast(sum(n_in) as bigint), cast(sum(n_out) as bigint), max(known_on)
from tally
group by agency_id, substr(day, 1, 7), series, unit_id;
