"""Validation by three judges: XML Schema by xmlschema, XML Schema by libxml2, and everything else by Arelle.

`exporter.validation.panel` asks them all. Nothing is imported here, for the judges' own processes start from here.
"""
