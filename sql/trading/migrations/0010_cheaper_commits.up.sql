-- What a commit pays for at each row and gets nothing from. An order or ledger transaction is only ever written in a commit whose fence holds, and a stream has a
-- fence only when its account or instrument exists: a foreign key looks that up again, row by row, and locks the account's row for it. The view below looks instead.
alter table orders drop constraint fk_orders_account_id, drop constraint fk_orders_instrument_id;
alter table ledger_transactions drop constraint fk_ledger_transactions_account_id;

create view invariant_rows_have_owners as
select 'orders' as source, o.account_id, o.instrument_id, count(*) as rows
from orders o
left join accounts a on a.account_id = o.account_id
left join instruments i on i.instrument_id = o.instrument_id
where a.account_id is null or i.instrument_id is null
group by o.account_id, o.instrument_id
union all
select 'ledger_transactions', t.account_id, null, count(*)
from ledger_transactions t
left join accounts a on a.account_id = t.account_id
where a.account_id is null
group by t.account_id;

-- As before, but what nearly always holds is only counted; who is refused is found out when the count is wrong. Rows are locked in key order: commits never wait for each
-- other, an activation waits for commits of its predecessor, and a commit after it is refused.
create or replace function move_fences(
  owned_kinds smallint[], owned_ids bigint[], owned_epochs bigint[], expected_sequences bigint[], next_sequences bigint[],
  vouched_accounts bigint[], vouched_epochs bigint[])
returns void
language plpgsql
as $$
declare
  found_rows bigint;
  moved_kinds smallint[];
  moved_ids bigint[];
begin
  select count(*) into found_rows
  from (
    select
    from (
      select o.kind, o.id, o.epoch from unnest(owned_kinds, owned_ids, owned_epochs) as o (kind, id, epoch)
      union all
      select 1::smallint, v.id, v.epoch from unnest(vouched_accounts, vouched_epochs) as v (id, epoch)
      order by 1, 2
      offset 0
    ) d
    join epochs e on e.stream_kind = d.kind and e.stream_id = d.id and e.epoch = d.epoch
    for share of e
  ) held;
  if found_rows <> cardinality(owned_ids) + cardinality(vouched_accounts) then
    raise exception using errcode = 'RX001', message = 'a newer activation owns the stream', detail = (
      select string_agg(distinct d.kind || ':' || d.id, ',')
      from (
        select o.kind, o.id, o.epoch from unnest(owned_kinds, owned_ids, owned_epochs) as o (kind, id, epoch)
        union
        select 1::smallint, v.id, v.epoch from unnest(vouched_accounts, vouched_epochs) as v (id, epoch)
      ) d
      left join epochs e on e.stream_kind = d.kind and e.stream_id = d.id
      where e.epoch is distinct from d.epoch
    );
  end if;

  with moved as (
    update stream_heads h set sequence = d.next
    from unnest(owned_kinds, owned_ids, expected_sequences, next_sequences) as d (kind, id, expected, next)
    where h.stream_kind = d.kind and h.stream_id = d.id and h.sequence = d.expected
    returning h.stream_kind, h.stream_id
  )
  select array_agg(m.stream_kind), array_agg(m.stream_id) into moved_kinds, moved_ids from moved m;
  if coalesce(cardinality(moved_ids), 0) <> cardinality(owned_ids) then
    raise exception using errcode = 'RX001', message = 'the stream is not at the expected sequence', detail = (
      select string_agg(d.kind || ':' || d.id, ',')
      from unnest(owned_kinds, owned_ids) as d (kind, id)
      where not exists (select from unnest(moved_kinds, moved_ids) as m (kind, id) where m.kind = d.kind and m.id = d.id)
    );
  end if;
end
$$;
