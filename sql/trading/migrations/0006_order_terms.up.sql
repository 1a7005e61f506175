-- Orders that ask for more than a price: where they wait, what they show, why something happened to them, and all else they ask.
-- Numbers are those of the vocabulary: place 0 nowhere, 1 aggressing, 2 book, 3 trigger, 4 held; exec_type also 12 expired, 13 restated, 21 triggered; status also 12 expired.
-- Rows from before say 'book' by default, which is right for all that were open; that a closed order is nowhere is told by leaves_lots = 0 as well, so that the
-- append-only events need not be written again.

alter table orders
  add column place smallint not null default 0,
  add column displayed_lots bigint,
  add column reason smallint not null default 0,
  add column instructions jsonb,
  add constraint ck_orders_place check (place between 0 and 4);

update orders set place = 2 where leaves_lots > 0;
alter table orders alter column place set default 2;

alter table order_events
  add column place smallint not null default 2,
  add column displayed_lots bigint,
  add column reason smallint not null default 0,
  add column is_auction boolean not null default false,
  add column instructions jsonb;

alter table order_refusals
  add column instructions jsonb,
  add column limit_offset_ticks bigint;

-- Names that an order had before an amendment gave it another one: they still find it and are never used again. Most orders keep their first name and have no row.
create table order_names (
  account_id bigint not null,
  client_order_id text not null,
  order_id bigint not null,
  constraint pk_order_names primary key (account_id, client_order_id)
);

-- What an account's trades in a book sum up to, written with them: a book asks it for reduce-only orders without reading its events.
alter table book_accounts add column position_lots bigint not null default 0;

update book_accounts b set position_lots = t.lots
from (
  select instrument_id, account_id, sum(case side when 1 then last_lots else -last_lots end) as lots
  from order_events
  where exec_type = 15
  group by instrument_id, account_id
) t
where t.instrument_id = b.instrument_id and t.account_id = b.account_id;

-- An auction's trades have no aggressor.
alter table trades add constraint ck_trades_aggressor_side check (aggressor_side between 0 and 2);

create or replace view invariant_order_quantities_are_consistent as
select o.order_id, o.status, o.order_lots, o.cum_lots, o.leaves_lots, t.lots as traded_lots
from orders o
left join (select order_id, sum(last_lots) as lots from order_events where exec_type = 15 group by order_id) t using (order_id)
where o.cum_lots <> coalesce(t.lots, 0)
  or (o.status in (0, 1) and (o.leaves_lots = 0 or o.cum_lots + o.leaves_lots <> o.order_lots))
  or (o.status in (2, 4, 8, 12) and o.leaves_lots <> 0)
  or (o.status = 2 and o.cum_lots <> o.order_lots)
  or (o.status = 0 and o.cum_lots <> 0)
  or (o.leaves_lots > 0 and (o.place not in (2, 3, 4) or o.displayed_lots not between 1 and o.leaves_lots));

create or replace view invariant_orders_equal_last_events as
select o.order_id, o.sequence as order_sequence, e.sequence as event_sequence
from orders o
left join order_events e on e.instrument_id = o.instrument_id and e.sequence = o.sequence and e.order_id = o.order_id
where e.sequence is null
  or (e.status, e.cum_lots, e.leaves_lots, e.order_lots, e.price_ticks, e.client_order_id, e.reason)
    is distinct from (o.status, o.cum_lots, o.leaves_lots, o.order_lots, o.price_ticks, o.client_order_id, o.reason)
  or (o.leaves_lots > 0 and (e.place, e.displayed_lots, e.instructions) is distinct from (o.place, o.displayed_lots, o.instructions));

-- A name means one order of its account for ever, also when that order has another name now, or was refused.
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

create view invariant_book_positions_equal_trades as
select instrument_id, account_id, b.position_lots, t.lots as traded_lots
from book_accounts b
full join (
  select instrument_id, account_id, sum(case side when 1 then last_lots else -last_lots end) as lots
  from order_events
  where exec_type = 15
  group by instrument_id, account_id
) t using (instrument_id, account_id)
where coalesce(b.position_lots, 0) <> coalesce(t.lots, 0);

-- An order's id is the sequence of its first event, which is how a repeated request finds what was first asked.
create view invariant_orders_begin_with_their_ids as
select o.order_id
from orders o
left join order_events e on e.instrument_id = o.instrument_id and e.sequence = o.order_id & ((1::bigint << 40) - 1) and e.order_id = o.order_id
where e.sequence is null or e.exec_type not in (0, 8);
