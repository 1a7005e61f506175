-- Days, weeks and months in UTC stand ready here; the plain flavour learns to fold them.
select;
