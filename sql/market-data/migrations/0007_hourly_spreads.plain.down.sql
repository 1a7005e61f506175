drop view spreads_h1;
