-- What the books showed, once in an interval, in day partitions as ticks are. The levels of a snapshot stand in its row: it is there as a whole or not at all, and the key
-- lets two silos that hand a book over write the same interval without asking each other. The view market_depth has a row for each level.

create table depth_snapshots (
  -- When the interval begins.
  ts timestamptz not null,
  -- When the book looked like that: within the interval.
  taken_at timestamptz not null,
  book_sequence bigint not null,
  -- Best first; the three arrays of a side are of one length, empty when nobody is there.
  bid_ticks bigint[] not null,
  bid_lots bigint[] not null,
  bid_orders integer[] not null,
  ask_ticks bigint[] not null,
  ask_lots bigint[] not null,
  ask_orders integer[] not null,
  instrument_id integer not null,
  constraint pk_depth_snapshots primary key (instrument_id, ts)
) partition by range (ts);

-- Makes the partitions of these UTC days, where they are missing; as for ticks, readers and other writers go on meanwhile.
create function prepare_depth_days(first_day date, last_day date) returns void
language plpgsql as $function$
declare
  depth_day date;
  partition_name text;
begin
  perform pg_advisory_xact_lock(hashtext('prepare_depth_days'));
  for depth_day in select generated::date from generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') as generated loop
    partition_name := 'depth_snapshots_' || to_char(depth_day, 'YYYYMMDD');
    if to_regclass(partition_name) is null then
      execute format('create table %I (like depth_snapshots including all)', partition_name);
      execute format(
        'alter table depth_snapshots attach partition %I for values from (%L) to (%L)',
        partition_name, depth_day::timestamp at time zone 'utc', (depth_day + 1)::timestamp at time zone 'utc');
    end if;
  end loop;
end
$function$;

-- Drops the partitions that end at or before this UTC day begins, and says how many.
create function drop_depth_before(first_kept_day date) returns integer
language plpgsql as $function$
declare
  partition_name text;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('prepare_depth_days'));
  perform set_config('lock_timeout', '2s', true);
  for partition_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'depth_snapshots'::regclass and c.relname < 'depth_snapshots_' || to_char(first_kept_day, 'YYYYMMDD')
    order by 1
  loop
    execute format('drop table %I', partition_name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$function$;

-- A row for each level of each snapshot; a side that has fewer levels than the other has nulls there, and an empty book has no rows.
create view market_depth as
select d.ts, d.taken_at, d.instrument_id, d.book_sequence, l.level, l.bid_ticks, l.bid_lots, l.bid_orders, l.ask_ticks, l.ask_lots, l.ask_orders
from depth_snapshots d,
  lateral unnest(d.bid_ticks, d.bid_lots, d.bid_orders, d.ask_ticks, d.ask_lots, d.ask_orders)
    with ordinality as l (bid_ticks, bid_lots, bid_orders, ask_ticks, ask_lots, ask_orders, level);
