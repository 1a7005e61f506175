-- TimescaleDB 2.28 loses rows below a parallel append when a chunk's filter refers to a value that the query computes first, as those of the views that leave out what
-- retention has dropped (timescaledb issue 10503): whole kinds of candles were missing. Without its parallel append each chunk is scanned as PostgreSQL does it. For new
-- connections: start the silos after this.

do $$
begin
  execute format('alter database %I set timescaledb.enable_parallel_chunk_append = off', current_database());
end
$$;
