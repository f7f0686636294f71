"""`creator calc allocate`: a ranking (or ballots), facts and a rule on files become awards."""
