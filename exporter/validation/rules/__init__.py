"""The own judge's rules, one module a subject."""
