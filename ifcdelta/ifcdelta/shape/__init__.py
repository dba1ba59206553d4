"""Shapes: made by IfcOpenShell's kernel in processes of their own, measured and compared as meshes."""
