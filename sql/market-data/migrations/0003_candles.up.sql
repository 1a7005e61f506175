-- Minute candles, kept by the writer in the transaction of the ticks; the higher frames follow from them.

create table candles_m1 (
  instrument_id integer not null,
  price_kind smallint not null,
  open_time timestamptz not null,
  open_ticks bigint not null,
  high_ticks bigint not null,
  low_ticks bigint not null,
  close_ticks bigint not null,
  volume_lots bigint not null,
  tick_count bigint not null,
  -- Position of the ticks that gave open and close, so that a late tick changes them only when it belongs before or after.
  open_ts timestamptz not null,
  open_provider_id smallint not null,
  open_sequence bigint not null,
  close_ts timestamptz not null,
  close_provider_id smallint not null,
  close_sequence bigint not null,
  constraint pk_candles_m1 primary key (instrument_id, price_kind, open_time)
);

-- Candles of any length that divides a day, opening in [from_time, to_time), oldest first. A null time is open-ended. With max_candles the first so many, or with
-- newest the last so many: n candles have at most n * minutes minutes in them, which bounds what is read.
create function candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer,
  from_time timestamptz, to_time timestamptz, max_candles integer default null, newest boolean default false
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language sql stable as $function$
  with frame as (
    select make_interval(mins => minutes) as length, coalesce(from_time, '-infinity') as start_time, coalesce(to_time, 'infinity') as end_time
  ), minute_candles as (
    (
      select m.* from candles_m1 m, frame
      where not newest and m.instrument_id = for_instrument_id and m.price_kind = for_price_kind
        and date_bin(frame.length, m.open_time, 'epoch') >= frame.start_time
        and date_bin(frame.length, m.open_time, 'epoch') < frame.end_time
        -- Implied by the two above; the index understands these.
        and m.open_time >= frame.start_time and m.open_time < frame.end_time + frame.length
      order by m.open_time
      limit max_candles::bigint * minutes
    )
    union all
    (
      select m.* from candles_m1 m, frame
      where newest and m.instrument_id = for_instrument_id and m.price_kind = for_price_kind
        and date_bin(frame.length, m.open_time, 'epoch') >= frame.start_time
        and date_bin(frame.length, m.open_time, 'epoch') < frame.end_time
        -- Implied by the two above; the index understands these.
        and m.open_time >= frame.start_time and m.open_time < frame.end_time + frame.length
      order by m.open_time desc
      limit max_candles::bigint * minutes
    )
  ), grouped as (
    select
      date_bin(frame.length, m.open_time, 'epoch') as open_time,
      (array_agg(m.open_ticks order by m.open_time))[1] as open_ticks,
      max(m.high_ticks) as high_ticks,
      min(m.low_ticks) as low_ticks,
      (array_agg(m.close_ticks order by m.open_time desc))[1] as close_ticks,
      sum(m.volume_lots)::bigint as volume_lots,
      sum(m.tick_count)::bigint as tick_count
    from minute_candles m, frame
    group by 1
  ), chosen as (
    select * from grouped
    order by case when newest then -extract(epoch from grouped.open_time) else extract(epoch from grouped.open_time) end
    limit max_candles
  )
  select * from chosen order by chosen.open_time
$function$;
