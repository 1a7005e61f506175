-- Ticks in day partitions. There is no unique index: it would double the cost of a row, and the writer's watermark, moved in the same transaction, does its work.
-- The columns stand in the order that needs no padding: 72 bytes instead of 80.

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
) partition by range (ts);

-- Ascending, because appended keys fill its pages; a descending one is almost twice as large.
create index ix_ticks_instrument_id_ts on ticks (instrument_id, ts);

-- From when on ticks are kept: what is older was dropped, its candles remain.
create table tick_retention (
  one_row boolean not null default true,
  kept_from timestamptz not null default '-infinity',
  constraint pk_tick_retention primary key (one_row),
  constraint ck_tick_retention_one_row check (one_row)
);
insert into tick_retention default values;

-- Makes the partitions of these UTC days, where they are missing. Attaching a filled-in table lets readers and other writers go on, which creating a partition does not.
create function prepare_tick_days(first_day date, last_day date) returns void
language plpgsql as $function$
declare
  tick_day date;
  partition_name text;
begin
  -- One writer at a time; the others then find the partition.
  perform pg_advisory_xact_lock(hashtext('prepare_tick_days'));
  for tick_day in select generated::date from generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') as generated loop
    partition_name := 'ticks_' || to_char(tick_day, 'YYYYMMDD');
    if to_regclass(partition_name) is null then
      execute format('create table %I (like ticks including all)', partition_name);
      execute format(
        'alter table ticks attach partition %I for values from (%L) to (%L)',
        partition_name, tick_day::timestamp at time zone 'utc', (tick_day + 1)::timestamp at time zone 'utc');
    end if;
  end loop;
end
$function$;

-- Drops the partitions that end at or before this UTC day begins, and says how many.
create function drop_ticks_before(first_kept_day date) returns integer
language plpgsql as $function$
declare
  partition_name text;
  dropped integer := 0;
begin
  -- The same lock as making them, and a short wait for readers: the next round tries again.
  perform pg_advisory_xact_lock(hashtext('prepare_tick_days'));
  perform set_config('lock_timeout', '2s', true);
  for partition_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'ticks'::regclass and c.relname < 'ticks_' || to_char(first_kept_day, 'YYYYMMDD')
    order by 1
  loop
    execute format('drop table %I', partition_name);
    dropped := dropped + 1;
  end loop;
  update tick_retention set kept_from = greatest(kept_from, first_kept_day::timestamp at time zone 'utc');
  return dropped;
end
$function$;
