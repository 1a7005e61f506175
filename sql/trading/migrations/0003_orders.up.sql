-- What the books write. orders is the present state, one row per order; order_events is the append-only source that rebuilds it; trades has both sides.
-- Numbers of enumerations are those of the vocabulary (side 1 buy, 2 sell; exec_type 0 new, 4 canceled, 5 replaced, 8 rejected, 15 trade; status as in FIX 39).

create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'RX002';
end
$$;

create table orders (
  order_id bigint not null,
  account_id bigint not null,
  client_order_id text not null,
  instrument_id integer not null,
  side smallint not null,
  order_type smallint not null,
  time_in_force smallint not null,
  price_ticks bigint not null,
  order_lots bigint not null,
  cum_lots bigint not null,
  leaves_lots bigint not null,
  cum_tick_lots numeric not null,
  status smallint not null,
  reject_reason smallint not null,
  priority_sequence bigint not null,
  sequence bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint pk_orders primary key (order_id),
  constraint uq_orders_account_id_client_order_id unique (account_id, client_order_id),
  constraint fk_orders_account_id foreign key (account_id) references accounts (account_id),
  constraint fk_orders_instrument_id foreign key (instrument_id) references instruments (instrument_id),
  constraint ck_orders_lots check (order_lots > 0 and cum_lots >= 0 and leaves_lots >= 0 and cum_lots + leaves_lots <= order_lots)
) with (fillfactor = 80);

create index ix_orders_open_by_instrument on orders (instrument_id, priority_sequence) where leaves_lots > 0;
create index ix_orders_open_by_account on orders (account_id) where leaves_lots > 0;
create index ix_orders_account_id_created_at on orders (account_id, created_at);

create table order_events (
  instrument_id integer not null,
  sequence bigint not null,
  account_id bigint not null,
  order_id bigint not null,
  client_order_id text not null,
  exec_type smallint not null,
  side smallint not null,
  order_type smallint not null,
  time_in_force smallint not null,
  price_ticks bigint not null,
  order_lots bigint not null,
  cum_lots bigint not null,
  leaves_lots bigint not null,
  cum_tick_lots numeric not null,
  status smallint not null,
  reject_reason smallint not null,
  priority_sequence bigint not null,
  created_at timestamptz not null,
  event_at timestamptz not null,
  trade_id bigint not null,
  last_ticks bigint not null,
  last_lots bigint not null,
  contra_order_id bigint not null,
  contra_account_id bigint not null,
  is_aggressor boolean not null,
  constraint pk_order_events primary key (instrument_id, sequence)
);

create index ix_order_events_account_id_instrument_id_sequence on order_events (account_id, instrument_id, sequence);
create trigger tr_order_events_append_only before update or delete or truncate on order_events execute function refuse_change();

create table trades (
  trade_id bigint not null,
  instrument_id integer not null,
  price_ticks bigint not null,
  lots bigint not null,
  buy_order_id bigint not null,
  sell_order_id bigint not null,
  buy_account_id bigint not null,
  sell_account_id bigint not null,
  aggressor_side smallint not null,
  traded_at timestamptz not null,
  constraint pk_trades primary key (trade_id),
  constraint ck_trades_lots check (lots > 0)
);

create trigger tr_trades_append_only before update or delete or truncate on trades execute function refuse_change();

-- Last event of each account in each book: with settlements it tells what is unsettled without reading events.
create table book_accounts (
  instrument_id integer not null,
  account_id bigint not null,
  last_sequence bigint not null,
  constraint pk_book_accounts primary key (instrument_id, account_id)
) with (fillfactor = 50);

create index ix_book_accounts_account_id on book_accounts (account_id);

-- Orders that the account refused before any book saw them: their client order ids are taken as well.
create table order_refusals (
  account_id bigint not null,
  client_order_id text not null,
  instrument_id integer not null,
  side smallint not null,
  order_type smallint not null,
  time_in_force smallint not null,
  price_ticks bigint,
  order_lots bigint not null,
  reject_reason smallint not null,
  detail text,
  refused_at timestamptz not null,
  constraint pk_order_refusals primary key (account_id, client_order_id)
);

create index ix_order_refusals_account_id_refused_at on order_refusals (account_id, refused_at);
