"""What changed of the elements that both models have: a module an aspect, and `run`, which asks them all.

An aspect's module has `compare(pair, context)`, which returns what changed or None, or raises `Unknown`. Placement and
geometry are compared for all pairs at once. Imports rooms below: `match`, `narrow`, `shape`, `index`, `read`.
"""
