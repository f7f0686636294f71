"""`creator calc explain`: why one proposal got what it got, in sentences, from the files alone."""
