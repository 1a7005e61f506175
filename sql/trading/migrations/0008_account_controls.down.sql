drop table account_controls;
