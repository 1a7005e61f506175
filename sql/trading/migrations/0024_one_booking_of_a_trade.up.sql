-- A movement of money is kept from being booked twice by its reference; a trade was kept from it by the settled sequence alone, which the program moves: a mistake there books money twice
-- and only a view finds it afterwards. The text of a trade's reference was dropped as a key because it came to random places of a large index (0011). The trade's number and side in
-- front rise with each book: what is inserted comes to the end, 24 bytes of it.

create unique index uq_ledger_transactions_trade_account_id on ledger_transactions ((split_part(reference, ':', 2)::bigint * 2 + (reference like '%:buy')::integer), account_id) where kind = 3;
