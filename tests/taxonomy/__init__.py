"""Tests of the taxonomy modules."""
