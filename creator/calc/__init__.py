"""Plain files for the sums that decide: strict readers of CSV and TOML, writers of results.

An auditor has files, not the database. What `docs/calc.md` documents is read here, handed to
`creator.reckoning`, and written again. Pure: no database, no Flask, no click; what should be told
on the way goes to the `say` of a `Desk`.
"""
