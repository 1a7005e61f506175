drop function move_fences;
drop table stream_heads;
drop table epochs;
