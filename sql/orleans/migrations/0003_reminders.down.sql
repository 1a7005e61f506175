delete from orleansquery
where querykey in (
  'ReadReminderRowsKey', 'ReadReminderRowKey', 'ReadRangeRows1Key', 'ReadRangeRows2Key',
  'UpsertReminderRowKey', 'DeleteReminderRowKey', 'DeleteReminderRowsKey');
drop table reminders;
