"""The prefixes of report.toml beside those of the taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Source
from exporter.project import rules
from exporter.report.names import RESERVED_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["check_prefixes"]


def check_prefixes(project: Project, taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find prefixes that stand for another namespace in the taxonomy or in the specifications.

    A measure with such a prefix would be filed in that other namespace.
    """
    taken = {**RESERVED_PREFIXES, **taxonomy.namespaces}
    for prefix, namespace in project.prefixes.items():
        if taken.get(prefix, namespace) != namespace:
            message = f"the prefix {prefix!r} is {namespace} here, and stands for {taken[prefix]} already"
            hint = "choose another prefix for the units"
            yield rules.PROJECT_TAKEN_PREFIX.finding(message, Source("report.toml"), hint=hint)
