"""What the judges say of the official conformance suites; nothing of these is kept here."""
