"""Taxonomies: read from tables, checked, compiled to schemas and linkbases, wrapped in a package."""
