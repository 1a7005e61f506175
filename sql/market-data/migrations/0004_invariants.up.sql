-- Each view returns the rows that break a promise: none, at any moment.

-- Minute candles equal what the ticks say.
create view invariant_candles_match_ticks as
with prices as (
  select instrument_id, 1::smallint as price_kind, bid_ticks as price_ticks, 0::bigint as lots, ts, provider_id, sequence
  from ticks where kind = 1 and bid_lots > 0
  union all
  select instrument_id, 2::smallint, ask_ticks, 0::bigint, ts, provider_id, sequence
  from ticks where kind = 1 and ask_lots > 0
  union all
  select instrument_id, 3::smallint, last_ticks, last_lots, ts, provider_id, sequence
  from ticks where kind = 2
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
  group by 1, 2, 3
)
select
  instrument_id, price_kind, open_time,
  e.open_ticks as expected_open_ticks, c.open_ticks, e.high_ticks as expected_high_ticks, c.high_ticks,
  e.low_ticks as expected_low_ticks, c.low_ticks, e.close_ticks as expected_close_ticks, c.close_ticks,
  e.volume_lots as expected_volume_lots, c.volume_lots, e.tick_count as expected_tick_count, c.tick_count
from expected e
full outer join candles_m1 c using (instrument_id, price_kind, open_time)
where (e.open_ticks, e.high_ticks, e.low_ticks, e.close_ticks, e.volume_lots, e.tick_count)
  is distinct from (c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count);

-- A tick is stored once.
create view invariant_ticks_are_stored_once as
select instrument_id, provider_id, kind, sequence, count(*) as copies
from ticks
group by 1, 2, 3, 4
having count(*) > 1;

-- The watermark is the highest sequence stored.
create view invariant_watermarks_match_ticks as
select instrument_id, provider_id, kind, t.sequence as expected_sequence, w.sequence
from (select instrument_id, provider_id, kind, max(sequence) as sequence from ticks group by 1, 2, 3) t
full outer join tick_watermarks w using (instrument_id, provider_id, kind)
where t.sequence is distinct from w.sequence;
