"""The syntax Inline XBRL (1.0 and 1.1)."""
