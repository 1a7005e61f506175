-- What a book keeps besides its orders, written in its own transactions: the state that it trades in (1 continuous, 2 halted, 3 pre-open, 4 opening auction, 5 volatility
-- auction, 6 closing auction, 7 cancel only, 8 closed) and the middle of its static price band. A book without a row trades continuously. Without it, a book that died
-- while a state began could not know what of that it had already done.
create table book_standings (
  instrument_id integer not null,
  trading_state smallint not null,
  reference_ticks bigint,
  constraint pk_book_standings primary key (instrument_id),
  constraint fk_book_standings_instrument_id foreign key (instrument_id) references instruments (instrument_id),
  constraint ck_book_standings_trading_state check (trading_state between 1 and 8)
) with (fillfactor = 50);
