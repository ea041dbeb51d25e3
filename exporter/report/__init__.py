"""The waist: what was reported, independent of any syntax."""
