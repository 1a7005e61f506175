drop table orleansquery;
