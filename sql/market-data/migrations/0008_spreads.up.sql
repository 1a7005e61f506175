-- Spreads of a minute or an hour under one name.

-- Spans of 1 or 60 minutes that open in [from_time, to_time) and have quotes of two sides, oldest first; a null time is open-ended. With newest the last max_spans of them,
-- otherwise the first. The candles of mid are of the same quotes, so they tell where the newest spans begin.
create function spreads(
  for_instrument_id integer, minutes integer, from_time timestamptz, to_time timestamptz, max_spans integer default null, newest boolean default false
) returns table (open_time timestamptz, quote_count bigint, spread_sum_ticks bigint, spread_min_ticks bigint, spread_max_ticks bigint)
language plpgsql stable rows 500 as $function$
#variable_conflict use_column
declare
  start_time timestamptz := coalesce(from_time, '-infinity');
  end_time constant timestamptz := coalesce(to_time, 'infinity');
begin
  if newest then
    start_time := (select min(c.open_time) from fixed_candles(for_instrument_id, 4::smallint, minutes, start_time, end_time, max_spans, true) c);
  end if;
  return query execute format(
    'select open_time, quote_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks from %I
    where instrument_id = $1 and open_time >= $2 and open_time < $3 order by open_time limit $4',
    case minutes when 1 then 'spreads_m1' when 60 then 'spreads_h1' end)
    using for_instrument_id, start_time, end_time, max_spans;
end
$function$;

-- The spreads of an hour are those of its minutes, which are those of their quotes; in the timescale flavour right after refresh_candles.
create view invariant_spreads_h1 as
with expected as (
  select
    instrument_id, date_bin(interval '1 hour', open_time, 'epoch') as open_time, sum(quote_count)::bigint as quote_count,
    sum(spread_sum_ticks)::bigint as spread_sum_ticks, min(spread_min_ticks) as spread_min_ticks, max(spread_max_ticks) as spread_max_ticks
  from spreads_m1
  group by 1, date_bin(interval '1 hour', open_time, 'epoch')
)
select instrument_id, open_time, e.quote_count as expected_quote_count, s.quote_count, e.spread_sum_ticks as expected_spread_sum_ticks, s.spread_sum_ticks
from expected e
full outer join spreads_h1 s using (instrument_id, open_time)
where (e.quote_count, e.spread_sum_ticks, e.spread_min_ticks, e.spread_max_ticks) is distinct from (s.quote_count, s.spread_sum_ticks, s.spread_min_ticks, s.spread_max_ticks);
