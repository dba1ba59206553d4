"""The mutation exam: known edits and known noise, another exporter's file, and a score of what an engine tells.

Knows an engine only by what it takes (two paths) and gives (the contract's result as plain data).
"""
