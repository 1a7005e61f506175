-- A refused commit names its streams in the hint, too: silos no longer ask for the details of errors, because those of other errors hold the values of rows and end in logs.
create or replace function refuse_commit(kinds smallint[], ids bigint[], epochs bigint[], sequences bigint[]) returns bigint
language plpgsql
as $$
declare
  refused text := (
    select string_agg(distinct coalesce(d.kind, 1) || ':' || d.id, ',')
    from unnest(kinds, ids, epochs, sequences) as d (kind, id, epoch, sequence)
    left join stream_heads h on h.stream_kind = coalesce(d.kind, 1) and h.stream_id = d.id
    where h.epoch is distinct from d.epoch or h.sequence <> d.sequence
  );
begin
  -- Silos of before read the detail.
  raise exception using errcode = 'RX001', message = 'a newer activation owns the stream, or it is not at the expected sequence', detail = refused, hint = coalesce(refused, '');
end
$$;
