-- All frames under one name, and days, weeks and months by the trading day of the instrument.

-- When the week or month of a trading day begins: with its first trading day.
create function period_start(for_instrument_id integer, period date) returns timestamptz
language plpgsql stable as $function$
declare
  midnight constant timestamptz := period::timestamp at time zone 'utc';
  first_session constant timestamptz := (
    select starts_at from trading_sessions where instrument_id = for_instrument_id and begins_day order by starts_at limit 1);
begin
  if first_session is null or midnight < first_session then return midnight; end if;
  -- A session may begin days before its date.
  return coalesce(
    (
      select starts_at from trading_sessions
      where instrument_id = for_instrument_id and begins_day and starts_at >= midnight - interval '8 days' and trading_day >= period
      order by starts_at limit 1
    ),
    midnight);
end
$function$;

-- The trading days that have a moment in [from_time, to_time), oldest first.
create function trading_days(for_instrument_id integer, from_time timestamptz, to_time timestamptz) returns table (trading_day date, starts_at timestamptz)
language plpgsql stable rows 300 as $function$
#variable_conflict use_column
declare
  first_session constant timestamptz := (
    select s.starts_at from trading_sessions s where s.instrument_id = for_instrument_id and s.begins_day order by s.starts_at limit 1);
  utc_end constant timestamptz := least(to_time, coalesce(first_session, 'infinity'));
begin
  if from_time < utc_end then
    return query
      select utc_day::date, utc_day at time zone 'utc'
      from generate_series(date_trunc('day', from_time at time zone 'utc'), utc_end at time zone 'utc' - interval '1 microsecond', interval '1 day') as utc_day;
  end if;
  if first_session < to_time then
    return query
      select s.trading_day, s.starts_at from trading_sessions s
      where s.instrument_id = for_instrument_id and s.begins_day and s.starts_at < to_time
        and s.starts_at >= coalesce(
          (select b.starts_at from trading_sessions b where b.instrument_id = for_instrument_id and b.begins_day and b.starts_at <= from_time order by b.starts_at desc limit 1),
          first_session)
      order by s.starts_at;
  end if;
end
$function$;

-- Day, week and month candles of trading days that have a moment in [from_time, to_time): whole hours, and minutes of the hours in which a day begins.
create function trading_day_candles(for_instrument_id integer, for_price_kind smallint, minutes integer, from_time timestamptz, to_time timestamptz) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 300 as $function$
#variable_conflict use_column
declare
  starts timestamptz[];
  days date[];
  split_hours timestamptz[];
  end_time timestamptz;
begin
  select array_agg(d.starts_at order by d.starts_at), array_agg(d.trading_day order by d.starts_at) into starts, days
  from trading_days(for_instrument_id, from_time, to_time) d;
  if starts is null then return; end if;
  select coalesce(array_agg(date_trunc('hour', s, 'utc')), '{}') into split_hours from unnest(starts) s where s <> date_trunc('hour', s, 'utc');
  -- The last day ends where the next begins.
  end_time := (select ends_at from trading_day_at(for_instrument_id, starts[cardinality(starts)]));
  if end_time <> 'infinity' and end_time <> date_trunc('hour', end_time, 'utc') then split_hours := split_hours || date_trunc('hour', end_time, 'utc'); end if;
  return query
    with pieces as (
      select * from fixed_candles(for_instrument_id, for_price_kind, 60, date_trunc('hour', starts[1], 'utc'), end_time, null, false) h
      where h.open_time <> all (split_hours)
      union all
      select * from minutes_of_hours(for_instrument_id, for_price_kind, split_hours)
    ), dated as (
      select *, period_of(days[width_bucket(p.open_time, starts)], minutes) as period from pieces p where p.open_time >= starts[1] and p.open_time < end_time
    ), folded as (
      select
        d.period, min(width_bucket(d.open_time, starts)) as first_day,
        (array_agg(d.open_ticks order by d.open_time))[1] as open_ticks, max(d.high_ticks) as high_ticks, min(d.low_ticks) as low_ticks,
        (array_agg(d.close_ticks order by d.open_time desc))[1] as close_ticks, sum(d.volume_lots)::bigint as volume_lots, sum(d.tick_count)::bigint as tick_count
      from dated d group by d.period
    )
    select
      case when minutes = 1440 then starts[f.first_day] else period_start(for_instrument_id, f.period) end,
      f.open_ticks, f.high_ticks, f.low_ticks, f.close_ticks, f.volume_lots, f.tick_count
    from folded f order by 1;
end
$function$;

-- Candles of 1, 5, 15, 30, 60 or 240 minutes in UTC, and of 1440 (day), 10080 (week) or 43200 (month) by trading days, that open in [from_time, to_time), oldest first. A
-- null time is open-ended. With max_candles the first so many, or with newest the last so many.
create function candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer,
  from_time timestamptz, to_time timestamptz, max_candles integer default null, newest boolean default false
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 500 as $function$
#variable_conflict use_column
declare
  start_time constant timestamptz := coalesce(from_time, '-infinity');
  end_time constant timestamptz := coalesce(to_time, 'infinity');
  longest constant interval := case minutes when 1440 then interval '1 day' when 10080 then interval '7 days' else interval '31 days' end;
  data_start timestamptz;
  stretch_start timestamptz;
  stretch_end timestamptz;
  stretch interval := longest * coalesce(max_candles, 100000) * 1.6 + interval '10 days';
begin
  if minutes <= 240 or (has_utc_days() and not exists (select from trading_sessions where instrument_id = for_instrument_id)) then
    return query select * from fixed_candles(for_instrument_id, for_price_kind, minutes, start_time, end_time, max_candles, newest);
    return;
  end if;
  data_start := first_candle_at(for_instrument_id);
  if data_start is null then return; end if;
  data_start := greatest(data_start, start_time);
  if newest then
    -- A day that began before the end may end long after it.
    stretch_end := least(end_time, coalesce((select max(l.open_time) + interval '1 hour' from generate_series(1, 4) k, lateral fixed_candles(for_instrument_id, k::smallint, 60, '-infinity', 'infinity', 1, true) l), end_time));
    loop
      stretch_start := greatest(data_start, stretch_end - stretch);
      if stretch_start = data_start or max_candles is null
        or (
          select count(*) from trading_day_candles(for_instrument_id, for_price_kind, minutes, stretch_start - longest, stretch_end) c
          where c.open_time >= stretch_start and c.open_time < end_time) >= max_candles
      then exit; end if;
      stretch := stretch * 4;
    end loop;
    return query select * from (
      select * from trading_day_candles(for_instrument_id, for_price_kind, minutes, stretch_start - longest, stretch_end + longest) c
      where c.open_time >= greatest(start_time, case when stretch_start = data_start then '-infinity' else stretch_start end) and c.open_time < end_time
      order by c.open_time desc limit max_candles) chosen order by chosen.open_time;
    return;
  end if;
  return query
    select * from trading_day_candles(for_instrument_id, for_price_kind, minutes, data_start - longest, least(end_time, now() + interval '1 day') + longest) c
    where c.open_time >= start_time and c.open_time < end_time order by c.open_time limit max_candles;
end
$function$;

create view candles_d1 as
select i.instrument_id, kind.number::smallint as price_kind, c.*
from (select distinct instrument_id from tick_watermarks) i, generate_series(1, 4) as kind(number),
  lateral candles(i.instrument_id, kind.number::smallint, 1440, null, null) c;

create view candles_w1 as
select i.instrument_id, kind.number::smallint as price_kind, c.*
from (select distinct instrument_id from tick_watermarks) i, generate_series(1, 4) as kind(number),
  lateral candles(i.instrument_id, kind.number::smallint, 10080, null, null) c;

create view candles_mn as
select i.instrument_id, kind.number::smallint as price_kind, c.*
from (select distinct instrument_id from tick_watermarks) i, generate_series(1, 4) as kind(number),
  lateral candles(i.instrument_id, kind.number::smallint, 43200, null, null) c;
