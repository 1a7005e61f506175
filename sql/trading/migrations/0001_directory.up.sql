-- Who trades, on which accounts, and what: the reference data of the trading database.

create table users (
  user_id bigint generated always as identity,
  user_name text not null,
  password_hash text not null,
  role smallint not null,
  created_at timestamptz not null default now(),
  constraint pk_users primary key (user_id),
  constraint uq_users_user_name unique (user_name),
  constraint ck_users_user_name check (user_name = lower(user_name) and length(user_name) between 1 and 64),
  constraint ck_users_role check (role between 1 and 3)
);

create table accounts (
  account_id bigint generated always as identity,
  user_id bigint not null,
  name text not null,
  status smallint not null default 1,
  created_at timestamptz not null default now(),
  constraint pk_accounts primary key (account_id),
  constraint fk_accounts_user_id foreign key (user_id) references users (user_id),
  constraint ck_accounts_name check (length(name) between 1 and 64),
  constraint ck_accounts_status check (status in (1, 2))
);

create index ix_accounts_user_id on accounts (user_id);

create table instruments (
  instrument_id integer not null,
  symbol text not null,
  kind smallint not null,
  base_currency text not null,
  quote_currency text not null,
  price_increment numeric not null,
  quantity_increment numeric not null,
  contract_size numeric not null,
  min_lots bigint not null,
  max_lots bigint not null,
  initial_margin_rate numeric not null,
  maintenance_margin_rate numeric not null,
  maker_fee_rate numeric not null,
  taker_fee_rate numeric not null,
  allows_negative_prices boolean not null,
  created_at timestamptz not null default now(),
  constraint pk_instruments primary key (instrument_id),
  constraint uq_instruments_symbol unique (symbol),
  constraint ck_instruments_instrument_id check (instrument_id between 1 and 8191),
  constraint ck_instruments_symbol check (symbol ~ '^[A-Z0-9./-]{1,24}$'),
  constraint ck_instruments_kind check (kind in (1, 2)),
  constraint ck_instruments_currencies check (base_currency ~ '^[A-Z0-9]{1,12}$' and quote_currency ~ '^[A-Z0-9]{1,12}$' and base_currency <> quote_currency),
  constraint ck_instruments_increments check (price_increment > 0 and quantity_increment > 0 and contract_size > 0),
  constraint ck_instruments_lots check (min_lots between 1 and max_lots),
  constraint ck_instruments_margin_rates check (0 < maintenance_margin_rate and maintenance_margin_rate <= initial_margin_rate and initial_margin_rate <= 1),
  constraint ck_instruments_fee_rates check (maker_fee_rate between 0 and 1 and taker_fee_rate between 0 and 1)
);
