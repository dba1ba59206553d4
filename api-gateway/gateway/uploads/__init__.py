"""How a model comes in: read from the request, found sound, kept under a name. Knows no job."""
