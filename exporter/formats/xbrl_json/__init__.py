"""xBRL-JSON 1.0, the Open Information Model as JSON."""
