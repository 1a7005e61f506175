-- The update that moves fences calls refuse_commit for the first row that does not hold, when it has moved those before it. The function saw them moved and named them, so
-- that healthy writers dropped their memory. A stable function sees the rows as they were when the statement began; the row that failed is named by the caller,
-- because what a concurrent activation has changed is not in that snapshot. The function of four arguments stays for the silos of the version before.

create function refuse_commit(failed_kind smallint, failed_id bigint, kinds smallint[], ids bigint[], epochs bigint[], sequences bigint[]) returns bigint
stable language plpgsql
as $$
begin
  raise exception using errcode = 'RX001', message = 'a newer activation owns the stream, or it is not at the expected sequence', hint = coalesce((
    select string_agg(distinct coalesce(d.kind, 1) || ':' || d.id, ',')
    from unnest(kinds, ids, epochs, sequences) as d (kind, id, epoch, sequence)
    left join stream_heads h on h.stream_kind = coalesce(d.kind, 1) and h.stream_id = d.id
    where h.epoch is distinct from d.epoch or h.sequence <> d.sequence or (d.kind = failed_kind and d.id = failed_id)
  ), '');
end
$$;

comment on function refuse_commit(smallint, bigint, smallint[], bigint[], bigint[], bigint[]) is
  'Raises RX001 with the streams whose epoch or sequence is another one in the hint, as kind:id, and the one that failed. Without kinds they are accounts, without sequences only epochs count.';
