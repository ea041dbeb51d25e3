"""Columns by the million: what knows the table engine and no XBRL."""
