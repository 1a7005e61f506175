delete from orleansquery where querykey in ('ReadFromStorageKey', 'WriteToStorageKey', 'ClearStorageKey', 'DeleteStorageKey');
drop table grain_states;
