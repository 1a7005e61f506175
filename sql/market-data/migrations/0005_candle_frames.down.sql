drop view candles_mn;
drop view candles_w1;
drop view candles_d1;
drop function candles(integer, smallint, integer, timestamptz, timestamptz, integer, boolean);
drop function trading_day_candles(integer, smallint, integer, timestamptz, timestamptz);
drop function trading_days(integer, timestamptz, timestamptz);
drop function period_start(integer, date);
