-- What an account was told to do without being asked again: refuse new orders while its kill switch is on, and cancel all its orders at a time unless it is told another one
-- before. Written in the account's own transactions, so that only its newest activation can set or lift them; an account without a row was told nothing.
create table account_controls (
  account_id bigint not null,
  is_kill_switch_on boolean not null,
  cancel_all_at timestamptz,
  constraint pk_account_controls primary key (account_id),
  constraint fk_account_controls_account_id foreign key (account_id) references accounts (account_id)
) with (fillfactor = 50);

create index ix_account_controls_cancel_all_at on account_controls (cancel_all_at) where cancel_all_at is not null;
create index ix_account_controls_is_kill_switch_on on account_controls (account_id) where is_kill_switch_on;
