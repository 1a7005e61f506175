select set_chunk_time_interval(('aggregate_' || frame)::regclass, interval '10 days') from unnest(array['m15', 'm30', 'h1', 'spreads_h1', 'h4', 'd1', 'w1', 'mn']) frame;

create or replace function fixed_candles(
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

drop function newest_candles(integer, smallint, integer, timestamptz, timestamptz, bigint);
drop function candle_query(smallint, integer, boolean);
