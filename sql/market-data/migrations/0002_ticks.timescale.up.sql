-- Ticks as a hypertable with a chunk per day. There is no unique index: it would double the cost of a row and rule out compressed ingestion, and the writer's
-- watermark, moved in the same transaction, does its work. The columns stand in the order that needs no padding.

create extension if not exists timescaledb;

create table ticks (
  ts timestamptz not null,
  sequence bigint not null,
  bid_ticks bigint not null,
  bid_lots bigint not null,
  ask_ticks bigint not null,
  ask_lots bigint not null,
  last_ticks bigint not null,
  last_lots bigint not null,
  instrument_id integer not null,
  provider_id smallint not null,
  kind smallint not null
);

select create_hypertable('ticks', by_range('ts', interval '1 day'), create_default_indexes => false);

create index ix_ticks_instrument_id_ts on ticks (instrument_id, ts);

-- The refresh of candles reads stretches of time of all instruments; without this index it scans the chunk for each of them.
create index ix_ticks_ts on ticks using brin (ts) with (pages_per_range = 32);

alter table ticks set (
  timescaledb.compress, timescaledb.compress_segmentby = 'instrument_id', timescaledb.compress_orderby = 'ts, provider_id, kind, sequence');
select add_compression_policy('ticks', compress_after => interval '7 days');

-- From when on ticks are kept: what is older was dropped, its candles remain.
create table tick_retention (
  one_row boolean not null default true,
  kept_from timestamptz not null default '-infinity',
  constraint pk_tick_retention primary key (one_row),
  constraint ck_tick_retention_one_row check (one_row)
);
insert into tick_retention default values;

-- Chunks come by themselves; the plain flavour has partitions to make.
create function prepare_tick_days(first_day date, last_day date) returns void
language sql as $function$
$function$;

-- Drops the chunks that end at or before this UTC day begins, and says how many. Refresh the candles of what goes before: refresh_candles.
create function drop_ticks_before(first_kept_day date) returns integer
language plpgsql as $function$
declare
  dropped integer;
begin
  perform set_config('lock_timeout', '2s', true);
  select count(*) into dropped from drop_chunks('ticks', older_than => first_kept_day::timestamp at time zone 'utc');
  update tick_retention set kept_from = greatest(kept_from, first_kept_day::timestamp at time zone 'utc');
  return dropped;
end
$function$;
