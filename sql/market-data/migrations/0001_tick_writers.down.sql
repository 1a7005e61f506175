drop table tick_watermarks;
drop table tick_checkpoints;
