-- Each view returns the rows that break a promise: none, at any moment; in the timescale flavour right after refresh_candles. What retention has dropped is left out.

create view invariant_candles_m1 as
with prices as (
  select instrument_id, 1::smallint as price_kind, bid_ticks as price_ticks, 0::bigint as lots, ts, provider_id, sequence
  from ticks where kind = 1 and bid_lots > 0
  union all
  select instrument_id, 2::smallint, ask_ticks, 0::bigint, ts, provider_id, sequence
  from ticks where kind = 1 and ask_lots > 0
  union all
  select instrument_id, 3::smallint, last_ticks, last_lots, ts, provider_id, sequence
  from ticks where kind = 2
  union all
  select instrument_id, 4::smallint, bid_ticks + ask_ticks, 0::bigint, ts, provider_id, sequence
  from ticks where kind = 1 and bid_lots > 0 and ask_lots > 0
), expected as (
  select
    instrument_id, price_kind, date_bin(interval '1 minute', ts, 'epoch') as open_time,
    (array_agg(price_ticks order by ts, provider_id, sequence))[1] as open_ticks,
    max(price_ticks) as high_ticks,
    min(price_ticks) as low_ticks,
    (array_agg(price_ticks order by ts desc, provider_id desc, sequence desc))[1] as close_ticks,
    sum(lots)::bigint as volume_lots,
    count(*) as tick_count
  from prices
  where ts >= (select kept_from from tick_retention)
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join (select * from candles_m1 where open_time >= (select kept_from from tick_retention)) c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

-- The spreads of a minute are those of its quotes.
create view invariant_spreads_m1 as
with expected as (
  select
    instrument_id, date_bin(interval '1 minute', ts, 'epoch') as open_time, count(*) as quote_count,
    sum(ask_ticks - bid_ticks)::bigint as spread_sum_ticks, min(ask_ticks - bid_ticks) as spread_min_ticks, max(ask_ticks - bid_ticks) as spread_max_ticks
  from ticks
  where kind = 1 and bid_lots > 0 and ask_lots > 0 and ts >= (select kept_from from tick_retention)
  group by 1, 2
)
select instrument_id, open_time, e.quote_count as expected_quote_count, s.quote_count, e.spread_sum_ticks as expected_spread_sum_ticks, s.spread_sum_ticks
from expected e
full outer join (select * from spreads_m1 where open_time >= (select kept_from from tick_retention)) s using (instrument_id, open_time)
where (e.quote_count, e.spread_sum_ticks, e.spread_min_ticks, e.spread_max_ticks) is distinct from (s.quote_count, s.spread_sum_ticks, s.spread_min_ticks, s.spread_max_ticks);

-- The frames above are checked against the minutes, which are checked against the ticks.

create view invariant_candles_m5 as
with expected as (
  select
    m.instrument_id, m.price_kind, to_timestamp(floor(extract(epoch from m.open_time) / 300) * 300) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_m5 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_m15 as
with expected as (
  select
    m.instrument_id, m.price_kind, to_timestamp(floor(extract(epoch from m.open_time) / 900) * 900) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_m15 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_m30 as
with expected as (
  select
    m.instrument_id, m.price_kind, to_timestamp(floor(extract(epoch from m.open_time) / 1800) * 1800) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_m30 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_h1 as
with expected as (
  select
    m.instrument_id, m.price_kind, to_timestamp(floor(extract(epoch from m.open_time) / 3600) * 3600) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_h1 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_h4 as
with expected as (
  select
    m.instrument_id, m.price_kind, to_timestamp(floor(extract(epoch from m.open_time) / 14400) * 14400) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_h4 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_d1 as
with expected as (
  select
    m.instrument_id, m.price_kind, d.starts_at as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m cross join lateral trading_day_at(m.instrument_id, m.open_time) d
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_d1 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_w1 as
with expected as (
  select
    m.instrument_id, m.price_kind, period_start(m.instrument_id, date_trunc('week', d.trading_day::timestamp)::date) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m cross join lateral trading_day_at(m.instrument_id, m.open_time) d
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_w1 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

create view invariant_candles_mn as
with expected as (
  select
    m.instrument_id, m.price_kind, period_start(m.instrument_id, date_trunc('month', d.trading_day::timestamp)::date) as open_time,
    (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks, max(m.high_ticks) as high_ticks, min(m.low_ticks) as low_ticks,
    (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks, sum(m.volume_lots)::bigint as volume_lots, sum(m.tick_count)::bigint as tick_count
  from candles_m1 m cross join lateral trading_day_at(m.instrument_id, m.open_time) d
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_mn c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

-- A tick is stored once.
create view invariant_ticks_are_stored_once as
select instrument_id, provider_id, kind, sequence, count(*) as copies
from ticks
group by 1, 2, 3, 4
having count(*) > 1;

-- The watermark is the highest sequence stored; of series whose ticks retention has dropped only the watermark is left.
create view invariant_watermarks_match_ticks as
select instrument_id, provider_id, kind, t.sequence as expected_sequence, w.sequence
from (select instrument_id, provider_id, kind, max(sequence) as sequence from ticks group by 1, 2, 3) t
full outer join tick_watermarks w using (instrument_id, provider_id, kind)
where t.sequence > coalesce(w.sequence, t.sequence - 1) or (t.sequence is distinct from w.sequence and (select kept_from from tick_retention) = '-infinity');
