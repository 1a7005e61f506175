drop function refuse_commit(smallint, bigint, smallint[], bigint[], bigint[], bigint[]);
