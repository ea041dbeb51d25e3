"""The own judge's rules, one module a subject: each has a table `RULES`, and own_judge.py puts them together."""
