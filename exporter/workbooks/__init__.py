"""Workbooks: what their sheets hold, and what they show of it."""
