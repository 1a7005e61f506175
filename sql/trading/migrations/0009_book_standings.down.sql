drop table book_standings;
