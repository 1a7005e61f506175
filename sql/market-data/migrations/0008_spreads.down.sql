drop view invariant_spreads_h1;
drop function spreads(integer, integer, timestamptz, timestamptz, integer, boolean);
