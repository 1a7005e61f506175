-- What tables, views and columns hold, where an operator with a SQL client looks for it. A test refuses one without.

comment on table users is 'People and programs that may log in.';
comment on column users.user_id is 'Number of the user.';
comment on column users.user_name is 'Unique, lower case.';
comment on column users.password_hash is 'Salted hash in the format of ASP.NET Core Identity version 3.';
comment on column users.role is '1 trader, 2 feed, 3 administrator.';
comment on column users.created_at is 'When the user was made.';

comment on table provider_grants is 'For which providers of ticks a user may speak. A user without a row may speak for none.';
comment on column provider_grants.user_id is 'User: users.user_id.';
comment on column provider_grants.provider_ids is 'Numbers of the providers; null for all of them.';
comment on column provider_grants.granted_at is 'When this was granted last.';

comment on table accounts is 'Trading accounts.';
comment on column accounts.account_id is 'Number of the account, from 1. Negative numbers in the ledger are system accounts: -1 clearing, -2 fees, -3 external.';
comment on column accounts.user_id is 'Owner: users.user_id.';
comment on column accounts.name is 'What its owner calls it.';
comment on column accounts.status is '1 active, 2 suspended.';
comment on column accounts.created_at is 'When the account was made.';

comment on table account_controls is 'What an account was told to do by itself. An account without a row was told nothing.';
comment on column account_controls.account_id is 'Account: accounts.account_id.';
comment on column account_controls.is_kill_switch_on is 'Whether it refuses new orders.';
comment on column account_controls.cancel_all_at is 'When all its orders are cancelled unless it is told another time before; null for never.';

comment on table instruments is 'What can be traded, and by which rules.';
comment on column instruments.instrument_id is 'Number of the instrument, 1 to 8191.';
comment on column instruments.symbol is 'Unique, upper case.';
comment on column instruments.kind is '1 spot, 2 margined.';
comment on column instruments.base_currency is 'What is bought and sold.';
comment on column instruments.quote_currency is 'What is paid in, and what prices are in.';
comment on column instruments.price_increment is 'One tick in units of the quote currency.';
comment on column instruments.quantity_increment is 'One lot in contracts.';
comment on column instruments.contract_size is 'Units of the base currency in a contract.';
comment on column instruments.min_lots is 'Smallest order in lots.';
comment on column instruments.max_lots is 'Largest order in lots.';
comment on column instruments.initial_margin_rate is 'Share of the notional that an order must have as margin.';
comment on column instruments.maintenance_margin_rate is 'Share of the notional below which a position is stopped out.';
comment on column instruments.maker_fee_rate is 'Fee of the side that rested, as a share of the notional.';
comment on column instruments.taker_fee_rate is 'Fee of the side that came, as a share of the notional.';
comment on column instruments.allows_negative_prices is 'Whether prices of zero and below are taken.';
comment on column instruments.created_at is 'When the instrument was made.';
comment on column instruments.min_notional is 'Smallest notional of an order in the quote currency; 0 for none.';
comment on column instruments.max_notional is 'Largest notional of an order in the quote currency; 0 for none.';
comment on column instruments.static_band_basis_points is 'How far from the reference price orders may be; 0 for any distance.';
comment on column instruments.dynamic_band_basis_points is 'How far from the last trade the next one may be; 0 for any distance.';
comment on column instruments.interrupts_on_volatility is 'Whether a trade outside the dynamic band begins an auction instead of ending the order.';
comment on column instruments.max_orders_per_account is 'Most open orders of an account; 0 for no limit.';
comment on column instruments.volatility_auction_s is 'Seconds that an auction lasts which a trade outside the band began.';
comment on column instruments.schedule is 'When it trades: calendar, sessions and zone; null for always.';
comment on column instruments.schedule_since is 'Since when the schedule is in force; null without one.';

comment on table stream_heads is 'The fence of each stream: which activation may write, and how far it has. A commit moves these rows or is refused.';
comment on column stream_heads.stream_kind is '1 account, 2 order book.';
comment on column stream_heads.stream_id is 'Number of the account or of the instrument.';
comment on column stream_heads.sequence is 'Last sequence that was committed.';
comment on column stream_heads.epoch is 'Activation that owns the stream; each new one takes a higher number.';

comment on table orders is 'The present state of every order, one row each: what the last of its events says.';
comment on column orders.order_id is 'The instrument in the upper bits, the sequence of the event that made it in the lower 40 bits.';
comment on column orders.account_id is 'Account: accounts.account_id.';
comment on column orders.client_order_id is 'Name that its client knows it by now; former ones are in order_names.';
comment on column orders.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column orders.side is '1 buy, 2 sell (FIX 54).';
comment on column orders.order_type is '1 market, 2 limit, 3 stop, 4 stop limit, 5 trailing stop, 6 trailing stop limit, 7 market if touched, 8 limit if touched, 9 market to limit.';
comment on column orders.time_in_force is '0 day, 1 good till cancel, 2 at the open, 3 immediate or cancel, 4 fill or kill, 6 good till date, 7 at the close (FIX 59).';
comment on column orders.price_ticks is 'Limit or protection price.';
comment on column orders.order_lots is 'What was ordered.';
comment on column orders.cum_lots is 'What has been filled.';
comment on column orders.leaves_lots is 'What still works; 0 once it is closed.';
comment on column orders.cum_tick_lots is 'Sum of price in ticks times lots over all fills.';
comment on column orders.status is '0 new, 1 partially filled, 2 filled, 4 canceled, 8 rejected, 12 expired.';
comment on column orders.reject_reason is 'Why it was refused; 0 when it was not. Numbers of RejectReason.';
comment on column orders.priority_sequence is 'Decides within a price: lower trades first.';
comment on column orders.sequence is 'Event of the book that this state comes from.';
comment on column orders.created_at is 'When it was accepted or refused.';
comment on column orders.updated_at is 'When it last changed.';
comment on column orders.place is 'Where the order is: 0 nowhere, 1 trading, 2 in the book, 3 waiting for its trigger price, 4 held for an auction or another order.';
comment on column orders.displayed_lots is 'What the book shows of an iceberg; null when it shows all.';
comment on column orders.reason is 'Why it happened, where the kind of event does not say it; 0 for the usual. Numbers of ExecReason.';
comment on column orders.instructions is 'What the order asks for beyond price and quantity, as an object of short names; null when it asks for nothing.';

comment on table order_events is 'What happened in the books, append-only: the source that books and accounts are rebuilt from. An event about no order has account 0 and tells a price that trailing stops follow.';
comment on column order_events.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column order_events.sequence is 'Number of the event in its book, from 1 without a gap.';
comment on column order_events.account_id is 'Account: accounts.account_id.';
comment on column order_events.order_id is 'Order: orders.order_id. The instrument in the upper bits, the sequence of the event that made it in the lower 40 bits.';
comment on column order_events.client_order_id is 'Name of the order after the event.';
comment on column order_events.exec_type is '0 new, 4 canceled, 5 replaced, 8 rejected, 12 expired, 13 restated, 15 trade, 21 triggered.';
comment on column order_events.side is '1 buy, 2 sell (FIX 54).';
comment on column order_events.order_type is '1 market, 2 limit, 3 stop, 4 stop limit, 5 trailing stop, 6 trailing stop limit, 7 market if touched, 8 limit if touched, 9 market to limit.';
comment on column order_events.time_in_force is '0 day, 1 good till cancel, 2 at the open, 3 immediate or cancel, 4 fill or kill, 6 good till date, 7 at the close (FIX 59).';
comment on column order_events.price_ticks is 'Limit or protection price after the event.';
comment on column order_events.order_lots is 'What was ordered.';
comment on column order_events.cum_lots is 'What has been filled, this event included.';
comment on column order_events.leaves_lots is 'What still works after the event.';
comment on column order_events.cum_tick_lots is 'Sum of price in ticks times lots over all fills.';
comment on column order_events.status is 'Status after the event: 0 new, 1 partially filled, 2 filled, 4 canceled, 8 rejected, 12 expired.';
comment on column order_events.reject_reason is 'Why it was refused; 0 when it was not. Numbers of RejectReason.';
comment on column order_events.priority_sequence is 'Decides within a price: lower trades first.';
comment on column order_events.created_at is 'When the order was made.';
comment on column order_events.event_at is 'When the event happened, by the clock of the book.';
comment on column order_events.trade_id is 'Trade of the event; null when it is no trade.';
comment on column order_events.last_ticks is 'Price of the trade.';
comment on column order_events.last_lots is 'Quantity of the trade.';
comment on column order_events.contra_order_id is 'Order of the other side of the trade.';
comment on column order_events.contra_account_id is 'Account of the other side of the trade.';
comment on column order_events.is_aggressor is 'Whether this side came and took what rested; null when it is no trade.';
comment on column order_events.place is 'Where the order is: 0 nowhere, 1 trading, 2 in the book, 3 waiting for its trigger price, 4 held for an auction or another order.';
comment on column order_events.displayed_lots is 'What the book shows of an iceberg; null when it shows all.';
comment on column order_events.reason is 'Why it happened, where the kind of event does not say it; 0 for the usual. Numbers of ExecReason.';
comment on column order_events.is_auction is 'Whether the trade was made in the uncrossing of an auction.';
comment on column order_events.instructions is 'What the order asks for beyond price and quantity, as an object of short names; null when it asks for nothing.';

comment on table order_names is 'All client order ids that an account has used. Each means one order for ever.';
comment on column order_names.account_id is 'Account: accounts.account_id.';
comment on column order_names.client_order_id is 'The id.';
comment on column order_names.order_id is 'The order that has or had it; null when the account refused the order.';

comment on table order_refusals is 'Orders that the account refused, so that no book has seen them.';
comment on column order_refusals.account_id is 'Account: accounts.account_id.';
comment on column order_refusals.client_order_id is 'The id that the refused order took.';
comment on column order_refusals.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column order_refusals.side is '1 buy, 2 sell (FIX 54).';
comment on column order_refusals.order_type is '1 market, 2 limit, 3 stop, 4 stop limit, 5 trailing stop, 6 trailing stop limit, 7 market if touched, 8 limit if touched, 9 market to limit.';
comment on column order_refusals.time_in_force is '0 day, 1 good till cancel, 2 at the open, 3 immediate or cancel, 4 fill or kill, 6 good till date, 7 at the close (FIX 59).';
comment on column order_refusals.price_ticks is 'Limit price that was asked for; null for none.';
comment on column order_refusals.order_lots is 'What was ordered.';
comment on column order_refusals.reject_reason is 'Why it was refused; 0 when it was not. Numbers of RejectReason.';
comment on column order_refusals.detail is 'What the client was told besides the reason; null for nothing.';
comment on column order_refusals.refused_at is 'When it was refused.';
comment on column order_refusals.instructions is 'What the order asks for beyond price and quantity, as an object of short names; null when it asks for nothing.';
comment on column order_refusals.limit_offset_ticks is 'Distance of the limit price from the trigger of a trailing stop limit; null for other types.';

comment on table trades is 'Each trade once, with both sides.';
comment on column trades.trade_id is 'Number of the trade: the order id that its first event would have as an order''s.';
comment on column trades.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column trades.price_ticks is 'Price.';
comment on column trades.lots is 'Quantity.';
comment on column trades.buy_order_id is 'Order that bought.';
comment on column trades.sell_order_id is 'Order that sold.';
comment on column trades.buy_account_id is 'Account that bought.';
comment on column trades.sell_account_id is 'Account that sold.';
comment on column trades.aggressor_side is 'Which side came: 1 buy, 2 sell, 0 neither (auction).';
comment on column trades.traded_at is 'When it was made, by the clock of the book.';

comment on table book_accounts is 'How far each book has written about each account, with what its trades sum up to.';
comment on column book_accounts.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column book_accounts.account_id is 'Account: accounts.account_id.';
comment on column book_accounts.last_sequence is 'Last event of the book that is about the account.';
comment on column book_accounts.position_lots is 'Sum of the account''s trades in the book: positive is long.';

comment on table book_standings is 'What a book keeps besides its orders. A book without a row trades continuously.';
comment on column book_standings.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column book_standings.trading_state is '1 continuous, 2 halted, 3 pre-open, 4 opening auction, 5 volatility auction, 6 closing auction, 7 cancel only, 8 closed.';
comment on column book_standings.reference_ticks is 'Middle of the static price band; null for none.';
comment on column book_standings.state_version is 'Version of the trading state: an older one that comes late is refused.';

comment on table followed_prices is 'Best prices that trailing stops of a book followed; a better one outdoes all before it.';
comment on column followed_prices.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column followed_prices.trigger_source is '0 last trade, 1 mark price, 2 best price of the other side.';
comment on column followed_prices.side is 'Side of the trailing stops: 1 buy, 2 sell (FIX 54).';
comment on column followed_prices.price_ticks is 'The price.';
comment on column followed_prices.sequence is 'Event of the book that told it.';

comment on table settlements is 'How far each account has settled each book.';
comment on column settlements.account_id is 'Account: accounts.account_id.';
comment on column settlements.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column settlements.settled_sequence is 'Last event of the book that is in the account''s balances and positions.';

comment on table ledger_transactions is 'The journal, append-only. Each transfer is one amount between the account and a counter-account, so that every transaction sums to zero.';
comment on column ledger_transactions.account_id is 'Account: accounts.account_id.';
comment on column ledger_transactions.sequence is 'Number of the transaction in its account, from 1 without a gap.';
comment on column ledger_transactions.kind is '1 deposit, 2 withdrawal, 3 trade.';
comment on column ledger_transactions.reference is 'What it is for; for a trade trade:id:side. An account books a reference once.';
comment on column ledger_transactions.booked_at is 'When the account booked it.';
comment on column ledger_transactions.counter_account_ids is 'Other side of each transfer: an account, or -1 clearing, -2 fees, -3 external.';
comment on column ledger_transactions.currencies is 'Currency of each transfer.';
comment on column ledger_transactions.amounts is 'Amount of each transfer: positive goes to the account, negative comes from it.';
comment on column ledger_transactions.effective_at is 'When what it is for happened; null counts as booked_at.';

comment on view ledger_postings is 'The journal as postings: two lines for each transfer.';
comment on column ledger_postings.account_id is 'Account: accounts.account_id.';
comment on column ledger_postings.sequence is 'Transaction of the account.';
comment on column ledger_postings.line is 'Number of the line within the transaction.';
comment on column ledger_postings.ledger_account_id is 'Account, or system account, that is credited.';
comment on column ledger_postings.currency is 'ISO 4217 or the exchange''s own code, upper case.';
comment on column ledger_postings.amount is 'Positive is a credit, negative a debit.';

comment on table balances is 'What each account has of each currency: the sum of its postings.';
comment on column balances.account_id is 'Account: accounts.account_id.';
comment on column balances.currency is 'ISO 4217 or the exchange''s own code, upper case.';
comment on column balances.amount is 'Units of the currency.';

comment on table positions is 'What each account holds of each instrument that has been traded.';
comment on column positions.account_id is 'Account: accounts.account_id.';
comment on column positions.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column positions.lots is 'Positive is long, negative short.';
comment on column positions.cost is 'What the position cost, in the quote currency: positive was paid.';
comment on column positions.realized_pnl is 'Profit and loss of what was closed, in the quote currency.';

comment on column margin_events.account_id is 'Account: accounts.account_id.';
comment on column margin_events.initial_margin is 'Margin below which the account is called.';
comment on column margin_events.maintenance_margin is 'Margin below which the account is stopped out.';
comment on column margin_events.happened_at is 'When it was decided.';

comment on column margin_calls.account_id is 'Account: accounts.account_id.';
comment on column margin_calls.name is 'Name of the account.';
comment on column margin_calls.currency is 'ISO 4217 or the exchange''s own code, upper case.';
comment on column margin_calls.state is 'call or stop_out.';
comment on column margin_calls.since is 'When that began.';
comment on column margin_calls.equity is 'Balance and open profit and loss at that moment.';
comment on column margin_calls.initial_margin is 'Margin below which the account is called.';
comment on column margin_calls.maintenance_margin is 'Margin below which the account is stopped out.';

comment on view margined_trades is 'Each side of each trade of a margined instrument, with whether its account has settled it.';
comment on column margined_trades.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column margined_trades.sequence is 'Event of the book.';
comment on column margined_trades.account_id is 'Account: accounts.account_id.';
comment on column margined_trades.trade_id is 'Trade: trades.trade_id.';
comment on column margined_trades.last_ticks is 'Price.';
comment on column margined_trades.lots is 'Positive was bought, negative sold.';
comment on column margined_trades.value is 'Price times quantity in the quote currency.';
comment on column margined_trades.is_settled is 'Whether the account has settled it.';

comment on view trailing_stops is 'Trailing stops that wait, with the trigger price that they have now.';
comment on column trailing_stops.order_id is 'Order: orders.order_id. The instrument in the upper bits, the sequence of the event that made it in the lower 40 bits.';
comment on column trailing_stops.account_id is 'Account: accounts.account_id.';
comment on column trailing_stops.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column trailing_stops.side is '1 buy, 2 sell (FIX 54).';
comment on column trailing_stops.leaves_lots is 'What still works.';
comment on column trailing_stops.stop_ticks is 'Trigger price now.';
comment on column trailing_stops.price_ticks is 'Limit or protection price now.';

comment on view unsettled_accounts is 'Accounts that have not settled all that books have written about them. None for long, or settlement is stuck.';
comment on column unsettled_accounts.account_id is 'Account: accounts.account_id.';
comment on column unsettled_accounts.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column unsettled_accounts.settled_sequence is 'Last event that was settled.';
comment on column unsettled_accounts.last_sequence is 'Last event of the book that is about the account.';

comment on table schema_floor is 'Oldest version of the schema that a program may be built for and still write here. One row.';
comment on column schema_floor.is_single is 'Always true: keeps a second row out.';
comment on column schema_floor.version is 'Number of a migration.';

comment on column book_histories.instrument_id is 'Instrument, and so the order book: instruments.instrument_id.';
comment on column book_histories.timeline is 'Timeline of the server when the book opened.';
comment on column book_histories.database_oid is 'Object id of the database when the book opened.';
comment on column book_histories.began_at is 'When the book opened.';
