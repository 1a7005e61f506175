-- One writer per truth. A stream is an account (kind 1) or an order book (kind 2).
-- epochs changes only when a stream gets a new activation, stream_heads with every commit: two tables, so that
-- a commit that vouches for another stream's epoch never waits for that stream's own commits.

create table epochs (
  stream_kind smallint not null,
  stream_id bigint not null,
  epoch bigint not null,
  constraint pk_epochs primary key (stream_kind, stream_id),
  constraint ck_epochs_stream_kind check (stream_kind in (1, 2))
);

create table stream_heads (
  stream_kind smallint not null,
  stream_id bigint not null,
  sequence bigint not null,
  constraint pk_stream_heads primary key (stream_kind, stream_id),
  constraint fk_stream_heads_stream foreign key (stream_kind, stream_id) references epochs (stream_kind, stream_id)
) with (fillfactor = 50);

-- Checks and moves the fences of a whole flush. Row n of owned_* is a stream that writes; row n of vouched_* is an account whose
-- epoch an order book relies on. Epoch rows are share-locked in key order: commits never wait for each other, an activation waits for
-- commits of its predecessor, and a commit after it is refused. Raises RX001 with the refused streams in the detail, as kind:id.
create function move_fences(
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
