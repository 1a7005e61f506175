-- For which providers of ticks a feed may speak: prices of a provider may be a mark price, which decides about everybody's margin. Null stands for every provider. Who has no
-- row may speak for none. Feeds that exist may go on with whatever they send, because nothing tells what that was: give them their own, one by one.
create table provider_grants (
  user_id bigint not null,
  provider_ids smallint[],
  granted_at timestamptz not null default now(),
  constraint pk_provider_grants primary key (user_id),
  constraint fk_provider_grants_user_id foreign key (user_id) references users (user_id),
  constraint ck_provider_grants_provider_ids check (array_position(provider_ids, null) is null and 0 < all (provider_ids) and cardinality(provider_ids) <= 1000)
);

insert into provider_grants (user_id) select user_id from users where role = 2;
