"""How far scores can be relied on; advice only."""
