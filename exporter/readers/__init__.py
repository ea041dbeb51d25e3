"""Readers: `read(source) -> (Report, findings)` for each syntax. Which there are stands in `exporter.formats`."""
