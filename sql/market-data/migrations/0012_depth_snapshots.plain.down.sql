drop view market_depth;
drop function drop_depth_before(date);
drop function prepare_depth_days(date, date);
drop table depth_snapshots;
