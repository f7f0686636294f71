"""A ranking or ballots become awards: rule, walk, ledger, and the optimum beside it."""
