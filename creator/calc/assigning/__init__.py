"""`creator calc assign`: the files it reads, and what it says of a plan."""
