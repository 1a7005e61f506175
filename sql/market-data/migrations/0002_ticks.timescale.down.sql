-- The extension stays: it belongs to the database, and dropping it would need a session that has not used it.
drop function drop_ticks_before(date);
drop function prepare_tick_days(date, date);
drop table tick_retention;
drop table ticks;
