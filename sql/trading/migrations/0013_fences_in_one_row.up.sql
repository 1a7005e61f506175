-- A fence is one row: its epoch stands beside its sequence, and the update that moves the sequence checks both. Stop all silos first: those of before know the two tables.
--
-- A commit that writes a stream is serialised with the stream's next activation by the row itself. A book's commit that only relies on an account's epoch must not wait for
-- that account's own commits, which update the row all the time: it holds a shared advisory lock on the account's number, and an activation of the account takes that lock
-- exclusively before it moves the epoch. Row locks did both before. They were written into the page and into the log for each stream of a commit, a third of all it cost.

alter table stream_heads drop constraint fk_stream_heads_stream, add column epoch bigint;
update stream_heads h set epoch = e.epoch from epochs e where e.stream_kind = h.stream_kind and e.stream_id = h.stream_id;
alter table stream_heads alter column epoch set not null, add constraint ck_stream_heads_stream_kind check (stream_kind in (1, 2));

drop function move_fences;
drop table epochs;

-- Raises RX001 with the streams of these whose epoch or sequence is another one in the detail, as kind:id. Without kinds they are accounts, without sequences only the epochs
-- count. It returns a number for statements that have none to put in its place.
create function refuse_commit(kinds smallint[], ids bigint[], epochs bigint[], sequences bigint[]) returns bigint
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
