create or replace function move_fences(
  owned_kinds smallint[], owned_ids bigint[], owned_epochs bigint[], expected_sequences bigint[], next_sequences bigint[],
  vouched_accounts bigint[], vouched_epochs bigint[])
returns void
language plpgsql
as $$
declare
  refused text;
begin
  with demanded as (
    select o.kind, o.id, o.epoch from unnest(owned_kinds, owned_ids, owned_epochs) as o (kind, id, epoch)
    union
    select 1::smallint, v.id, v.epoch from unnest(vouched_accounts, vouched_epochs) as v (id, epoch)
  ),
  locked as materialized (
    select e.stream_kind, e.stream_id, e.epoch
    from epochs e
    where (e.stream_kind, e.stream_id) in (select d.kind, d.id from demanded d)
    order by e.stream_kind, e.stream_id
    for share
  )
  select string_agg(distinct d.kind || ':' || d.id, ',') into refused
  from demanded d
  left join locked l on l.stream_kind = d.kind and l.stream_id = d.id
  where l.epoch is distinct from d.epoch;

  if refused is not null then
    raise exception using errcode = 'RX001', message = 'a newer activation owns the stream', detail = refused;
  end if;

  with demanded as (
    select o.kind, o.id, o.expected, o.next from unnest(owned_kinds, owned_ids, expected_sequences, next_sequences) as o (kind, id, expected, next)
  ),
  moved as (
    update stream_heads h set sequence = d.next
    from demanded d
    where h.stream_kind = d.kind and h.stream_id = d.id and h.sequence = d.expected
    returning h.stream_kind, h.stream_id
  )
  select string_agg(d.kind || ':' || d.id, ',') into refused
  from demanded d
  left join moved m on m.stream_kind = d.kind and m.stream_id = d.id
  where m.stream_id is null;

  if refused is not null then
    raise exception using errcode = 'RX001', message = 'the stream is not at the expected sequence', detail = refused;
  end if;
end
$$;

drop view invariant_rows_have_owners;

alter table orders
  add constraint fk_orders_account_id foreign key (account_id) references accounts (account_id),
  add constraint fk_orders_instrument_id foreign key (instrument_id) references instruments (instrument_id);
alter table ledger_transactions add constraint fk_ledger_transactions_account_id foreign key (account_id) references accounts (account_id);
