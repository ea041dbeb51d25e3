"""Hostile inputs, made up and given to the command line: whatever they are, it ends in order."""
