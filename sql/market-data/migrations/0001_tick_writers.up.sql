-- What the writers of ticks need to write each tick once: who may write a shard, how far its stream is stored, and which ticks are stored already.

create table tick_checkpoints (
  shard bigint not null,
  -- Each activation of a writer takes the next epoch; a commit with an older one is refused.
  epoch bigint not null,
  -- Sequence token of the newest stream entry that is stored; null before the first one.
  stream_token bigint,
  written_at timestamptz,
  constraint pk_tick_checkpoints primary key (shard)
);

create table tick_watermarks (
  instrument_id integer not null,
  provider_id smallint not null,
  kind smallint not null,
  -- Highest sequence stored: providers number upwards, so whatever is at or below it was stored before.
  sequence bigint not null,
  constraint pk_tick_watermarks primary key (instrument_id, provider_id, kind)
);
