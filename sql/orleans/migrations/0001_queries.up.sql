-- The Orleans runtime reads its statements from this table by key. It selects querykey and querytext from orleansquery, so these three names are not ours.

create table orleansquery (
  querykey text not null,
  querytext text not null,
  constraint pk_orleansquery primary key (querykey)
);
