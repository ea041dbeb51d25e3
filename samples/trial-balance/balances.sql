-- The ledger of the database balances.sqlite, as balances.csv has it.
select * from balances order by "Account"
