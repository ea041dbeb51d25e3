"""Printed figures against each other; nothing here changes what is filed."""
