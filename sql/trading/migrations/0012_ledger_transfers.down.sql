drop view invariant_deliveries_equal_trades;
drop view invariant_balances_equal_postings;
drop view invariant_ledger_sums_to_zero;
alter view ledger_postings rename to transfers;

create table ledger_postings (
  account_id bigint not null,
  sequence bigint not null,
  line smallint not null,
  ledger_account_id bigint not null,
  currency text not null,
  amount numeric not null,
  constraint pk_ledger_postings primary key (account_id, sequence, line),
  constraint ck_ledger_postings_amount check (amount <> 0 and scale(trim_scale(amount)) <= 8)
);

insert into ledger_postings (account_id, sequence, line, ledger_account_id, currency, amount)
select account_id, sequence, line, ledger_account_id, currency, amount from transfers;

create trigger tr_ledger_postings_append_only before update or delete or truncate on ledger_postings execute function refuse_change();

drop view transfers;
alter table ledger_transactions
  drop constraint ck_ledger_transactions_transfers,
  drop column amounts,
  drop column currencies,
  drop column counter_account_ids;
drop domain ledger_amount;

create view invariant_ledger_sums_to_zero as
select account_id, sequence, currency, sum(amount) as difference
from ledger_postings
group by account_id, sequence, currency
having sum(amount) <> 0;

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
