"""Reading the spreadsheets people keep, and writing spreadsheets that are safe to open. Pure.

`opening` turns a file into `Grid`s (what stands in which cell), `header` finds the columns,
`applications` and `experts` say what the rows mean and what is wrong with them.
"""
