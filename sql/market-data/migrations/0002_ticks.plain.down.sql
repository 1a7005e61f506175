drop function prepare_tick_days(date, date);
drop table ticks;
