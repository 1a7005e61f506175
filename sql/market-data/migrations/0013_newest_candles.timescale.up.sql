-- The newest candles are read in longer and longer stretches back from now, each of them once, and a year of long candles lies in few chunks: a query is planned for each
-- chunk that it may touch, which took longer than reading it.

select set_chunk_time_interval('aggregate_m15', interval '30 days');
select set_chunk_time_interval('aggregate_m30', interval '60 days');
select set_chunk_time_interval('aggregate_h1', interval '200 days');
select set_chunk_time_interval('aggregate_spreads_h1', interval '200 days');
select set_chunk_time_interval('aggregate_h4', interval '600 days');
select set_chunk_time_interval('aggregate_d1', interval '3600 days');
select set_chunk_time_interval('aggregate_w1', interval '3600 days');
select set_chunk_time_interval('aggregate_mn', interval '3600 days');

-- Reads candles of a frame between two times, with a limit, into the columns of a candle.
create function candle_query(for_price_kind smallint, minutes integer, newest_first boolean) returns text
language sql stable as $function$
  select format(
    'select open_time, %1$s_open, %1$s_high, %1$s_low, %1$s_close, %2$s, %1$s_count from aggregate_%3$s
     where instrument_id = $1 and open_time >= $2 and open_time < $3 and %1$s_count > 0 order by open_time %4$s limit $4',
    prefix, case prefix when 'trade' then 'trade_volume' else '0::bigint' end, frame_of(minutes), case when newest_first then 'desc' else 'asc' end)
  from (select (array['bid', 'ask', 'trade', 'mid'])[for_price_kind] as prefix) k
$function$;

-- The last so many candles that open in [from_time, to_time), newest first.
create function newest_candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer, from_time timestamptz, to_time timestamptz, max_candles bigint
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 500 as $function$
declare
  query constant text := candle_query(for_price_kind, minutes, true);
  latest constant timestamptz := least(to_time, now());
  stretch interval := make_interval(mins => minutes) * least(max_candles, 100000) * 2;
  stretch_start timestamptz;
  stretch_end timestamptz := to_time;
  wanted bigint := max_candles;
  found bigint;
begin
  loop
    stretch_start := case when stretch < interval '30 years' then greatest(from_time, latest - stretch) else from_time end;
    return query execute query using for_instrument_id, stretch_start, stretch_end, wanted;
    get diagnostics found = row_count;
    wanted := wanted - found;
    exit when wanted <= 0 or stretch_start = from_time;
    stretch_end := stretch_start;
    stretch := stretch * 8;
  end loop;
end
$function$;

create or replace function fixed_candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer, from_time timestamptz, to_time timestamptz, max_candles bigint, newest boolean
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 500 as $function$
begin
  if newest and max_candles is not null then
    return query select * from newest_candles(for_instrument_id, for_price_kind, minutes, from_time, to_time, max_candles) order by 1;
  else
    return query execute candle_query(for_price_kind, minutes, false) using for_instrument_id, from_time, to_time, max_candles;
  end if;
end
$function$;
