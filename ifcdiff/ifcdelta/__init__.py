"""The diff engine: two IFC files in, what changed between them out.

A library and a command line (`python -m ifcdelta old.ifc new.ifc`); knows no queue, no HTTP and no volume.

IfcOpenShell 0.9 sets itself up as it makes its first file: two threads that make one at the same time die of signal 11.
A package is imported once, by one thread, before anything of it can be called: so that file is made here.
"""

import ifcopenshell

ifcopenshell.file(schema="IFC4")
