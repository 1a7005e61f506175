-- A client lists orders by its own text for them. It is part of what an order asks, so the column follows from that and can't differ: a
-- text, or the number that tags were before.
alter table orders
  add column tag text generated always as (coalesce(instructions ->> 'label', instructions ->> 'tag')) stored
    constraint ck_orders_tag check (tag ~ '^[-A-Za-z0-9._~!$()*+,=:@]{1,32}$');
alter table order_refusals
  add column tag text generated always as (coalesce(instructions ->> 'label', instructions ->> 'tag')) stored
    constraint ck_order_refusals_tag check (tag ~ '^[-A-Za-z0-9._~!$()*+,=:@]{1,32}$');

comment on column orders.tag is 'The client''s own text to list and cancel orders together by; null for none.';
comment on column order_refusals.tag is 'The client''s own text to list and cancel orders together by; null for none.';

create index ix_orders_account_id_tag on orders (account_id, tag, created_at, order_id) where tag is not null;
create index ix_order_refusals_account_id_tag on order_refusals (account_id, tag, refused_at, client_order_id) where tag is not null;
