-- TimescaleDB 2.28 loses rows where PostgreSQL runs several of its parallel scans at once, as below a union: whole kinds of candles were missing. Without its parallel
-- append each chunk is scanned as PostgreSQL does it.

do $$
begin
  execute format('alter database %I set timescaledb.enable_parallel_chunk_append = off', current_database());
end
$$;
