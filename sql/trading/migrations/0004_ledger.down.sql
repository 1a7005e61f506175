drop view unsettled_accounts;
drop table settlements;
drop table positions;
drop table balances;
drop table ledger_postings;
drop table ledger_transactions;
