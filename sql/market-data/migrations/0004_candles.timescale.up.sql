-- Candles as continuous aggregates, each frame from the one below. They are real-time: the newest candle has the newest tick. A tick that comes later than the last
-- refresh of its minute shows after the next one (a minute for recent ticks; refresh_candles for any). The frames of a day and more go by UTC and serve instruments without a schedule;
-- an aggregate has one time zone for all rows, so the trading days of the others are made of hours and minutes by the function candles.
-- Prices of mid are bid + ask: half ticks.

-- The order of ticks as bytes, because first and last order by one value. Right within a minute of any time since 1970 on either side of 2000.
create function tick_position(ts timestamptz, provider_id smallint, sequence bigint) returns bytea
language sql immutable parallel safe as $function$
  select timestamptz_send(ts) || int2send(provider_id) || int8send(sequence)
$function$;

create materialized view aggregate_m1 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '1 minute', ts) as open_time,
  first(bid_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 1 and bid_lots > 0) as bid_open,
  max(bid_ticks) filter (where kind = 1 and bid_lots > 0) as bid_high,
  min(bid_ticks) filter (where kind = 1 and bid_lots > 0) as bid_low,
  last(bid_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 1 and bid_lots > 0) as bid_close,
  count(*) filter (where kind = 1 and bid_lots > 0) as bid_count,
  max(ts) filter (where kind = 1 and bid_lots > 0) as bid_ts,
  first(ask_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 1 and ask_lots > 0) as ask_open,
  max(ask_ticks) filter (where kind = 1 and ask_lots > 0) as ask_high,
  min(ask_ticks) filter (where kind = 1 and ask_lots > 0) as ask_low,
  last(ask_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 1 and ask_lots > 0) as ask_close,
  count(*) filter (where kind = 1 and ask_lots > 0) as ask_count,
  max(ts) filter (where kind = 1 and ask_lots > 0) as ask_ts,
  first(last_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 2) as trade_open,
  max(last_ticks) filter (where kind = 2) as trade_high,
  min(last_ticks) filter (where kind = 2) as trade_low,
  last(last_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 2) as trade_close,
  count(*) filter (where kind = 2) as trade_count,
  max(ts) filter (where kind = 2) as trade_ts,
  first(bid_ticks + ask_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0) as mid_open,
  max(bid_ticks + ask_ticks) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0) as mid_high,
  min(bid_ticks + ask_ticks) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0) as mid_low,
  last(bid_ticks + ask_ticks, tick_position(ts, provider_id, sequence)) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0) as mid_close,
  count(*) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0) as mid_count,
  max(ts) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0) as mid_ts,
  coalesce(sum(last_lots) filter (where kind = 2), 0)::bigint as trade_volume,
  coalesce(sum(ask_ticks - bid_ticks) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0), 0)::bigint as spread_sum,
  coalesce(min(ask_ticks - bid_ticks) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0), 0) as spread_min,
  coalesce(max(ask_ticks - bid_ticks) filter (where kind = 1 and bid_lots > 0 and ask_lots > 0), 0) as spread_max
from ticks
group by 1, 2
with no data;
create index ix_aggregate_m1_instrument_id_open_time on aggregate_m1 (instrument_id, open_time);

create materialized view aggregate_m5 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '5 minutes', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_m1
group by 1, time_bucket(interval '5 minutes', open_time)
with no data;
create index ix_aggregate_m5_instrument_id_open_time on aggregate_m5 (instrument_id, open_time);

create materialized view aggregate_m15 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '15 minutes', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_m5
group by 1, time_bucket(interval '15 minutes', open_time)
with no data;
create index ix_aggregate_m15_instrument_id_open_time on aggregate_m15 (instrument_id, open_time);

create materialized view aggregate_m30 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '30 minutes', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_m15
group by 1, time_bucket(interval '30 minutes', open_time)
with no data;
create index ix_aggregate_m30_instrument_id_open_time on aggregate_m30 (instrument_id, open_time);

create materialized view aggregate_h1 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '1 hour', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_m30
group by 1, time_bucket(interval '1 hour', open_time)
with no data;
create index ix_aggregate_h1_instrument_id_open_time on aggregate_h1 (instrument_id, open_time);

create materialized view aggregate_h4 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '4 hours', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_h1
group by 1, time_bucket(interval '4 hours', open_time)
with no data;
create index ix_aggregate_h4_instrument_id_open_time on aggregate_h4 (instrument_id, open_time);

create materialized view aggregate_d1 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '1 day', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_h4
group by 1, time_bucket(interval '1 day', open_time)
with no data;
create index ix_aggregate_d1_instrument_id_open_time on aggregate_d1 (instrument_id, open_time);

create materialized view aggregate_w1 with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '1 week', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_d1
group by 1, time_bucket(interval '1 week', open_time)
with no data;
create index ix_aggregate_w1_instrument_id_open_time on aggregate_w1 (instrument_id, open_time);

create materialized view aggregate_mn with (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) as
select
  instrument_id,
  time_bucket(interval '1 month', open_time) as open_time,
  first(bid_open, open_time) filter (where bid_count > 0) as bid_open,
  max(bid_high) as bid_high,
  min(bid_low) as bid_low,
  last(bid_close, open_time) filter (where bid_count > 0) as bid_close,
  sum(bid_count)::bigint as bid_count,
  first(ask_open, open_time) filter (where ask_count > 0) as ask_open,
  max(ask_high) as ask_high,
  min(ask_low) as ask_low,
  last(ask_close, open_time) filter (where ask_count > 0) as ask_close,
  sum(ask_count)::bigint as ask_count,
  first(trade_open, open_time) filter (where trade_count > 0) as trade_open,
  max(trade_high) as trade_high,
  min(trade_low) as trade_low,
  last(trade_close, open_time) filter (where trade_count > 0) as trade_close,
  sum(trade_count)::bigint as trade_count,
  first(mid_open, open_time) filter (where mid_count > 0) as mid_open,
  max(mid_high) as mid_high,
  min(mid_low) as mid_low,
  last(mid_close, open_time) filter (where mid_count > 0) as mid_close,
  sum(mid_count)::bigint as mid_count,
  sum(trade_volume)::bigint as trade_volume
from aggregate_d1
group by 1, time_bucket(interval '1 month', open_time)
with no data;
create index ix_aggregate_mn_instrument_id_open_time on aggregate_mn (instrument_id, open_time);

-- The window of the minutes stays inside the shortest retention of ticks: a refresh over dropped ticks would take their candles away.
select add_continuous_aggregate_policy('aggregate_m1', start_offset => interval '3 days', end_offset => interval '1 minute', schedule_interval => interval '1 minute');
select add_continuous_aggregate_policy('aggregate_m5', start_offset => interval '3 days', end_offset => interval '5 minutes', schedule_interval => interval '5 minutes');
select add_continuous_aggregate_policy('aggregate_m15', start_offset => interval '3 days', end_offset => interval '15 minutes', schedule_interval => interval '15 minutes');
select add_continuous_aggregate_policy('aggregate_m30', start_offset => interval '3 days', end_offset => interval '30 minutes', schedule_interval => interval '30 minutes');
select add_continuous_aggregate_policy('aggregate_h1', start_offset => interval '4 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour');
select add_continuous_aggregate_policy('aggregate_h4', start_offset => interval '5 days', end_offset => interval '4 hours', schedule_interval => interval '1 hour');
select add_continuous_aggregate_policy('aggregate_d1', start_offset => interval '7 days', end_offset => interval '1 day', schedule_interval => interval '6 hours');
select add_continuous_aggregate_policy('aggregate_w1', start_offset => interval '28 days', end_offset => interval '7 days', schedule_interval => interval '1 day');
select add_continuous_aggregate_policy('aggregate_mn', start_offset => interval '120 days', end_offset => interval '31 days', schedule_interval => interval '1 day');

create view candles_m1 as
select instrument_id, 1::smallint as price_kind, open_time, bid_open as open_ticks, bid_high as high_ticks, bid_low as low_ticks, bid_close as close_ticks, 0::bigint as volume_lots, bid_count as tick_count from aggregate_m1 where bid_count > 0
union all
select instrument_id, 2::smallint as price_kind, open_time, ask_open as open_ticks, ask_high as high_ticks, ask_low as low_ticks, ask_close as close_ticks, 0::bigint as volume_lots, ask_count as tick_count from aggregate_m1 where ask_count > 0
union all
select instrument_id, 3::smallint as price_kind, open_time, trade_open as open_ticks, trade_high as high_ticks, trade_low as low_ticks, trade_close as close_ticks, trade_volume as volume_lots, trade_count as tick_count from aggregate_m1 where trade_count > 0
union all
select instrument_id, 4::smallint as price_kind, open_time, mid_open as open_ticks, mid_high as high_ticks, mid_low as low_ticks, mid_close as close_ticks, 0::bigint as volume_lots, mid_count as tick_count from aggregate_m1 where mid_count > 0;

create view candles_m5 as
select instrument_id, 1::smallint as price_kind, open_time, bid_open as open_ticks, bid_high as high_ticks, bid_low as low_ticks, bid_close as close_ticks, 0::bigint as volume_lots, bid_count as tick_count from aggregate_m5 where bid_count > 0
union all
select instrument_id, 2::smallint as price_kind, open_time, ask_open as open_ticks, ask_high as high_ticks, ask_low as low_ticks, ask_close as close_ticks, 0::bigint as volume_lots, ask_count as tick_count from aggregate_m5 where ask_count > 0
union all
select instrument_id, 3::smallint as price_kind, open_time, trade_open as open_ticks, trade_high as high_ticks, trade_low as low_ticks, trade_close as close_ticks, trade_volume as volume_lots, trade_count as tick_count from aggregate_m5 where trade_count > 0
union all
select instrument_id, 4::smallint as price_kind, open_time, mid_open as open_ticks, mid_high as high_ticks, mid_low as low_ticks, mid_close as close_ticks, 0::bigint as volume_lots, mid_count as tick_count from aggregate_m5 where mid_count > 0;

create view candles_m15 as
select instrument_id, 1::smallint as price_kind, open_time, bid_open as open_ticks, bid_high as high_ticks, bid_low as low_ticks, bid_close as close_ticks, 0::bigint as volume_lots, bid_count as tick_count from aggregate_m15 where bid_count > 0
union all
select instrument_id, 2::smallint as price_kind, open_time, ask_open as open_ticks, ask_high as high_ticks, ask_low as low_ticks, ask_close as close_ticks, 0::bigint as volume_lots, ask_count as tick_count from aggregate_m15 where ask_count > 0
union all
select instrument_id, 3::smallint as price_kind, open_time, trade_open as open_ticks, trade_high as high_ticks, trade_low as low_ticks, trade_close as close_ticks, trade_volume as volume_lots, trade_count as tick_count from aggregate_m15 where trade_count > 0
union all
select instrument_id, 4::smallint as price_kind, open_time, mid_open as open_ticks, mid_high as high_ticks, mid_low as low_ticks, mid_close as close_ticks, 0::bigint as volume_lots, mid_count as tick_count from aggregate_m15 where mid_count > 0;

create view candles_m30 as
select instrument_id, 1::smallint as price_kind, open_time, bid_open as open_ticks, bid_high as high_ticks, bid_low as low_ticks, bid_close as close_ticks, 0::bigint as volume_lots, bid_count as tick_count from aggregate_m30 where bid_count > 0
union all
select instrument_id, 2::smallint as price_kind, open_time, ask_open as open_ticks, ask_high as high_ticks, ask_low as low_ticks, ask_close as close_ticks, 0::bigint as volume_lots, ask_count as tick_count from aggregate_m30 where ask_count > 0
union all
select instrument_id, 3::smallint as price_kind, open_time, trade_open as open_ticks, trade_high as high_ticks, trade_low as low_ticks, trade_close as close_ticks, trade_volume as volume_lots, trade_count as tick_count from aggregate_m30 where trade_count > 0
union all
select instrument_id, 4::smallint as price_kind, open_time, mid_open as open_ticks, mid_high as high_ticks, mid_low as low_ticks, mid_close as close_ticks, 0::bigint as volume_lots, mid_count as tick_count from aggregate_m30 where mid_count > 0;

create view candles_h1 as
select instrument_id, 1::smallint as price_kind, open_time, bid_open as open_ticks, bid_high as high_ticks, bid_low as low_ticks, bid_close as close_ticks, 0::bigint as volume_lots, bid_count as tick_count from aggregate_h1 where bid_count > 0
union all
select instrument_id, 2::smallint as price_kind, open_time, ask_open as open_ticks, ask_high as high_ticks, ask_low as low_ticks, ask_close as close_ticks, 0::bigint as volume_lots, ask_count as tick_count from aggregate_h1 where ask_count > 0
union all
select instrument_id, 3::smallint as price_kind, open_time, trade_open as open_ticks, trade_high as high_ticks, trade_low as low_ticks, trade_close as close_ticks, trade_volume as volume_lots, trade_count as tick_count from aggregate_h1 where trade_count > 0
union all
select instrument_id, 4::smallint as price_kind, open_time, mid_open as open_ticks, mid_high as high_ticks, mid_low as low_ticks, mid_close as close_ticks, 0::bigint as volume_lots, mid_count as tick_count from aggregate_h1 where mid_count > 0;

create view candles_h4 as
select instrument_id, 1::smallint as price_kind, open_time, bid_open as open_ticks, bid_high as high_ticks, bid_low as low_ticks, bid_close as close_ticks, 0::bigint as volume_lots, bid_count as tick_count from aggregate_h4 where bid_count > 0
union all
select instrument_id, 2::smallint as price_kind, open_time, ask_open as open_ticks, ask_high as high_ticks, ask_low as low_ticks, ask_close as close_ticks, 0::bigint as volume_lots, ask_count as tick_count from aggregate_h4 where ask_count > 0
union all
select instrument_id, 3::smallint as price_kind, open_time, trade_open as open_ticks, trade_high as high_ticks, trade_low as low_ticks, trade_close as close_ticks, trade_volume as volume_lots, trade_count as tick_count from aggregate_h4 where trade_count > 0
union all
select instrument_id, 4::smallint as price_kind, open_time, mid_open as open_ticks, mid_high as high_ticks, mid_low as low_ticks, mid_close as close_ticks, 0::bigint as volume_lots, mid_count as tick_count from aggregate_h4 where mid_count > 0;

-- The frame as the names of the aggregates have it; null for other lengths.
create function frame_of(minutes integer) returns text
language sql immutable as $function$
  select case minutes when 1 then 'm1' when 5 then 'm5' when 15 then 'm15' when 30 then 'm30' when 60 then 'h1' when 240 then 'h4' when 1440 then 'd1' when 10080 then 'w1' when 43200 then 'mn' end
$function$;

-- Candles in UTC that open in [from_time, to_time), oldest first. With max_candles the first so many, or with newest the last so many. Without a lower bound a real-time
-- aggregate reads all it has, so the newest ones are looked for in longer and longer stretches.
create function fixed_candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer, from_time timestamptz, to_time timestamptz, max_candles bigint, newest boolean
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 500 as $function$
declare
  prefix constant text := (array['bid', 'ask', 'trade', 'mid'])[for_price_kind];
  query constant text := format(
    'select * from (
      select open_time, %1$s_open, %1$s_high, %1$s_low, %1$s_close, %2$s, %1$s_count from aggregate_%3$s
      where instrument_id = $1 and open_time >= $2 and open_time < $3 and %1$s_count > 0 order by open_time %4$s limit $4) chosen order by open_time',
    prefix, case prefix when 'trade' then 'trade_volume' else '0::bigint' end, frame_of(minutes), case when newest then 'desc' else 'asc' end);
  end_time constant timestamptz := least(to_time, now() + interval '1 day');
  stretch interval := make_interval(mins => minutes) * least(max_candles, 100000) * 2;
  start_time timestamptz;
  found bigint;
begin
  if newest and max_candles is not null and stretch is not null then
    while stretch < interval '30 years' loop
      start_time := greatest(from_time, end_time - stretch);
      execute 'select count(*) from (' || query || ') found' into found using for_instrument_id, start_time, end_time, max_candles;
      exit when found >= max_candles or start_time = from_time;
      stretch := stretch * 8;
    end loop;
    if stretch >= interval '30 years' then start_time := from_time; end if;
  else
    start_time := from_time;
  end if;
  return query execute query using for_instrument_id, start_time, to_time, max_candles;
end
$function$;

-- Minutes of the hours that begin at these times, oldest first.
create function minutes_of_hours(for_instrument_id integer, for_price_kind smallint, hours timestamptz[]) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language sql stable as $function$
  select c.open_time, c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count
  from unnest(hours) as hour(starts_at), lateral (
    select * from candles_m1 m where m.instrument_id = for_instrument_id and m.price_kind = for_price_kind
      and m.open_time >= hour.starts_at and m.open_time < hour.starts_at + interval '1 hour') c
  order by 1
$function$;

-- Days, weeks and months in UTC stand ready here.
create function has_utc_days() returns boolean language sql immutable as 'select true';

-- Minutes as the writer goes, for live candles only: what clients read later comes from the aggregates. Unlogged, because nothing is lost with it; upkeep clears it.
create unlogged table running_candles (
  instrument_id integer not null,
  price_kind smallint not null,
  open_time timestamptz not null,
  open_ticks bigint not null,
  high_ticks bigint not null,
  low_ticks bigint not null,
  close_ticks bigint not null,
  volume_lots bigint not null,
  tick_count bigint not null,
  spread_sum_ticks bigint not null,
  spread_min_ticks bigint not null,
  spread_max_ticks bigint not null,
  open_ts timestamptz not null,
  open_provider_id smallint not null,
  open_sequence bigint not null,
  close_ts timestamptz not null,
  close_provider_id smallint not null,
  close_sequence bigint not null,
  constraint pk_running_candles primary key (instrument_id, price_kind, open_time)
) with (fillfactor = 50);

-- Merges what a batch of ticks adds to its minutes, and returns the minutes as they are then.
create function keep_candles(
  instrument_ids integer[], price_kinds smallint[], open_times timestamptz[], opens bigint[], highs bigint[], lows bigint[],
  closes bigint[], volumes bigint[], counts bigint[], spread_sums bigint[], spread_mins bigint[], spread_maxs bigint[],
  open_tss timestamptz[], open_providers smallint[], open_sequences bigint[], close_tss timestamptz[], close_providers smallint[], close_sequences bigint[]
) returns table (
  instrument_id integer, price_kind smallint, open_time timestamptz,
  open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql rows 300 as $function$
#variable_conflict use_column
begin
  return query
    insert into running_candles as c
      (instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks,
       open_ts, open_provider_id, open_sequence, close_ts, close_provider_id, close_sequence)
    select * from unnest(instrument_ids, price_kinds, open_times, opens, highs, lows, closes, volumes, counts, spread_sums, spread_mins, spread_maxs, open_tss, open_providers, open_sequences, close_tss, close_providers, close_sequences) order by 1, 2, 3
    on conflict on constraint pk_running_candles do update set
      open_ticks = case when (excluded.open_ts, excluded.open_provider_id, excluded.open_sequence) < (c.open_ts, c.open_provider_id, c.open_sequence)
        then excluded.open_ticks else c.open_ticks end,
      (open_ts, open_provider_id, open_sequence) = (
        select * from (values (excluded.open_ts, excluded.open_provider_id, excluded.open_sequence), (c.open_ts, c.open_provider_id, c.open_sequence))
          as positions (ts, provider_id, sequence) order by 1, 2, 3 limit 1),
      close_ticks = case when (excluded.close_ts, excluded.close_provider_id, excluded.close_sequence) > (c.close_ts, c.close_provider_id, c.close_sequence)
        then excluded.close_ticks else c.close_ticks end,
      (close_ts, close_provider_id, close_sequence) = (
        select * from (values (excluded.close_ts, excluded.close_provider_id, excluded.close_sequence), (c.close_ts, c.close_provider_id, c.close_sequence))
          as positions (ts, provider_id, sequence) order by 1 desc, 2 desc, 3 desc limit 1),
      high_ticks = greatest(c.high_ticks, excluded.high_ticks),
      low_ticks = least(c.low_ticks, excluded.low_ticks),
      volume_lots = c.volume_lots + excluded.volume_lots,
      tick_count = c.tick_count + excluded.tick_count,
      spread_sum_ticks = c.spread_sum_ticks + excluded.spread_sum_ticks,
      spread_min_ticks = least(c.spread_min_ticks, excluded.spread_min_ticks),
      spread_max_ticks = greatest(c.spread_max_ticks, excluded.spread_max_ticks)
    returning c.instrument_id, c.price_kind, c.open_time, c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count;
end
$function$;

-- Spreads of the quotes that have both sides, by minute.
create view spreads_m1 as
select instrument_id, open_time, mid_count as quote_count, spread_sum as spread_sum_ticks, spread_min as spread_min_ticks, spread_max as spread_max_ticks
from aggregate_m1 where mid_count > 0;

-- When the instrument's first candle opens, to the day; null when it has none.
create function first_candle_at(for_instrument_id integer) returns timestamptz
language sql stable as $function$
  select open_time from aggregate_d1 where instrument_id = for_instrument_id order by open_time limit 1
$function$;

-- The last price of each kind within a week, with the time of its tick.
create function latest_prices(for_instrument_id integer) returns table (price_kind smallint, price_ticks bigint, ts timestamptz)
language sql stable as $function$
  select kind.number::smallint, found.close_ticks, found.ts from generate_series(1, 4) as kind(number),
    lateral (
      select
        case kind.number when 1 then bid_close when 2 then ask_close when 3 then trade_close else mid_close end as close_ticks,
        case kind.number when 1 then bid_ts when 2 then ask_ts when 3 then trade_ts else mid_ts end as ts
      from aggregate_m1
      where instrument_id = for_instrument_id and open_time >= now() - interval '7 days'
        and case kind.number when 1 then bid_count when 2 then ask_count when 3 then trade_count else mid_count end > 0
      order by open_time desc limit 1) found
$function$;

-- Brings the candles of [from_time, to_time) up to date with late ticks. Ticks that retention has dropped are left alone: their candles stay. Call it outside a transaction.
-- In one batch: by default each ten buckets are one, also where a decade of them is empty.
create procedure refresh_candles(from_time timestamptz, to_time timestamptz)
language plpgsql as $procedure$
declare
  kept_from timestamptz := (select r.kept_from from tick_retention r);
  frame text;
begin
  delete from running_candles where open_time < now() - interval '1 hour';
  call refresh_continuous_aggregate('aggregate_m1', nullif(greatest(from_time, kept_from), '-infinity'), least(to_time, date_trunc('minute', now())),
    options => '{"buckets_per_batch": 0}');
  foreach frame in array array['m5', 'm15', 'm30', 'h1', 'h4', 'd1', 'w1', 'mn'] loop
    call refresh_continuous_aggregate(('aggregate_' || frame)::regclass, nullif(from_time, '-infinity'), least(to_time, date_trunc('minute', now())),
      options => '{"buckets_per_batch": 0}');
  end loop;
end
$procedure$;
