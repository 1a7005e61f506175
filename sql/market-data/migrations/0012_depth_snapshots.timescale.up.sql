-- What the books showed, once in an interval, in a hypertable with a chunk per day. The levels of a snapshot stand in its row: it is there as a whole or not at all, and the
-- key lets two silos that hand a book over write the same interval without asking each other. The view market_depth has a row for each level.

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
);

select create_hypertable('depth_snapshots', by_range('ts', interval '1 day'), create_default_indexes => false);

alter table depth_snapshots set (timescaledb.compress, timescaledb.compress_segmentby = 'instrument_id', timescaledb.compress_orderby = 'ts');
select add_compression_policy('depth_snapshots', compress_after => interval '7 days');

-- Chunks come by themselves; the plain flavour has partitions to make.
create function prepare_depth_days(first_day date, last_day date) returns void
language sql as $function$
$function$;

-- Drops the chunks that end at or before this UTC day begins, and says how many.
create function drop_depth_before(first_kept_day date) returns integer
language plpgsql as $function$
declare
  dropped integer;
begin
  perform set_config('lock_timeout', '2s', true);
  select count(*) into dropped from drop_chunks('depth_snapshots', older_than => first_kept_day::timestamp at time zone 'utc');
  return dropped;
end
$function$;

-- A row for each level of each snapshot; a side that has fewer levels than the other has nulls there, and an empty book has no rows.
create view market_depth as
select d.ts, d.taken_at, d.instrument_id, d.book_sequence, l.level, l.bid_ticks, l.bid_lots, l.bid_orders, l.ask_ticks, l.ask_lots, l.ask_orders
from depth_snapshots d,
  lateral unnest(d.bid_ticks, d.bid_lots, d.bid_orders, d.ask_ticks, d.ask_lots, d.ask_orders)
    with ordinality as l (bid_ticks, bid_lots, bid_orders, ask_ticks, ask_lots, ask_orders, level);
