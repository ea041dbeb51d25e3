"""Writers: `write(report, destination)` for each syntax. Which there are stands in `exporter.formats`."""
