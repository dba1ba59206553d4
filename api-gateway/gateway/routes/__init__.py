"""The calls of the API, a module a resource: parse, ask, answer. Nothing is decided here."""
