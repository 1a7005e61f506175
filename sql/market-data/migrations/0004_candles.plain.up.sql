-- Candles of a minute and of an hour, kept by the writer in the transaction of the ticks: exact at every moment, also for late ticks. The other frames are derived:
-- to M30 from minutes, H4 from hours, the day and longer from hours and, where a trading day does not begin with an hour, from minutes.
-- Prices of mid (price_kind 4) are bid + ask: half ticks.

create table minute_candles (
  open_time timestamptz not null,
  open_ticks bigint not null,
  high_ticks bigint not null,
  low_ticks bigint not null,
  close_ticks bigint not null,
  volume_lots bigint not null,
  tick_count bigint not null,
  -- Of the quotes of mid; zero for other prices.
  spread_sum_ticks bigint not null,
  spread_min_ticks bigint not null,
  spread_max_ticks bigint not null,
  -- Position of the ticks that gave open and close, so that a late tick changes them only when it belongs before or after.
  open_ts timestamptz not null,
  open_sequence bigint not null,
  close_ts timestamptz not null,
  close_sequence bigint not null,
  instrument_id integer not null,
  open_provider_id smallint not null,
  close_provider_id smallint not null,
  price_kind smallint not null,
  constraint pk_minute_candles primary key (instrument_id, price_kind, open_time)
) with (fillfactor = 80);

create table hour_candles (like minute_candles including storage, constraint pk_hour_candles primary key (instrument_id, price_kind, open_time)) with (fillfactor = 80);

create view candles_m1 as
select instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count from minute_candles;

create view candles_h1 as
select instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count from hour_candles;

create view candles_m5 as
select
  instrument_id, price_kind, date_bin(interval '5 minutes', open_time, 'epoch') as open_time,
  (array_agg(open_ticks order by open_time))[1] as open_ticks, max(high_ticks) as high_ticks, min(low_ticks) as low_ticks,
  (array_agg(close_ticks order by open_time desc))[1] as close_ticks, sum(volume_lots)::bigint as volume_lots, sum(tick_count)::bigint as tick_count
from minute_candles
group by 1, 2, date_bin(interval '5 minutes', open_time, 'epoch');

create view candles_m15 as
select
  instrument_id, price_kind, date_bin(interval '15 minutes', open_time, 'epoch') as open_time,
  (array_agg(open_ticks order by open_time))[1] as open_ticks, max(high_ticks) as high_ticks, min(low_ticks) as low_ticks,
  (array_agg(close_ticks order by open_time desc))[1] as close_ticks, sum(volume_lots)::bigint as volume_lots, sum(tick_count)::bigint as tick_count
from minute_candles
group by 1, 2, date_bin(interval '15 minutes', open_time, 'epoch');

create view candles_m30 as
select
  instrument_id, price_kind, date_bin(interval '30 minutes', open_time, 'epoch') as open_time,
  (array_agg(open_ticks order by open_time))[1] as open_ticks, max(high_ticks) as high_ticks, min(low_ticks) as low_ticks,
  (array_agg(close_ticks order by open_time desc))[1] as close_ticks, sum(volume_lots)::bigint as volume_lots, sum(tick_count)::bigint as tick_count
from minute_candles
group by 1, 2, date_bin(interval '30 minutes', open_time, 'epoch');

create view candles_h4 as
select
  instrument_id, price_kind, date_bin(interval '4 hours', open_time, 'epoch') as open_time,
  (array_agg(open_ticks order by open_time))[1] as open_ticks, max(high_ticks) as high_ticks, min(low_ticks) as low_ticks,
  (array_agg(close_ticks order by open_time desc))[1] as close_ticks, sum(volume_lots)::bigint as volume_lots, sum(tick_count)::bigint as tick_count
from hour_candles
group by 1, 2, date_bin(interval '4 hours', open_time, 'epoch');

-- Candles of up to four hours that open in [from_time, to_time), oldest first. With max_candles the first so many, or with newest the last so many: n candles have at
-- most n * minutes minutes in them, which bounds what is read.
create function fixed_candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer, from_time timestamptz, to_time timestamptz, max_candles bigint, newest boolean
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 500 as $function$
#variable_conflict use_column
declare
  base_minutes constant integer := case when minutes < 60 then 1 else 60 end;
  length constant interval := make_interval(mins => minutes);
  -- Candles begin at whole multiples: the first whole one at or after the start, and the end of the last that begins before the end.
  first_time constant timestamptz := case when from_time = '-infinity' then from_time
    else date_bin(length, from_time + length - interval '1 microsecond', 'epoch') end;
  end_time constant timestamptz := case when to_time = 'infinity' then to_time else date_bin(length, to_time + length - interval '1 microsecond', 'epoch') end;
  max_rows constant bigint := max_candles * (minutes / base_minutes);
  direction constant text := case when newest then 'desc' else 'asc' end;
begin
  return query execute format(
    case when minutes = base_minutes then
      'select * from (
        select open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count from %1$I
        where instrument_id = $1 and price_kind = $2 and open_time >= $3 and open_time < $4 order by open_time %2$s limit $5) chosen order by open_time'
    else
      'select * from (
        select date_bin($6, open_time, ''epoch'') as bin, (array_agg(open_ticks order by open_time))[1], max(high_ticks), min(low_ticks),
          (array_agg(close_ticks order by open_time desc))[1], sum(volume_lots)::bigint, sum(tick_count)::bigint
        from (select * from %1$I where instrument_id = $1 and price_kind = $2 and open_time >= $3 and open_time < $4 order by open_time %2$s limit $5) base
        group by bin order by bin %2$s limit $7) chosen order by bin'
    end, case base_minutes when 1 then 'minute_candles' else 'hour_candles' end, direction)
    using for_instrument_id, for_price_kind, first_time, end_time, max_rows, length, max_candles;
end
$function$;

-- Minutes of the hours that begin at these times, oldest first.
create function minutes_of_hours(for_instrument_id integer, for_price_kind smallint, hours timestamptz[]) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language sql stable as $function$
  select c.open_time, c.open_ticks, c.high_ticks, c.low_ticks, c.close_ticks, c.volume_lots, c.tick_count
  from unnest(hours) as hour(starts_at), lateral (
    select * from minute_candles m where m.instrument_id = for_instrument_id and m.price_kind = for_price_kind
      and m.open_time >= hour.starts_at and m.open_time < hour.starts_at + interval '1 hour') c
  order by 1
$function$;

-- Days in UTC are made of hours as all others.
create function has_utc_days() returns boolean language sql immutable as 'select false';

-- Merges what a batch of ticks adds to its minutes into the candles, and returns the minutes as they are then. Rows are compared by (time, provider, sequence), so that a
-- late tick takes its right place. In one order, so that two writers never wait for each other in a circle.
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
  insert into hour_candles as c
      (instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks,
       open_ts, open_provider_id, open_sequence, close_ts, close_provider_id, close_sequence)
    select
      d.instrument_id, d.price_kind, date_trunc('hour', d.open_time, 'utc'),
      (array_agg(d.open_ticks order by d.open_ts, d.open_provider_id, d.open_sequence))[1], max(d.high_ticks), min(d.low_ticks),
      (array_agg(d.close_ticks order by d.close_ts desc, d.close_provider_id desc, d.close_sequence desc))[1],
      sum(d.volume_lots)::bigint, sum(d.tick_count)::bigint, sum(d.spread_sum_ticks)::bigint, min(d.spread_min_ticks), max(d.spread_max_ticks),
      min(d.open_ts),
      (array_agg(d.open_provider_id order by d.open_ts, d.open_provider_id, d.open_sequence))[1],
      (array_agg(d.open_sequence order by d.open_ts, d.open_provider_id, d.open_sequence))[1],
      max(d.close_ts),
      (array_agg(d.close_provider_id order by d.close_ts desc, d.close_provider_id desc, d.close_sequence desc))[1],
      (array_agg(d.close_sequence order by d.close_ts desc, d.close_provider_id desc, d.close_sequence desc))[1]
    from unnest(instrument_ids, price_kinds, open_times, opens, highs, lows, closes, volumes, counts, spread_sums, spread_mins, spread_maxs, open_tss, open_providers, open_sequences, close_tss, close_providers, close_sequences) as d (
      instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks,
      open_ts, open_provider_id, open_sequence, close_ts, close_provider_id, close_sequence)
    group by 1, 2, 3 order by 1, 2, 3
    on conflict on constraint pk_hour_candles do update set
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
      spread_max_ticks = greatest(c.spread_max_ticks, excluded.spread_max_ticks);
  return query
    insert into minute_candles as c
      (instrument_id, price_kind, open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks,
       open_ts, open_provider_id, open_sequence, close_ts, close_provider_id, close_sequence)
    select * from unnest(instrument_ids, price_kinds, open_times, opens, highs, lows, closes, volumes, counts, spread_sums, spread_mins, spread_maxs, open_tss, open_providers, open_sequences, close_tss, close_providers, close_sequences) order by 1, 2, 3
    on conflict on constraint pk_minute_candles do update set
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
select instrument_id, open_time, tick_count as quote_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks from minute_candles where price_kind = 4;

-- When the instrument's first candle opens; null when it has none.
create function first_candle_at(for_instrument_id integer) returns timestamptz
language sql stable as $function$
  select min(first_time) from generate_series(1, 4) as kind(number),
    lateral (select open_time as first_time from hour_candles where instrument_id = for_instrument_id and price_kind = kind.number order by open_time limit 1) found
$function$;

-- The last price of each kind, with the time of its tick.
create function latest_prices(for_instrument_id integer) returns table (price_kind smallint, price_ticks bigint, ts timestamptz)
language sql stable as $function$
  select found.* from generate_series(1, 4) as kind(number),
    lateral (
      select price_kind, close_ticks, close_ts from minute_candles
      where instrument_id = for_instrument_id and price_kind = kind.number order by open_time desc limit 1) found
$function$;

-- Candles are always up to date here; the timescale flavour has something to do.
create procedure refresh_candles(from_time timestamptz, to_time timestamptz)
language sql as $procedure$
$procedure$;
