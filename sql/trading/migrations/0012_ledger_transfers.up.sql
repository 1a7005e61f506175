-- A ledger transaction's money stands in its own row. Each of its one to three transfers goes from a counter-account to the owner, or back when the amount is negative: one amount,
-- read twice, so that the postings sum to zero whatever is written. As rows of a table they were the dearest part of a commit: each had a header, a key and an index entry.
-- Programs from before write the table that is a view now: they must be stopped first.
create domain ledger_amount as numeric constraint ck_ledger_amount check (value <> 0 and scale(trim_scale(value)) <= 8);

alter table ledger_transactions
  add column counter_account_ids bigint[],
  add column currencies text[],
  add column amounts ledger_amount[];

-- Odd lines are the owner's, the next one is the counter-account's.
do $$
begin
  if exists (
    select
    from (select * from ledger_postings where line % 2 = 1) o
    full join (select * from ledger_postings where line % 2 = 0) c on c.account_id = o.account_id and c.sequence = o.sequence and c.line = o.line + 1
    where o.ledger_account_id is distinct from o.account_id or c.currency is distinct from o.currency or c.amount is distinct from -o.amount
  ) then
    raise exception 'there are postings that are no transfers between an account and a counter-account';
  end if;
end
$$;

alter table ledger_transactions disable trigger tr_ledger_transactions_append_only;

update ledger_transactions t set counter_account_ids = m.counter_account_ids, currencies = m.currencies, amounts = m.amounts
from (
  select account_id, sequence, array_agg(ledger_account_id order by line) as counter_account_ids, array_agg(currency order by line) as currencies,
    array_agg(-amount order by line) as amounts
  from ledger_postings
  where line % 2 = 0
  group by account_id, sequence
) m
where m.account_id = t.account_id and m.sequence = t.sequence;

alter table ledger_transactions enable trigger tr_ledger_transactions_append_only;

alter table ledger_transactions
  alter column counter_account_ids set not null,
  alter column currencies set not null,
  alter column amounts set not null,
  add constraint ck_ledger_transactions_transfers check (
    cardinality(amounts) > 0 and cardinality(counter_account_ids) = cardinality(amounts) and cardinality(currencies) = cardinality(amounts)
    and array_position(amounts, null) is null and array_position(counter_account_ids, null) is null and array_position(currencies, null) is null);

drop view invariant_deliveries_equal_trades;
drop view invariant_balances_equal_postings;
drop view invariant_ledger_lines_have_transactions;
drop view invariant_ledger_sums_to_zero;
drop table ledger_postings;

create view ledger_postings as
select t.account_id, t.sequence, (2 * m.number - 1 + s.side)::smallint as line,
  case s.side when 0 then t.account_id else m.counter_account_id end as ledger_account_id, m.currency,
  case s.side when 0 then m.amount::numeric else -m.amount::numeric end as amount
from ledger_transactions t
cross join lateral unnest(t.counter_account_ids, t.currencies, t.amounts) with ordinality m (counter_account_id, currency, amount, number)
cross join (values (0), (1)) s (side);

create view invariant_ledger_sums_to_zero as
select account_id, sequence, currency, sum(amount) as difference
from ledger_postings
group by account_id, sequence, currency
having sum(amount) <> 0;

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
