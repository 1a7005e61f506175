-- Where ticks are missing while an instrument trades.

-- The stretches of [from_time, to_time) in which it trades, by the copied sessions; sessions that touch are one. What has no schedule trades always, and so does
-- everything before its first copied session.
create function open_stretches(for_instrument_id integer, from_time timestamptz, to_time timestamptz) returns table (opens_at timestamptz, closes_at timestamptz)
language sql stable as $function$
  with first_session as (
    select coalesce((select starts_at from trading_sessions where instrument_id = for_instrument_id order by starts_at limit 1), 'infinity') as starts_at
  ), pieces as (
    -- A session is shorter than a week.
    select greatest(starts_at, from_time) as opens_at, least(ends_at, to_time) as closes_at
    from trading_sessions
    where instrument_id = for_instrument_id and starts_at > from_time - interval '8 days' and starts_at < to_time and ends_at > from_time
    union all
    select from_time, least(starts_at, to_time) from first_session where from_time < least(starts_at, to_time)
  ), marked as (
    select p.*, coalesce(p.opens_at > max(p.closes_at) over (order by p.opens_at, p.closes_at rows between unbounded preceding and 1 preceding), true) as begins from pieces p
  ), numbered as (
    select m.*, count(*) filter (where begins) over (order by m.opens_at, m.closes_at) as stretch from marked m
  )
  select min(n.opens_at), max(n.closes_at) from numbered n group by n.stretch having min(n.opens_at) < max(n.closes_at) order by 1
$function$;

-- Intervals within the trading time of [from_time, to_time) in which the instrument had no tick, of one provider or of any, for longer than that; oldest first, at most
-- max_gaps. A gap begins with a tick, or where trading or the range does, and ends in the same ways. The future is no gap.
create function tick_gaps(
  for_instrument_id integer, for_provider_id smallint, longer_than interval, from_time timestamptz, to_time timestamptz, max_gaps integer
) returns table (begins_at timestamptz, ends_at timestamptz)
language sql stable rows 100 as $function$
  select g.begins_at, g.ends_at
  from open_stretches(for_instrument_id, from_time, least(to_time, now())) o,
    lateral (
      select o.opens_at as begins_at, coalesce(min(ts), o.closes_at) as ends_at
      from ticks
      where instrument_id = for_instrument_id and (for_provider_id is null or provider_id = for_provider_id) and ts >= o.opens_at and ts < o.closes_at
      union all
      select ts, lead(ts, 1, o.closes_at) over (order by ts)
      from ticks
      where instrument_id = for_instrument_id and (for_provider_id is null or provider_id = for_provider_id) and ts >= o.opens_at and ts < o.closes_at
    ) g
  where g.ends_at - g.begins_at > longer_than
  order by g.begins_at
  limit max_gaps
$function$;
