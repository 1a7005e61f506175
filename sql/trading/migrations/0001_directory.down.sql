drop table instruments;
drop table accounts;
drop table users;
