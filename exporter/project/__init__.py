"""What the user writes: report.toml, mapping.csv, footnotes.csv, and the rules in them."""
