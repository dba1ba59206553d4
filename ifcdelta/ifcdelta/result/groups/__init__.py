"""Which changes are one fact: elements whose changes are of one form. Opens no model and finds no words."""
