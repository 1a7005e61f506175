-- A failover or a restore may lose the last commits of a book. It gives their sequences a second time then, and by its last sequence alone
-- a client can't tell that executions it was told are gone once the book has come as far again. So a book that opens on another history of
-- the database than before notes, together with its epoch, where its own history goes on. The id is drawn: a note that is lost, too, is not
-- taken for the one that follows.
create table book_histories (
  instrument_id integer not null,
  number integer not null,
  history_id bigint not null,
  first_sequence bigint not null,
  system_id bigint not null,
  timeline bigint not null,
  database_oid bigint not null,
  began_at timestamptz not null,
  constraint pk_book_histories primary key (instrument_id, number),
  constraint uq_book_histories_instrument_id_history_id unique (instrument_id, history_id),
  constraint fk_book_histories_instrument_id foreign key (instrument_id) references instruments (instrument_id),
  constraint ck_book_histories_number check (number > 0),
  constraint ck_book_histories_history_id check (history_id > 0),
  constraint ck_book_histories_first_sequence check (first_sequence > 0)
);

comment on table book_histories is 'Where the history of a book goes on after a failover or a restore of the database.';
comment on column book_histories.number is '1 for the first of the book, and so on.';
comment on column book_histories.history_id is 'Drawn at random, below 2^53, as clients know it.';
comment on column book_histories.first_sequence is 'The first event of this history, whether it has come yet or not.';
comment on column book_histories.system_id is 'Identifier of the database cluster, its timeline and the object id of the database when the book opened.';

create trigger tr_book_histories_append_only before update or delete or truncate on book_histories execute function refuse_change();

create view invariant_book_histories_follow_each_other as
select h.instrument_id, h.number, h.first_sequence
from (
  select instrument_id, number, first_sequence, row_number() over book as position, lag(first_sequence, 1, 1::bigint) over book as first_before
  from book_histories window book as (partition by instrument_id order by number)
) h
left join stream_heads s on s.stream_kind = 2 and s.stream_id = h.instrument_id
where h.number <> h.position or h.first_sequence < h.first_before or h.first_sequence > coalesce(s.sequence, 0) + 1;
