"""How people print numbers and dates."""
