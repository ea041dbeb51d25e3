"""The syntaxes that a Report can be read from and written to; registry.py is the one table of them."""
