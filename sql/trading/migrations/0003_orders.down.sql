drop table order_refusals;
drop table book_accounts;
drop table trades;
drop table order_events;
drop table orders;
drop function refuse_change;
