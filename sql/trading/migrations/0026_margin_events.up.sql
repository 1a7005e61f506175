-- Calls for margin and stop-outs of accounts, with every number that decided. Written in the account's own transactions, so that only its newest activation begins and ends one, and what
-- it began goes on after it. Numbered by account without a gap; the last row of a currency says where the account stands.
create table margin_events (
  account_id bigint not null,
  sequence bigint not null,
  currency text not null,
  kind smallint not null,
  equity numeric not null,
  initial_margin numeric not null,
  maintenance_margin numeric not null,
  happened_at timestamptz not null,
  positions jsonb not null,
  constraint pk_margin_events primary key (account_id, sequence),
  constraint fk_margin_events_account_id foreign key (account_id) references accounts (account_id),
  constraint ck_margin_events_sequence check (sequence > 0),
  constraint ck_margin_events_kind check (kind between 1 and 4),
  constraint ck_margin_events_stop_out check (kind <> 3 or equity < maintenance_margin),
  constraint ck_margin_events_positions check (jsonb_typeof(positions) = 'array')
);

comment on table margin_events is 'Calls for margin and stop-outs of accounts, with the numbers that decided.';
comment on column margin_events.sequence is '1 for the first of the account, and so on.';
comment on column margin_events.currency is 'Quote currency of the positions; all amounts are in it.';
comment on column margin_events.kind is '1 call began, 2 call ended, 3 stop-out began, 4 stop-out ended.';
comment on column margin_events.equity is 'Balance and open profit and loss.';
comment on column margin_events.positions is 'Array of {instrumentId, lots, markTicks, unrealizedPnl, isStale}: what the numbers were worked out from.';

create index ix_margin_events_stop_outs on margin_events (account_id, currency, sequence) where kind in (3, 4);

create trigger tr_margin_events_append_only before update or delete or truncate on margin_events execute function refuse_change();

create view invariant_margin_events_have_no_gap as
select account_id, count(*) as events, max(sequence) as last_sequence from margin_events group by account_id having count(*) <> max(sequence);

-- Accounts whose margin is gone, or was called, and what there is of them now.
create view margin_calls as
select a.account_id, a.name, e.currency, case e.kind when 1 then 'call' else 'stop_out' end as state, e.happened_at as since, e.equity, e.initial_margin, e.maintenance_margin
from accounts a
join lateral (select distinct on (currency) * from margin_events m where m.account_id = a.account_id order by currency, sequence desc) e on e.kind in (1, 3);

comment on view margin_calls is 'Accounts that are called for margin or being stopped out, with the numbers of that moment.';
