"""Databases: what a query gives, as text that says it exactly; read, and never written."""
