create or replace function fixed_candles(
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

create or replace function has_utc_days() returns boolean language sql immutable as 'select false';

drop function utc_candle_start(timestamptz, integer);
