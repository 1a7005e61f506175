-- The events of books stay: order_events is append-only.
drop view invariant_followed_prices_equal_events;
drop view trailing_stops;
drop function trailed_ticks(orders);
drop table followed_prices;
