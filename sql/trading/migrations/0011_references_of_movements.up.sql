-- A reference keeps a movement of money from being booked twice. A trade is kept from it by the settled sequence, which moves in the same commit; its reference was the
-- dearest part of its ledger row: a text key at a random place of a large index, 100 bytes of WAL for each side of each trade.
alter table ledger_transactions drop constraint uq_ledger_transactions_account_id_reference;
create unique index uq_ledger_transactions_account_id_reference on ledger_transactions (account_id, reference) where kind <> 3;
