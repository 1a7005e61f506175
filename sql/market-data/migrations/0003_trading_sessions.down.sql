drop function period_of(date, integer);
drop function trading_day_at(integer, timestamptz);
drop table copied_schedules;
drop table trading_sessions;
