"""The random exam: any attribute of any instance of a model is edited, and the result must account for it.

Knows an engine only by what it takes (two paths) and gives (the contract's result as plain data).
"""
