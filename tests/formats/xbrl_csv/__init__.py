"""Tests of xBRL-CSV."""
