"""Taxonomy sets: where their documents lie, which belong to one, and the index that is kept of one."""
