-- Positions were proven by lots alone: cost and realised profit could be anything. What follows from trades is compared with what accounts have, in money.

-- Each side of a margined trade with its signed value in quote currency, rounded down as accounts do it, and whether its account has settled it.
create view margined_trades as
select e.instrument_id, e.sequence, e.account_id, e.trade_id, e.last_ticks, d.sign * e.last_lots as lots,
  d.sign * floor(e.last_ticks::numeric * e.last_lots * i.price_increment * i.quantity_increment * i.contract_size * 100000000) / 100000000 as value,
  e.sequence <= coalesce(s.settled_sequence, 0) as is_settled
from order_events e
join instruments i on i.instrument_id = e.instrument_id and i.kind = 2
left join settlements s on s.account_id = e.account_id and s.instrument_id = e.instrument_id
cross join lateral (select case e.side when 1 then 1 else -1 end as sign) d
where e.exec_type = 15;

-- What rounding leaves stays in the cost, so this is exact after any trades: cost less realised profit is the value of what was bought less that of what was sold.
create view invariant_position_values_equal_trades as
select account_id, instrument_id, p.cost, p.realized_pnl, t.value as traded_value
from positions p
full join (select account_id, instrument_id, sum(value) as value from margined_trades where is_settled group by account_id, instrument_id) t using (account_id, instrument_id)
where coalesce(p.cost - p.realized_pnl, 0) <> coalesce(t.value, 0);

-- Of the two, the cost alone: nothing when flat, else between the lowest and the highest price that the account traded at. Each trade may leave its rounding.
create view invariant_entries_are_within_trades as
select p.account_id, p.instrument_id, p.lots, p.cost, t.lowest_ticks, t.highest_ticks
from positions p
join instruments i using (instrument_id)
left join (
  select account_id, instrument_id, min(last_ticks) as lowest_ticks, max(last_ticks) as highest_ticks, count(*) as trades
  from margined_trades
  where is_settled
  group by account_id, instrument_id
) t using (account_id, instrument_id)
cross join lateral (select p.lots * i.price_increment * i.quantity_increment * i.contract_size as ticks_worth) w
where case p.lots
  when 0 then p.cost <> 0
  else (p.cost between least(w.ticks_worth * t.lowest_ticks, w.ticks_worth * t.highest_ticks) - t.trades * 0.00000002
    and greatest(w.ticks_worth * t.lowest_ticks, w.ticks_worth * t.highest_ticks) + t.trades * 0.00000002) is not true
end;

-- And the realised profit alone: it is what trades of the instrument moved between the account and clearing.
create view invariant_realized_profits_are_booked as
select account_id, instrument_id, p.realized_pnl, b.amount as booked
from positions p
full join (
  select t.account_id, i.instrument_id, sum(m.amount) as amount
  from ledger_transactions t
  join instruments i on i.instrument_id = split_part(t.reference, ':', 2)::bigint >> 40 and i.kind = 2
  cross join lateral unnest(t.counter_account_ids, t.currencies, t.amounts) m (counter_account_id, currency, amount)
  where t.kind = 3 and m.counter_account_id = -1 and m.currency = i.quote_currency
  group by t.account_id, i.instrument_id
) b using (account_id, instrument_id)
where coalesce(p.realized_pnl, 0) <> coalesce(b.amount, 0);

-- Both sides of every trade are of one size and value. What is not settled yet is taken from the trades.
create view invariant_positions_sum_to_zero as
select instrument_id, sum(lots) as lots, sum(value) as value
from (
  select instrument_id, lots, cost - realized_pnl as value from positions
  union all
  select instrument_id, lots, value from margined_trades where not is_settled
) p
group by instrument_id
having sum(lots) <> 0 or sum(value) <> 0;

-- A settled spot trade is paid for with exactly its value, by the buyer and to the seller.
create view invariant_payments_equal_trades as
with paid as (
  select t.account_id, t.reference, sum(m.amount) as amount
  from ledger_transactions t
  join instruments i on i.instrument_id = split_part(t.reference, ':', 2)::bigint >> 40 and i.kind = 1
  cross join lateral unnest(t.counter_account_ids, t.currencies, t.amounts) m (counter_account_id, currency, amount)
  where t.kind = 3 and m.counter_account_id = -1 and m.currency = i.quote_currency
  group by t.account_id, t.reference
),
traded as (
  select e.account_id, 'trade:' || e.trade_id || ':' || case e.side when 1 then 'buy' else 'sell' end as reference,
    case e.side when 1 then -1 else 1 end * floor(e.last_ticks::numeric * e.last_lots * i.price_increment * i.quantity_increment * i.contract_size * 100000000) / 100000000 as amount
  from order_events e
  join instruments i on i.instrument_id = e.instrument_id and i.kind = 1
  join settlements s on s.account_id = e.account_id and s.instrument_id = e.instrument_id and e.sequence <= s.settled_sequence
  where e.exec_type = 15
)
select account_id, reference, p.amount as paid, t.amount as traded
from paid p
full join traded t using (account_id, reference)
where coalesce(p.amount, 0) <> coalesce(t.amount, 0);

-- A trade is what both of its events say: price, time, and whose orders.
create view invariant_trades_have_the_terms_of_their_events as
select t.trade_id, e.sequence
from trades t
join order_events e on e.trade_id = t.trade_id and e.exec_type = 15
where (t.instrument_id, t.price_ticks, t.traded_at) is distinct from (e.instrument_id, e.last_ticks, e.event_at)
  or (e.side = 1 and (t.buy_order_id, t.buy_account_id, t.sell_order_id, t.sell_account_id) is distinct from (e.order_id, e.account_id, e.contra_order_id, e.contra_account_id))
  or (e.side = 2 and (t.sell_order_id, t.sell_account_id, t.buy_order_id, t.buy_account_id) is distinct from (e.order_id, e.account_id, e.contra_order_id, e.contra_account_id));

-- An order's average price is that of its trades.
create view invariant_order_values_equal_trades as
select o.order_id, o.cum_tick_lots, t.tick_lots as traded_tick_lots
from orders o
left join (select order_id, sum(last_ticks::numeric * last_lots) as tick_lots from order_events where exec_type = 15 group by order_id) t using (order_id)
where o.cum_tick_lots <> coalesce(t.tick_lots, 0);

-- No account has settled more than a book has told it, and a book remembers what it has told.
create view invariant_settlements_follow_events as
select account_id, instrument_id, s.settled_sequence, b.last_sequence, e.last_sequence as last_event
from settlements s
full join book_accounts b using (account_id, instrument_id)
full join (select account_id, instrument_id, max(sequence) as last_sequence from order_events group by account_id, instrument_id) e using (account_id, instrument_id)
where b.last_sequence is distinct from e.last_sequence or s.settled_sequence > coalesce(e.last_sequence, 0);
