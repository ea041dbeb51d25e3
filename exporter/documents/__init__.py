"""Documents made of what was printed: pages of tables and footnotes, whose cells say which fact they print."""
