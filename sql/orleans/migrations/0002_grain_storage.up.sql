-- Grain state: one row per grain and state name, guarded by a version. A lost race must return no row or the old version; Orleans then reports an inconsistent state.

create table grain_states (
  service_id text not null,
  grain_id_hash integer not null,
  state_name_hash integer not null,
  state_name text not null,
  grain_key_high bigint not null,
  grain_key_low bigint not null,
  grain_key_text text,
  payload bytea,
  version integer not null,
  modified_at timestamptz not null default now(),
  -- Two first writes of a grain with an integer key must collide too, although their text key is null.
  constraint uq_grain_states_grain unique nulls not distinct
    (grain_id_hash, state_name_hash, grain_key_high, grain_key_low, state_name, grain_key_text, service_id)
);

insert into orleansquery (querykey, querytext) values
('ReadFromStorageKey', $query$
select payload as "PayloadBinary", version as "Version"
from grain_states
where grain_id_hash = @GrainIdHash and state_name_hash = @GrainTypeHash
  and grain_key_high = @GrainIdN0 and grain_key_low = @GrainIdN1
  and state_name = @GrainTypeString
  and grain_key_text is not distinct from @GrainIdExtensionString
  and service_id = @ServiceId
$query$),
('WriteToStorageKey', $query$
with updated as (
  update grain_states
  set payload = @PayloadBinary, version = version + 1, modified_at = now()
  where grain_id_hash = @GrainIdHash and state_name_hash = @GrainTypeHash
    and grain_key_high = @GrainIdN0 and grain_key_low = @GrainIdN1
    and state_name = @GrainTypeString
    and grain_key_text is not distinct from @GrainIdExtensionString
    and service_id = @ServiceId
    and version = @GrainStateVersion
  returning version
), inserted as (
  insert into grain_states
    (service_id, grain_id_hash, state_name_hash, state_name, grain_key_high, grain_key_low, grain_key_text, payload, version)
  select @ServiceId, @GrainIdHash, @GrainTypeHash, @GrainTypeString, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @PayloadBinary, 1
  where @GrainStateVersion is null
  on conflict do nothing
  returning version
)
select version as "NewGrainStateVersion" from updated
union all
select version from inserted
$query$),
('ClearStorageKey', $query$
update grain_states
set payload = null, version = version + 1, modified_at = now()
where grain_id_hash = @GrainIdHash and state_name_hash = @GrainTypeHash
  and grain_key_high = @GrainIdN0 and grain_key_low = @GrainIdN1
  and state_name = @GrainTypeString
  and grain_key_text is not distinct from @GrainIdExtensionString
  and service_id = @ServiceId
  and version = @GrainStateVersion
returning version as "NewGrainStateVersion"
$query$),
('DeleteStorageKey', $query$
delete from grain_states
where grain_id_hash = @GrainIdHash and state_name_hash = @GrainTypeHash
  and grain_key_high = @GrainIdN0 and grain_key_low = @GrainIdN1
  and state_name = @GrainTypeString
  and grain_key_text is not distinct from @GrainIdExtensionString
  and service_id = @ServiceId
  and version = @GrainStateVersion
returning version + 1 as "NewGrainStateVersion"
$query$);
