"""Resolved sentences turned into the rows of a program, one module a kind of rule."""
