drop function drop_ticks_before(date);
drop function prepare_tick_days(date, date);
drop table tick_retention;
drop table ticks;
