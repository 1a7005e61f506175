-- Ticks in day partitions. There is no unique index: it would double the cost of a row, and the writer's watermark, moved in the same transaction, does its work.

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
) partition by range (ts);

-- Ascending, because appended keys fill its pages; a descending one is almost twice as large.
create index ix_ticks_instrument_id_ts on ticks (instrument_id, ts);

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
