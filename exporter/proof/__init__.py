"""The round trip: what readers find in the filing, compared with every source cell."""
