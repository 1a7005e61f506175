drop function candles(integer, smallint, integer, timestamptz, timestamptz, integer, boolean);
drop table candles_m1;
