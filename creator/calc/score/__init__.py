"""`creator calc score`: sheets and a rule on files become totals, ranks and what broke ties."""
