-- When instruments trade, copied from their schedules: day candles go by the trading day of the instrument, and the trading database may be another server.
-- A trading day lasts from the start of its first session to the start of the next day's: what comes after the close, a closing auction that ends late above all,
-- belongs to the day that closed. Without rows, and before the first one, days are those of UTC.

create table trading_sessions (
  instrument_id integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  trading_day date not null,
  -- Whether it is the first session of its day.
  begins_day boolean not null,
  constraint pk_trading_sessions primary key (instrument_id, starts_at),
  constraint ck_trading_sessions_ends_at check (ends_at >= starts_at)
);
create unique index uq_trading_sessions_instrument_id_starts_at_begins_day on trading_sessions (instrument_id, starts_at) include (trading_day) where begins_day;

-- Which schedule was copied, and how far.
create table copied_schedules (
  instrument_id integer not null,
  -- When the schedule came into force; null when the instrument has none any more.
  schedule_since timestamptz,
  copied_until timestamptz not null,
  constraint pk_copied_schedules primary key (instrument_id)
);

-- The trading day of a moment: its date, its start and its end.
create function trading_day_at(for_instrument_id integer, at timestamptz, out trading_day date, out starts_at timestamptz, out ends_at timestamptz)
language plpgsql stable as $function$
begin
  select s.trading_day, s.starts_at into trading_day, starts_at
  from trading_sessions s where s.instrument_id = for_instrument_id and s.begins_day and s.starts_at <= at
  order by s.starts_at desc limit 1;
  select s.starts_at into ends_at
  from trading_sessions s where s.instrument_id = for_instrument_id and s.begins_day and s.starts_at > at
  order by s.starts_at limit 1;
  if trading_day is null then
    trading_day := (at at time zone 'utc')::date;
    starts_at := trading_day::timestamp at time zone 'utc';
    ends_at := least(ends_at, (trading_day + 1)::timestamp at time zone 'utc');
  else
    ends_at := coalesce(ends_at, 'infinity');
  end if;
end
$function$;

-- The first day of the week or month of a trading day; the day itself for D1.
create function period_of(trading_day date, minutes integer) returns date
language sql immutable as $function$
  select case minutes when 1440 then trading_day when 10080 then date_trunc('week', trading_day::timestamp)::date else date_trunc('month', trading_day::timestamp)::date end
$function$;
