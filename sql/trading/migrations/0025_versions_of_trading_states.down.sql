alter table book_standings drop column state_version;
