"""The sums that decide: assignment of experts, scores, ranking, allocation of the money, draws.

Pure: values in, values out. Scores are `Decimal`, money is integer 分, nothing is a float, and
nothing depends on the order in which rows arrive, so every result can be replayed byte for byte.

Reliability stands apart: its figures say how far scores can be trusted and move none of them. Its
least squares (`additive`) and its simulation (`grey_zone`) reckon with floats inside.
"""
