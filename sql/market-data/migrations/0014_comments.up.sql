-- What tables, views and columns hold, where an operator with a SQL client looks for it. A test refuses one without.

comment on table ticks is 'Every tick, by the time of its provider. Partitioned by time.';
comment on column ticks.ts is 'When it happened, by its provider.';
comment on column ticks.sequence is 'Number that its provider gave it.';
comment on column ticks.bid_ticks is 'Bid price; null in a trade.';
comment on column ticks.bid_lots is 'Bid quantity; null when unknown.';
comment on column ticks.ask_ticks is 'Ask price; null in a trade.';
comment on column ticks.ask_lots is 'Ask quantity; null when unknown.';
comment on column ticks.last_ticks is 'Trade price; null in a quote.';
comment on column ticks.last_lots is 'Trade quantity; null in a quote.';
comment on column ticks.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column ticks.provider_id is 'Who told it.';
comment on column ticks.kind is '1 quote, 2 trade.';

comment on table minute_candles is 'Candles of a minute, kept while ticks are written: all longer ones are made from these.';
comment on column minute_candles.open_time is 'First moment of the candle, UTC.';
comment on column minute_candles.open_ticks is 'First price.';
comment on column minute_candles.high_ticks is 'Highest price.';
comment on column minute_candles.low_ticks is 'Lowest price.';
comment on column minute_candles.close_ticks is 'Last price.';
comment on column minute_candles.volume_lots is 'Sum of quantities.';
comment on column minute_candles.tick_count is 'Number of ticks.';
comment on column minute_candles.spread_sum_ticks is 'Sum of spreads, for the average; null where there are none.';
comment on column minute_candles.spread_min_ticks is 'Smallest spread.';
comment on column minute_candles.spread_max_ticks is 'Largest spread.';
comment on column minute_candles.open_ts is 'Time of the first tick.';
comment on column minute_candles.open_sequence is 'Sequence of the first tick.';
comment on column minute_candles.close_ts is 'Time of the last tick.';
comment on column minute_candles.close_sequence is 'Sequence of the last tick.';
comment on column minute_candles.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column minute_candles.open_provider_id is 'Provider of the first tick.';
comment on column minute_candles.close_provider_id is 'Provider of the last tick.';
comment on column minute_candles.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';

comment on table hour_candles is 'Candles of an hour, made from those of a minute.';
comment on column hour_candles.open_time is 'First moment of the candle, UTC.';
comment on column hour_candles.open_ticks is 'First price.';
comment on column hour_candles.high_ticks is 'Highest price.';
comment on column hour_candles.low_ticks is 'Lowest price.';
comment on column hour_candles.close_ticks is 'Last price.';
comment on column hour_candles.volume_lots is 'Sum of quantities.';
comment on column hour_candles.tick_count is 'Number of ticks.';
comment on column hour_candles.spread_sum_ticks is 'Sum of spreads, for the average; null where there are none.';
comment on column hour_candles.spread_min_ticks is 'Smallest spread.';
comment on column hour_candles.spread_max_ticks is 'Largest spread.';
comment on column hour_candles.open_ts is 'Time of the first tick.';
comment on column hour_candles.open_sequence is 'Sequence of the first tick.';
comment on column hour_candles.close_ts is 'Time of the last tick.';
comment on column hour_candles.close_sequence is 'Sequence of the last tick.';
comment on column hour_candles.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column hour_candles.open_provider_id is 'Provider of the first tick.';
comment on column hour_candles.close_provider_id is 'Provider of the last tick.';
comment on column hour_candles.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';

comment on view candles_m1 is 'Candles of a minute.';
comment on column candles_m1.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_m1.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_m1.open_time is 'First moment of the candle, UTC.';
comment on column candles_m1.open_ticks is 'First price.';
comment on column candles_m1.high_ticks is 'Highest price.';
comment on column candles_m1.low_ticks is 'Lowest price.';
comment on column candles_m1.close_ticks is 'Last price.';
comment on column candles_m1.volume_lots is 'Sum of quantities.';
comment on column candles_m1.tick_count is 'Number of ticks.';

comment on view candles_m5 is 'Candles of 5 minutes.';
comment on column candles_m5.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_m5.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_m5.open_time is 'First moment of the candle, UTC.';
comment on column candles_m5.open_ticks is 'First price.';
comment on column candles_m5.high_ticks is 'Highest price.';
comment on column candles_m5.low_ticks is 'Lowest price.';
comment on column candles_m5.close_ticks is 'Last price.';
comment on column candles_m5.volume_lots is 'Sum of quantities.';
comment on column candles_m5.tick_count is 'Number of ticks.';

comment on view candles_m15 is 'Candles of 15 minutes.';
comment on column candles_m15.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_m15.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_m15.open_time is 'First moment of the candle, UTC.';
comment on column candles_m15.open_ticks is 'First price.';
comment on column candles_m15.high_ticks is 'Highest price.';
comment on column candles_m15.low_ticks is 'Lowest price.';
comment on column candles_m15.close_ticks is 'Last price.';
comment on column candles_m15.volume_lots is 'Sum of quantities.';
comment on column candles_m15.tick_count is 'Number of ticks.';

comment on view candles_m30 is 'Candles of 30 minutes.';
comment on column candles_m30.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_m30.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_m30.open_time is 'First moment of the candle, UTC.';
comment on column candles_m30.open_ticks is 'First price.';
comment on column candles_m30.high_ticks is 'Highest price.';
comment on column candles_m30.low_ticks is 'Lowest price.';
comment on column candles_m30.close_ticks is 'Last price.';
comment on column candles_m30.volume_lots is 'Sum of quantities.';
comment on column candles_m30.tick_count is 'Number of ticks.';

comment on view candles_h1 is 'Candles of an hour.';
comment on column candles_h1.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_h1.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_h1.open_time is 'First moment of the candle, UTC.';
comment on column candles_h1.open_ticks is 'First price.';
comment on column candles_h1.high_ticks is 'Highest price.';
comment on column candles_h1.low_ticks is 'Lowest price.';
comment on column candles_h1.close_ticks is 'Last price.';
comment on column candles_h1.volume_lots is 'Sum of quantities.';
comment on column candles_h1.tick_count is 'Number of ticks.';

comment on view candles_h4 is 'Candles of 4 hours.';
comment on column candles_h4.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_h4.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_h4.open_time is 'First moment of the candle, UTC.';
comment on column candles_h4.open_ticks is 'First price.';
comment on column candles_h4.high_ticks is 'Highest price.';
comment on column candles_h4.low_ticks is 'Lowest price.';
comment on column candles_h4.close_ticks is 'Last price.';
comment on column candles_h4.volume_lots is 'Sum of quantities.';
comment on column candles_h4.tick_count is 'Number of ticks.';

comment on view candles_d1 is 'Candles of a trading day.';
comment on column candles_d1.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_d1.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_d1.open_time is 'First moment of the candle, UTC.';
comment on column candles_d1.open_ticks is 'First price.';
comment on column candles_d1.high_ticks is 'Highest price.';
comment on column candles_d1.low_ticks is 'Lowest price.';
comment on column candles_d1.close_ticks is 'Last price.';
comment on column candles_d1.volume_lots is 'Sum of quantities.';
comment on column candles_d1.tick_count is 'Number of ticks.';

comment on view candles_w1 is 'Candles of a week.';
comment on column candles_w1.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_w1.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_w1.open_time is 'First moment of the candle, UTC.';
comment on column candles_w1.open_ticks is 'First price.';
comment on column candles_w1.high_ticks is 'Highest price.';
comment on column candles_w1.low_ticks is 'Lowest price.';
comment on column candles_w1.close_ticks is 'Last price.';
comment on column candles_w1.volume_lots is 'Sum of quantities.';
comment on column candles_w1.tick_count is 'Number of ticks.';

comment on view candles_mn is 'Candles of a month.';
comment on column candles_mn.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column candles_mn.price_kind is '1 bid, 2 ask, 3 trade, 4 mid.';
comment on column candles_mn.open_time is 'First moment of the candle, UTC.';
comment on column candles_mn.open_ticks is 'First price.';
comment on column candles_mn.high_ticks is 'Highest price.';
comment on column candles_mn.low_ticks is 'Lowest price.';
comment on column candles_mn.close_ticks is 'Last price.';
comment on column candles_mn.volume_lots is 'Sum of quantities.';
comment on column candles_mn.tick_count is 'Number of ticks.';

comment on view spreads_m1 is 'Spreads of quotes in a minute.';
comment on column spreads_m1.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column spreads_m1.open_time is 'First moment, UTC.';
comment on column spreads_m1.quote_count is 'Number of quotes.';
comment on column spreads_m1.spread_sum_ticks is 'Sum of spreads: divided by the count it is the average.';
comment on column spreads_m1.spread_min_ticks is 'Smallest spread.';
comment on column spreads_m1.spread_max_ticks is 'Largest spread.';

comment on view spreads_h1 is 'Spreads of quotes in an hour.';
comment on column spreads_h1.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column spreads_h1.open_time is 'First moment, UTC.';
comment on column spreads_h1.quote_count is 'Number of quotes.';
comment on column spreads_h1.spread_sum_ticks is 'Sum of spreads: divided by the count it is the average.';
comment on column spreads_h1.spread_min_ticks is 'Smallest spread.';
comment on column spreads_h1.spread_max_ticks is 'Largest spread.';

comment on table depth_snapshots is 'Depth of our own books, taken from time to time. Partitioned by time.';
comment on column depth_snapshots.ts is 'Moment that it shows.';
comment on column depth_snapshots.taken_at is 'When it was taken.';
comment on column depth_snapshots.book_sequence is 'Last event of the book that is in it.';
comment on column depth_snapshots.bid_ticks is 'Bid prices, best first.';
comment on column depth_snapshots.bid_lots is 'Quantity at each bid.';
comment on column depth_snapshots.bid_orders is 'Number of orders at each bid.';
comment on column depth_snapshots.ask_ticks is 'Ask prices, best first.';
comment on column depth_snapshots.ask_lots is 'Quantity at each ask.';
comment on column depth_snapshots.ask_orders is 'Number of orders at each ask.';
comment on column depth_snapshots.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';

comment on view market_depth is 'Depth of our own books, one row for each level.';
comment on column market_depth.ts is 'Moment that it shows.';
comment on column market_depth.taken_at is 'When it was taken.';
comment on column market_depth.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column market_depth.book_sequence is 'Last event of the book that is in it.';
comment on column market_depth.level is '1 for the best prices.';
comment on column market_depth.bid_ticks is 'Bid price.';
comment on column market_depth.bid_lots is 'Bid quantity.';
comment on column market_depth.bid_orders is 'Number of orders at the bid.';
comment on column market_depth.ask_ticks is 'Ask price.';
comment on column market_depth.ask_lots is 'Ask quantity.';
comment on column market_depth.ask_orders is 'Number of orders at the ask.';

comment on table tick_watermarks is 'Last tick of each provider that is stored: what comes again is dropped.';
comment on column tick_watermarks.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column tick_watermarks.provider_id is 'Who told it.';
comment on column tick_watermarks.kind is '1 quote, 2 trade.';
comment on column tick_watermarks.sequence is 'Number that its provider gave it.';

comment on table tick_checkpoints is 'How far each tick writer has read its stream, and which of them may write.';
comment on column tick_checkpoints.shard is 'Number of the writer.';
comment on column tick_checkpoints.epoch is 'Activation that owns the shard; each new one takes a higher number.';
comment on column tick_checkpoints.stream_token is 'Position in the stream.';
comment on column tick_checkpoints.written_at is 'When that was stored.';

comment on table tick_retention is 'From when on ticks are kept. One row.';
comment on column tick_retention.one_row is 'Always true: keeps a second row out.';
comment on column tick_retention.kept_from is 'Older ticks are gone.';

comment on table trading_sessions is 'When instruments trade, worked out of their schedules: what daily candles go by.';
comment on column trading_sessions.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column trading_sessions.starts_at is 'First moment.';
comment on column trading_sessions.ends_at is 'First moment after it.';
comment on column trading_sessions.trading_day is 'Day that it belongs to.';
comment on column trading_sessions.begins_day is 'Whether it is the first one of its day.';

comment on table copied_schedules is 'How far trading_sessions has the schedule of each instrument.';
comment on column copied_schedules.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column copied_schedules.schedule_since is 'Since when the copied schedule is in force.';
comment on column copied_schedules.copied_until is 'Up to where its sessions were copied.';
