-- Stop all silos first.
create table epochs (
  stream_kind smallint not null,
  stream_id bigint not null,
  epoch bigint not null,
  constraint pk_epochs primary key (stream_kind, stream_id),
  constraint ck_epochs_stream_kind check (stream_kind in (1, 2))
);
insert into epochs (stream_kind, stream_id, epoch) select stream_kind, stream_id, epoch from stream_heads;

alter table stream_heads
  drop constraint ck_stream_heads_stream_kind,
  drop column epoch,
  add constraint fk_stream_heads_stream foreign key (stream_kind, stream_id) references epochs (stream_kind, stream_id);

drop function refuse_commit;

create function move_fences(
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
