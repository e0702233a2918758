-- A list with which the orders of a day were handed to the postman (bảng kê bàn giao).
create table postal_list (
    id bigint primary key,
    agency_id bigint not null,
    number text not null,
    made_at bigint not null,
    made_by bigint,
    postman text not null,
    n_orders bigint not null,
    cost bigint not null,
    cod_amount bigint not null
);
create unique index postal_list_number_key on postal_list (agency_id, number);
