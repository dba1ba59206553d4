"""The HTTP side of the service. Imports `contract` only; never ifcopenshell, never the worker."""
