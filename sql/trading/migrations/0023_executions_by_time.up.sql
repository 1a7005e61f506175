-- Executions are listed for clients by time, and page by page. Without an index in that order each page reads and sorts all events that its account ever had; only what is listed is in it.

create index ix_order_events_account_id_event_at_instrument_id_sequence on order_events (account_id, event_at, instrument_id, sequence) where exec_type = 15 or reason > 0;
