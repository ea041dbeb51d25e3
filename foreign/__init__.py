"""Reads filings that others made, writes them in every syntax, and reads them back; nothing of these is kept here."""
