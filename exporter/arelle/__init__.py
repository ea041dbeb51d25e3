"""The one door to Arelle, the independent judge."""
