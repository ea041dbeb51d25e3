"""The filing: one report in each syntax that was asked for, with its taxonomy, and each proven against the cells."""
