"""xBRL-CSV 1.0, the Open Information Model as tables, which a JSON file says the meaning of."""
