-- TimescaleDB (seen with 2.28.3) loses rows where a parallel plan appends several parallel scans of one hypertable, as a union of bids, asks and trades does: every candle of
-- two recorded days was "wrong" in invariant_candles_m1, because the side with the ticks came back empty. One kind of parallel plan less costs nothing that is read often.
do $block$
begin
  execute format('alter database %I set timescaledb.enable_parallel_chunk_append = off', current_database());
end
$block$;
