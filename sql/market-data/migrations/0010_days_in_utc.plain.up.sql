-- Days, weeks and months of instruments without a schedule are folded from hours at once: the way by trading days reads every hour twice and looks for the day of each.

-- When the candle of this length begins that a moment is in: weeks begin on Mondays, months on the first.
create function utc_candle_start(at timestamptz, minutes integer) returns timestamptz
language sql stable as $function$
  select case minutes when 43200 then date_trunc('month', at, 'utc') when 10080 then date_bin(interval '7 days', at, '2001-01-01 00:00+00')
    else date_bin(make_interval(mins => minutes), at, 'epoch') end
$function$;

-- Candles in UTC that open in [from_time, to_time), oldest first. With max_candles the first so many, or with newest the last so many: n candles have at most n * longest
-- minutes in them, which bounds what is read.
create or replace function fixed_candles(
  for_instrument_id integer, for_price_kind smallint, minutes integer, from_time timestamptz, to_time timestamptz, max_candles bigint, newest boolean
) returns table (
  open_time timestamptz, open_ticks bigint, high_ticks bigint, low_ticks bigint, close_ticks bigint, volume_lots bigint, tick_count bigint
) language plpgsql stable rows 500 as $function$
#variable_conflict use_column
declare
  base_minutes constant integer := case when minutes < 60 then 1 else 60 end;
  longest_minutes constant integer := case minutes when 43200 then 31 * 1440 else minutes end;
  longest constant interval := make_interval(mins => longest_minutes);
  -- The first whole candle at or after the start, and the end of the last that begins before the end.
  first_time timestamptz := case when from_time = '-infinity' then from_time else utc_candle_start(from_time, minutes) end;
  end_time timestamptz := case when to_time = 'infinity' then to_time else utc_candle_start(to_time, minutes) end;
  max_rows constant bigint := max_candles * (longest_minutes / base_minutes);
  direction constant text := case when newest then 'desc' else 'asc' end;
begin
  if first_time < from_time then first_time := utc_candle_start(first_time + longest, minutes); end if;
  if end_time < to_time then end_time := utc_candle_start(end_time + longest, minutes); end if;
  return query execute format(
    case when minutes = base_minutes then
      'select * from (
        select open_time, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count from %1$I
        where instrument_id = $1 and price_kind = $2 and open_time >= $3 and open_time < $4 order by open_time %2$s limit $5) chosen order by open_time'
    else
      'select * from (
        select %3$s as bin, (array_agg(open_ticks order by open_time))[1], max(high_ticks), min(low_ticks),
          (array_agg(close_ticks order by open_time desc))[1], sum(volume_lots)::bigint, sum(tick_count)::bigint
        from (select * from %1$I where instrument_id = $1 and price_kind = $2 and open_time >= $3 and open_time < $4 order by open_time %2$s limit $5) base
        group by bin order by bin %2$s limit $6) chosen order by bin'
    end,
    case base_minutes when 1 then 'minute_candles' else 'hour_candles' end,
    direction,
    case minutes when 43200 then 'date_trunc(''month'', open_time, ''utc'')' when 10080 then 'date_bin(interval ''7 days'', open_time, ''2001-01-01 00:00+00'')'
      else format('date_bin(%L::interval, open_time, ''epoch'')', longest) end)
    using for_instrument_id, for_price_kind, first_time, end_time, max_rows, max_candles;
end
$function$;

create or replace function has_utc_days() returns boolean language sql immutable as 'select true';
