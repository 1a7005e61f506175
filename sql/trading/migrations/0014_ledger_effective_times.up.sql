-- A fact has the time at which it happened beside the time at which its account booked it: a trade of 23:59:59.9 that is settled at 00:05 belongs to the day before. Whatever
-- goes by days uses effective_at. It may be null, so that a program from before can still write while it is being replaced; such a row counts as of booked_at, and
-- invariant_trades_are_booked_at_their_time names it when it is a trade.
alter table ledger_transactions add column effective_at timestamptz;

alter table ledger_transactions disable trigger tr_ledger_transactions_append_only;

update ledger_transactions l set effective_at = coalesce(
  case when l.kind = 3 then (select t.traded_at from trades t where t.trade_id = split_part(l.reference, ':', 2)::bigint) end, l.booked_at);

alter table ledger_transactions enable trigger tr_ledger_transactions_append_only;

create view invariant_trades_are_booked_at_their_time as
select l.account_id, l.sequence, l.reference, l.effective_at, t.traded_at
from ledger_transactions l
left join trades t on t.trade_id = case when l.kind = 3 then split_part(l.reference, ':', 2)::bigint end
where (l.kind = 3 and l.effective_at is distinct from t.traded_at) or l.effective_at <> l.booked_at and l.kind <> 3;
