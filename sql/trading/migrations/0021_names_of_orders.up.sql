-- One table of all client order ids, so that an id means one order of its account for ever by a constraint: those of orders, the former ones of amended orders, and those of orders that
-- their account refused, which have no order. Silos of before write only former names here: they must not run any more.

alter table order_names alter column order_id drop not null;

insert into order_names (account_id, client_order_id, order_id)
select account_id, client_order_id, order_id from orders
union all
select account_id, client_order_id, null from order_refusals;

alter table orders drop constraint uq_orders_account_id_client_order_id;

drop view invariant_order_names_mean_one_order;

create view invariant_order_names_are_whole as
select account_id, client_order_id, o.order_id, n.order_id as named_order_id
from orders o
left join order_names n using (account_id, client_order_id)
where n.order_id is distinct from o.order_id
union all
select account_id, client_order_id, null, n.order_id
from order_refusals r
left join order_names n using (account_id, client_order_id)
where n.account_id is null or n.order_id is not null
union all
select n.account_id, n.client_order_id, o.order_id, n.order_id
from order_names n
left join orders o on o.order_id = n.order_id and o.account_id = n.account_id
where n.order_id is not null and o.order_id is null;
