drop function tick_gaps(integer, smallint, interval, timestamptz, timestamptz, integer);
drop function open_stretches(integer, timestamptz, timestamptz);
