drop view invariant_orders_begin_with_their_ids;
drop view invariant_book_positions_equal_trades;
drop view invariant_order_names_mean_one_order;

create or replace view invariant_orders_equal_last_events as
select o.order_id, o.sequence as order_sequence, e.sequence as event_sequence
from orders o
left join order_events e on e.instrument_id = o.instrument_id and e.sequence = o.sequence and e.order_id = o.order_id
where e.sequence is null
  or (e.status, e.cum_lots, e.leaves_lots, e.order_lots, e.price_ticks) is distinct from (o.status, o.cum_lots, o.leaves_lots, o.order_lots, o.price_ticks);

create or replace view invariant_order_quantities_are_consistent as
select o.order_id, o.status, o.order_lots, o.cum_lots, o.leaves_lots, t.lots as traded_lots
from orders o
left join (select order_id, sum(last_lots) as lots from order_events where exec_type = 15 group by order_id) t using (order_id)
where o.cum_lots <> coalesce(t.lots, 0)
  or (o.status in (0, 1) and (o.leaves_lots = 0 or o.cum_lots + o.leaves_lots <> o.order_lots))
  or (o.status in (2, 4, 8) and o.leaves_lots <> 0)
  or (o.status = 2 and o.cum_lots <> o.order_lots)
  or (o.status = 0 and o.cum_lots <> 0);

alter table trades drop constraint ck_trades_aggressor_side;
alter table book_accounts drop column position_lots;
drop table order_names;

alter table order_refusals
  drop column limit_offset_ticks,
  drop column instructions;

alter table order_events
  drop column instructions,
  drop column is_auction,
  drop column reason,
  drop column displayed_lots,
  drop column place;

alter table orders
  drop constraint ck_orders_place,
  drop column instructions,
  drop column reason,
  drop column displayed_lots,
  drop column place;
