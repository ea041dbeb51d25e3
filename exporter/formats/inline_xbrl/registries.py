"""Registries of transformations by their numbers: those that documents are written with."""

from __future__ import annotations

__all__ = ["NEWEST", "REGISTRIES"]

#: Their namespaces. Not all regulators take the newest one yet.
REGISTRIES = {
    3: "http://www.xbrl.org/inlineXBRL/transformation/2015-02-26",
    4: "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    5: "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16",
}
NEWEST = max(REGISTRIES)
