-- A new high would write a row for each trailing stop that follows it. Instead the book tells the price that they follow, once, in an event of order_events that is about no order
-- (order_id without a sequence, account 0), and where a trigger is now is worked out from the order's last event and the best price that was followed since.
-- This table is what still matters of those events: a better price outdoes all before it, so that the rows of a kind get worse the later they came, and the first one after an event is the
-- best since then. Sides and trigger sources are those of the vocabulary (side 1 buy, 2 sell; source 0 last trade, 1 mark price, 2 best price of the other side).
create table followed_prices (
  instrument_id integer not null,
  trigger_source smallint not null,
  side smallint not null,
  price_ticks bigint not null,
  sequence bigint not null,
  constraint pk_followed_prices primary key (instrument_id, trigger_source, side, price_ticks),
  constraint uq_followed_prices_sequence unique (instrument_id, trigger_source, side, sequence)
);

-- Ticks by which trigger price and price of an order have moved since its last event; 0 for all but trailing ones that wait. The rule of docs/matching.md: no further than legal prices go.
create function trailed_ticks(o orders) returns bigint
language sql stable
as $$
  select coalesce(max(d.sign * greatest(0, least(d.asked, d.bound) - d.trigger)), 0)
  from (
    select k.sign, k.trigger, k.highest - greatest(0, k.price - k.trigger) as bound,
      k.reference - coalesce((o.instructions ->> 'trail')::bigint, ceil(abs(k.reference)::numeric * (o.instructions ->> 'trailBp')::bigint / 10000)::bigint) as asked
    from (
      select s.sign, s.sign * f.price_ticks as reference, s.sign * (o.instructions ->> 'stop')::bigint as trigger, s.sign * o.price_ticks as price,
        case when o.side = 2 or (i.allows_negative_prices and i.kind = 2) then 1000000000000000 else -1 end as highest
      from (select case o.side when 2 then 1 else -1 end as sign) s
      join instruments i on i.instrument_id = o.instrument_id
      cross join lateral (
        select price_ticks from followed_prices f
        where f.instrument_id = o.instrument_id and f.trigger_source = coalesce((o.instructions ->> 'src')::smallint, 0) and f.side = o.side and f.sequence > o.sequence
        order by f.sequence limit 1) f
      where o.order_type in (5, 6) and o.place = 3 and o.leaves_lots > 0
    ) k
  ) d
$$;

-- For people: the trailing stops that wait, with trigger price and price as they are now. The columns of orders are as of the order's last event.
create view trailing_stops as
select o.order_id, o.account_id, o.instrument_id, o.side, o.leaves_lots, (o.instructions ->> 'stop')::bigint + t.ticks as stop_ticks, o.price_ticks + t.ticks as price_ticks
from orders o
cross join lateral (select trailed_ticks(o) as ticks) t
where o.order_type in (5, 6) and o.place = 3 and o.leaves_lots > 0;

create view invariant_followed_prices_equal_events as
with told as (
  select instrument_id, coalesce((instructions ->> 'src')::smallint, 0) as trigger_source, side, sequence, price_ticks, case side when 2 then 1 else -1 end * price_ticks as rank
  from order_events
  where account_id = 0
),
best as (
  select t.*, max(rank) over (partition by instrument_id, trigger_source, side order by sequence rows between 1 following and unbounded following) as later
  from told t
)
select instrument_id, trigger_source, side, sequence, b.price_ticks as told_ticks, f.price_ticks as followed_ticks
from (select * from best where later is null or rank > later) b
full join followed_prices f using (instrument_id, trigger_source, side, sequence)
where b.price_ticks is distinct from f.price_ticks;
