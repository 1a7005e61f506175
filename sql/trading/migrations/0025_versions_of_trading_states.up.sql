-- An instrument that is active twice, or a call that comes late, could tell a book a state that a newer memory has overruled, such as the end of a halt. The memory of an instrument has a
-- version that rises with each write of it, and a book takes no state of an older one than it took last. Silos of before say no version; theirs is not looked at.
alter table book_standings add column state_version bigint not null default 0;
