"""The engines behind one call: two models and a request in, the result file as plain data out."""
