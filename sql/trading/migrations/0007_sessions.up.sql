-- What a book protects its traders from, and when it trades. Instruments from before keep what they had: no protection, no schedule, trading round the clock.
-- A schedule is one document, because it is only ever read and replaced as a whole. schedule_since is when it came into force: changes of state that it would have
-- made before do not count as missed.

alter table instruments
  add column min_notional numeric not null default 0,
  add column max_notional numeric not null default 0,
  add column static_band_basis_points integer not null default 0,
  add column dynamic_band_basis_points integer not null default 0,
  add column interrupts_on_volatility boolean not null default false,
  add column max_orders_per_account integer not null default 0,
  add column volatility_auction_s integer not null default 120,
  add column schedule jsonb,
  add column schedule_since timestamptz,
  add constraint ck_instruments_notionals check (min_notional >= 0 and (max_notional = 0 or max_notional >= min_notional)),
  add constraint ck_instruments_bands check (static_band_basis_points between 0 and 100000 and dynamic_band_basis_points between 0 and 100000),
  add constraint ck_instruments_max_orders_per_account check (max_orders_per_account >= 0),
  add constraint ck_instruments_volatility_auction_s check (volatility_auction_s between 1 and 86400),
  add constraint ck_instruments_schedule check ((schedule is null) = (schedule_since is null));
