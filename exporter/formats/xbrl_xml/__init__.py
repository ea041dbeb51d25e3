"""The syntax xBRL-XML (XBRL 2.1)."""
