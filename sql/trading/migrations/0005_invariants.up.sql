-- Every row that one of these views returns is a defect, at any moment, on the live system too.

create view invariant_ledger_sums_to_zero as
select account_id, sequence, currency, sum(amount) as difference
from ledger_postings
group by account_id, sequence, currency
having sum(amount) <> 0;

create view invariant_ledger_has_no_gap as
select account_id, count(*) as transactions, max(sequence) as last_sequence
from ledger_transactions
group by account_id
having count(*) <> max(sequence) or min(sequence) <> 1;

create view invariant_ledger_lines_have_transactions as
select p.account_id, p.sequence
from ledger_postings p
left join ledger_transactions t using (account_id, sequence)
where t.account_id is null
union all
select t.account_id, t.sequence
from ledger_transactions t
where not exists (select from ledger_postings p where p.account_id = t.account_id and p.sequence = t.sequence);

create view invariant_balances_equal_postings as
select account_id, currency, b.amount as balance, p.amount as postings
from balances b
full join (
  select ledger_account_id as account_id, currency, sum(amount) as amount
  from ledger_postings
  where ledger_account_id > 0
  group by ledger_account_id, currency
) p using (account_id, currency)
where coalesce(b.amount, 0) <> coalesce(p.amount, 0);

-- A settled account's margined position is the sum of its trades up to the settled sequence.
create view invariant_positions_equal_trades as
with traded as (
  select e.account_id, e.instrument_id, sum(case e.side when 1 then e.last_lots else -e.last_lots end) as lots
  from order_events e
  join instruments i on i.instrument_id = e.instrument_id and i.kind = 2
  join settlements s on s.account_id = e.account_id and s.instrument_id = e.instrument_id and e.sequence <= s.settled_sequence
  where e.exec_type = 15
  group by e.account_id, e.instrument_id
)
select account_id, instrument_id, p.lots as position_lots, t.lots as traded_lots
from positions p
full join traded t using (account_id, instrument_id)
where coalesce(p.lots, 0) <> coalesce(t.lots, 0);

-- A settled spot trade delivered exactly its base units, once, and nothing was delivered without a trade.
create view invariant_deliveries_equal_trades as
with deliveries as (
  select t.account_id, t.reference, p.currency, p.amount
  from ledger_transactions t
  join ledger_postings p on p.account_id = t.account_id and p.sequence = t.sequence and p.ledger_account_id = t.account_id
  where t.kind = 3
),
spot_trades as (
  select e.account_id, 'trade:' || e.trade_id || ':' || case e.side when 1 then 'buy' else 'sell' end as reference, i.base_currency as currency,
    case e.side when 1 then 1 else -1 end * e.last_lots * i.quantity_increment * i.contract_size as amount
  from order_events e
  join instruments i on i.instrument_id = e.instrument_id and i.kind = 1
  join settlements s on s.account_id = e.account_id and s.instrument_id = e.instrument_id and e.sequence <= s.settled_sequence
  where e.exec_type = 15
),
spot_deliveries as (
  select d.account_id, d.reference, d.currency, sum(d.amount) as amount
  from deliveries d
  join instruments i on i.instrument_id = split_part(d.reference, ':', 2)::bigint >> 40 and i.kind = 1 and i.base_currency = d.currency
  group by d.account_id, d.reference, d.currency
)
select account_id, reference, currency, d.amount as delivered, t.amount as traded
from spot_deliveries d
full join spot_trades t using (account_id, reference, currency)
where d.amount is distinct from t.amount;

create view invariant_book_sequences_have_no_gap as
select h.stream_id as instrument_id, h.sequence as head, count(e.sequence) as events, max(e.sequence) as last_sequence
from stream_heads h
left join order_events e on e.instrument_id = h.stream_id
where h.stream_kind = 2
group by h.stream_id, h.sequence
having h.sequence <> count(e.sequence) or h.sequence <> coalesce(max(e.sequence), 0);

create view invariant_order_quantities_are_consistent as
select o.order_id, o.status, o.order_lots, o.cum_lots, o.leaves_lots, t.lots as traded_lots
from orders o
left join (select order_id, sum(last_lots) as lots from order_events where exec_type = 15 group by order_id) t using (order_id)
where o.cum_lots <> coalesce(t.lots, 0)
  or (o.status in (0, 1) and (o.leaves_lots = 0 or o.cum_lots + o.leaves_lots <> o.order_lots))
  or (o.status in (2, 4, 8) and o.leaves_lots <> 0)
  or (o.status = 2 and o.cum_lots <> o.order_lots)
  or (o.status = 0 and o.cum_lots <> 0);

create view invariant_orders_equal_last_events as
select o.order_id, o.sequence as order_sequence, e.sequence as event_sequence
from orders o
left join order_events e on e.instrument_id = o.instrument_id and e.sequence = o.sequence and e.order_id = o.order_id
where e.sequence is null
  or (e.status, e.cum_lots, e.leaves_lots, e.order_lots, e.price_ticks) is distinct from (o.status, o.cum_lots, o.leaves_lots, o.order_lots, o.price_ticks);

create view invariant_trades_equal_events as
select trade_id, t.lots, e.buy_lots, e.sell_lots
from trades t
full join (
  select trade_id, sum(last_lots) filter (where side = 1) as buy_lots, sum(last_lots) filter (where side = 2) as sell_lots, count(*) as events
  from order_events
  where exec_type = 15
  group by trade_id
) e using (trade_id)
where t.lots is distinct from e.buy_lots or t.lots is distinct from e.sell_lots or e.events <> 2;
