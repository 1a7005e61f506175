drop view margin_calls;
drop view invariant_margin_events_have_no_gap;
drop table margin_events;
