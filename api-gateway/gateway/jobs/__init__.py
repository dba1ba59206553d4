"""All that knows RQ: jobs go in, records of them come out, and so do the artifacts that are made of finished ones."""
