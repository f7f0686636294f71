"""Experts are assigned to proposals: an exact market, floors, and what to say without a plan."""
