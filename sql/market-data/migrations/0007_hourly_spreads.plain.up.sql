-- Spreads of the quotes that have both sides, by hour: the writer keeps them with the hour candles.

create view spreads_h1 as
select instrument_id, open_time, tick_count as quote_count, spread_sum_ticks, spread_min_ticks, spread_max_ticks from hour_candles where price_kind = 4;
