-- Ticks as a hypertable with a chunk per day. There is no unique index: it would double the cost of a row and rule out compressed ingestion, and the writer's
-- watermark, moved in the same transaction, does its work.

create extension if not exists timescaledb;

create table ticks (
  instrument_id integer not null,
  ts timestamptz not null,
  provider_id smallint not null,
  kind smallint not null,
  sequence bigint not null,
  bid_ticks bigint not null,
  bid_lots bigint not null,
  ask_ticks bigint not null,
  ask_lots bigint not null,
  last_ticks bigint not null,
  last_lots bigint not null
);

select create_hypertable('ticks', by_range('ts', interval '1 day'), create_default_indexes => false);

create index ix_ticks_instrument_id_ts on ticks (instrument_id, ts);

-- Chunks come by themselves; the plain flavour has partitions to make.
create function prepare_tick_days(first_day date, last_day date) returns void
language sql as $function$
$function$;
