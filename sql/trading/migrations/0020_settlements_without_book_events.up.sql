-- A book's own events, such as a price that trailing stops follow, are nobody's: no account has to settle them.
create or replace view invariant_settlements_follow_events as
select account_id, instrument_id, s.settled_sequence, b.last_sequence, e.last_sequence as last_event
from settlements s
full join book_accounts b using (account_id, instrument_id)
full join (
  select account_id, instrument_id, max(sequence) as last_sequence from order_events where account_id > 0 group by account_id, instrument_id
) e using (account_id, instrument_id)
where b.last_sequence is distinct from e.last_sequence or s.settled_sequence > coalesce(e.last_sequence, 0);
