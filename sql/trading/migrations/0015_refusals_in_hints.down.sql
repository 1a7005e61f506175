create or replace function refuse_commit(kinds smallint[], ids bigint[], epochs bigint[], sequences bigint[]) returns bigint
language plpgsql
as $$
begin
  raise exception using errcode = 'RX001', message = 'a newer activation owns the stream, or it is not at the expected sequence', detail = (
    select string_agg(distinct coalesce(d.kind, 1) || ':' || d.id, ',')
    from unnest(kinds, ids, epochs, sequences) as d (kind, id, epoch, sequence)
    left join stream_heads h on h.stream_kind = coalesce(d.kind, 1) and h.stream_id = d.id
    where h.epoch is distinct from d.epoch or h.sequence <> d.sequence
  );
end
$$;
