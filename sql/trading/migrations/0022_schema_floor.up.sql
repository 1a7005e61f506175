-- The lowest schema version that a program must know to work here. A migration that programs of before don't survive raises it in its own transaction; they refuse to work from then on.

create table schema_floor (
  is_single boolean not null default true,
  version bigint not null,
  constraint pk_schema_floor primary key (is_single),
  constraint ck_schema_floor_is_single check (is_single)
);

insert into schema_floor (version) values (22);
