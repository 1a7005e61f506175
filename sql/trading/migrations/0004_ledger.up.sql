-- What the accounts write. The ledger is append-only and double entry; balances and positions are projections, written in the transaction of their postings.
-- A balance may be negative: a loss beyond the deposit must be bookable. Amounts are numeric without a fixed scale and a check, because numeric(n, 8) would round silently.
-- Ledger accounts below zero: -1 clearing, -2 fees, -3 the outside world.

create table ledger_transactions (
  account_id bigint not null,
  sequence bigint not null,
  kind smallint not null,
  reference text not null,
  booked_at timestamptz not null,
  constraint pk_ledger_transactions primary key (account_id, sequence),
  constraint uq_ledger_transactions_account_id_reference unique (account_id, reference),
  constraint fk_ledger_transactions_account_id foreign key (account_id) references accounts (account_id),
  constraint ck_ledger_transactions_kind check (kind in (1, 2, 3))
);

create trigger tr_ledger_transactions_append_only before update or delete or truncate on ledger_transactions execute function refuse_change();

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

create trigger tr_ledger_postings_append_only before update or delete or truncate on ledger_postings execute function refuse_change();

create table balances (
  account_id bigint not null,
  currency text not null,
  amount numeric not null,
  constraint pk_balances primary key (account_id, currency)
) with (fillfactor = 50);

create table positions (
  account_id bigint not null,
  instrument_id integer not null,
  lots bigint not null,
  cost numeric not null,
  realized_pnl numeric not null,
  constraint pk_positions primary key (account_id, instrument_id)
) with (fillfactor = 50);

create table settlements (
  account_id bigint not null,
  instrument_id integer not null,
  settled_sequence bigint not null,
  constraint pk_settlements primary key (account_id, instrument_id)
) with (fillfactor = 50);

-- Work that a killed silo left behind: accounts that have not settled all events of a book.
create view unsettled_accounts as
select b.account_id, b.instrument_id, coalesce(s.settled_sequence, 0) as settled_sequence, b.last_sequence
from book_accounts b
left join settlements s on s.account_id = b.account_id and s.instrument_id = b.instrument_id
where b.last_sequence > coalesce(s.settled_sequence, 0);
