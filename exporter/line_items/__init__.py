"""What the tables hold: every cell as printed, with where it stands and what its heading means."""
