"""IfcOpenShell's own `ifcdiff`, for comparison."""
