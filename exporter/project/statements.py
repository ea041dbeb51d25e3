"""The forms in which a project prints its statements, chosen among those of the taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.files.recent import Recent
from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.project import rules

if TYPE_CHECKING:
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["choose_statements"]


def choose_statements(project: Project, taxonomy: Taxonomy) -> tuple[Taxonomy, list[Finding]]:
    """Leave the forms that the project does not choose out of its taxonomy.

    Returns: the taxonomy as the project uses it, and a finding for each form that there is not.
    """
    known = ", ".join(taxonomy.forms) or "none, since an extension says itself how its statements are printed"
    findings = [
        rules.PROJECT_UNKNOWN_STATEMENT.finding(
            f"the taxonomy has no form of a statement that is called {name!r}",
            Source("report.toml"),
            hint=nearest(name, taxonomy.forms) or f"known are {known}",
        )
        for name in dict.fromkeys(project.statements)
        if name not in taxonomy.forms
    ]
    chosen = tuple(name for name in project.statements if name in taxonomy.forms)
    _, in_forms = _recent.get((id(taxonomy), chosen), lambda: (taxonomy, taxonomy.in_forms(chosen)))
    return in_forms, findings


#: By the identity of a taxonomy that stays in memory, so that its identity is its own, and by the forms chosen of it.
_recent: Recent[tuple[Taxonomy, Taxonomy]] = Recent(4)
