do $block$
begin
  execute format('alter database %I reset timescaledb.enable_parallel_chunk_append', current_database());
end
$block$;
