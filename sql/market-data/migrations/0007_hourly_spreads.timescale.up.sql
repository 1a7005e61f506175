-- Spreads of the quotes that have both sides, by hour: a continuous aggregate of the minutes, refreshed as the candles are.

create materialized view aggregate_spreads_h1 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '1 hour', open_time) as open_time,
  sum(mid_count)::bigint as quote_count,
  sum(spread_sum)::bigint as spread_sum,
  min(spread_min) filter (where mid_count > 0) as spread_min,
  max(spread_max) filter (where mid_count > 0) as spread_max
from aggregate_m1
group by 1, time_bucket(interval '1 hour', open_time)
with no data;
create index ix_aggregate_spreads_h1_instrument_id_open_time on aggregate_spreads_h1 (instrument_id, open_time);

select add_continuous_aggregate_policy('aggregate_spreads_h1', start_offset => interval '4 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour');

create view spreads_h1 as
select instrument_id, open_time, quote_count, spread_sum as spread_sum_ticks, spread_min as spread_min_ticks, spread_max as spread_max_ticks
from aggregate_spreads_h1 where quote_count > 0;

create or replace procedure refresh_candles(from_time timestamptz, to_time timestamptz)
language plpgsql as $procedure$
declare
  kept_from timestamptz := (select r.kept_from from tick_retention r);
  frame text;
begin
  delete from running_candles where open_time < now() - interval '1 hour';
  call refresh_continuous_aggregate('aggregate_m1', nullif(greatest(from_time, kept_from), '-infinity'), least(to_time, date_trunc('minute', now())),
    options => '{"buckets_per_batch": 0}');
  foreach frame in array array['m5', 'm15', 'm30', 'h1', 'h4', 'd1', 'w1', 'mn', 'spreads_h1'] loop
    call refresh_continuous_aggregate(('aggregate_' || frame)::regclass, nullif(from_time, '-infinity'), least(to_time, date_trunc('minute', now())),
      options => '{"buckets_per_batch": 0}');
  end loop;
end
$procedure$;
