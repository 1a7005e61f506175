-- Reminders: each silo owns ranges of a ring of 32-bit hashes and reads the reminders in them.

create table reminders (
  service_id text not null,
  grain_id text not null,
  reminder_name text not null,
  start_time timestamptz not null,
  period_ms bigint not null,
  grain_hash integer not null,
  version integer not null,
  constraint pk_reminders primary key (service_id, grain_id, reminder_name)
);

create index ix_reminders_service_id_grain_hash on reminders (service_id, grain_hash);

insert into orleansquery (querykey, querytext) values
('ReadReminderRowsKey', $query$
select grain_id as "GrainId", reminder_name as "ReminderName", start_time as "StartTime", period_ms as "Period", version as "Version"
from reminders
where service_id = @ServiceId and grain_id = @GrainId
$query$),
('ReadReminderRowKey', $query$
select grain_id as "GrainId", reminder_name as "ReminderName", start_time as "StartTime", period_ms as "Period", version as "Version"
from reminders
where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName
$query$),
('ReadRangeRows1Key', $query$
select grain_id as "GrainId", reminder_name as "ReminderName", start_time as "StartTime", period_ms as "Period", version as "Version"
from reminders
where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash
$query$),
-- The range that wraps around the end of the ring.
('ReadRangeRows2Key', $query$
select grain_id as "GrainId", reminder_name as "ReminderName", start_time as "StartTime", period_ms as "Period", version as "Version"
from reminders
where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)
$query$),
('UpsertReminderRowKey', $query$
insert into reminders (service_id, grain_id, reminder_name, start_time, period_ms, grain_hash, version)
values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
on conflict (service_id, grain_id, reminder_name) do update
set start_time = excluded.start_time, period_ms = excluded.period_ms, grain_hash = excluded.grain_hash, version = reminders.version + 1
returning version as "Version"
$query$),
('DeleteReminderRowKey', $query$
with deleted as (
  delete from reminders
  where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName and version = @Version
  returning 1
)
select exists (select from deleted)
$query$),
('DeleteReminderRowsKey', $query$
delete from reminders where service_id = @ServiceId
$query$);
