"""Many filings in one run: what is to be done, who does it, and a journal that is true whatever happens."""
