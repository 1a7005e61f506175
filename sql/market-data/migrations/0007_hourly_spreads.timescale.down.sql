create or replace procedure refresh_candles(from_time timestamptz, to_time timestamptz)
language plpgsql as $procedure$
declare
  kept_from timestamptz := (select r.kept_from from tick_retention r);
  frame text;
begin
  delete from running_candles where open_time < now() - interval '1 hour';
  call refresh_continuous_aggregate('aggregate_m1', nullif(greatest(from_time, kept_from), '-infinity'), least(to_time, date_trunc('minute', now())),
    options => '{"buckets_per_batch": 0}');
  foreach frame in array array['m5', 'm15', 'm30', 'h1', 'h4', 'd1', 'w1', 'mn'] loop
    call refresh_continuous_aggregate(('aggregate_' || frame)::regclass, nullif(from_time, '-infinity'), least(to_time, date_trunc('minute', now())),
      options => '{"buckets_per_batch": 0}');
  end loop;
end
$procedure$;

drop view spreads_h1;
drop materialized view aggregate_spreads_h1;
