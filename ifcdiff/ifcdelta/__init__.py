"""The diff engine: two IFC files in, what changed between them out.

A library and a command line (`python -m ifcdelta old.ifc new.ifc`); knows no queue, no HTTP and no volume.
"""
