drop view invariant_order_names_are_whole;

alter table orders add constraint uq_orders_account_id_client_order_id unique (account_id, client_order_id);

delete from order_names n where n.order_id is null or exists (select from orders o where o.order_id = n.order_id and o.client_order_id = n.client_order_id);
alter table order_names alter column order_id set not null;

create view invariant_order_names_mean_one_order as
select account_id, client_order_id, count(distinct order_id) as orders
from (
  select account_id, client_order_id, order_id from orders
  union all
  select account_id, client_order_id, order_id from order_names
  union all
  select account_id, client_order_id, 0 from order_refusals
) n
group by account_id, client_order_id
having count(distinct order_id) > 1;
