"""Validation by judges; judges.py lists them, and panel.py asks them all.

Nothing is imported here, for the judges' own processes start from here.
"""
