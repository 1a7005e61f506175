-- The timescale flavour has something to avoid.
select;
