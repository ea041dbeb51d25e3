"""Reports over published taxonomies: in every syntax, judged by all judges, without error or difference."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from exporter.dts.published import published_taxonomy
from exporter.dts.taxonomy_import import import_taxonomy
from exporter.export import export_report
from exporter.files.zip_archive import unpack
from exporter.findings.findings import Severity
from foreign.issuer import entry_points, over_another_year, write_project

__all__ = ["CASES", "Case", "CaseOutcome", "exported"]

_BASE = "taxonomies/ifrs-2022-and-esef-2022.zip"
_EXTENSION = "filings/esef-extension-taxonomy.zip"
_SYNTAXES = ("xml", "inline", "json", "csv", "xbri")
_PROJECTS = Path(__file__).parent / "projects"


@dataclass(frozen=True)
class Case:
    """A report.

    Attributes:
        title: what it is, in words.
        project: the folder of the project in `projects/`; None for the one that is made for the issuer's extension.
    """

    title: str
    project: str | None


CASES = (
    Case("statements of a made-up issuer with an anchored extension, over ESEF 2022 and IFRS 2022", "nordlicht"),
    Case("made-up figures against an issuer's extension, brought from ESEF 2021 to ESEF 2022", None),
)


@dataclass
class CaseOutcome:
    """What an export came to.

    Attributes:
        title: that of the case.
        facts: how many were filed.
        errors: their codes, and how often each came.
        warnings: likewise.
        differences: how many cells some syntax did not give back to some reader.
        missing: the judges that did not run, and syntaxes that were not compared.
    """

    title: str
    facts: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    differences: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def is_proven(self) -> bool:
        """Whether it was filed, and nothing is wrong with it."""
        return self.facts > 0 and not (self.errors or self.differences or self.missing)


def exported(case: Case, data: Path, scratch: Path) -> CaseOutcome:
    """Export a case.

    Args:
        case: which.
        data: the folder with the third-party material.
        scratch: a folder of its own.
    """
    project = scratch / "project"
    if case.project is not None:
        shutil.copytree(_PROJECTS / case.project, project)
    else:
        _write_issuer(project, data, scratch)
    result = export_report(project, scratch / "out", formats=_SYNTAXES, packages=[(data / _BASE).resolve()])
    severities = {
        severity: Counter(found.code for found in result.findings if found.severity is severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    }
    differences = sum(trip.counts["different"] for trip in result.round_trips.values())
    missing = [judgement.judge for judgement in result.judgements if judgement.not_run or judgement.failed]
    missing += [syntax for syntax in _SYNTAXES if syntax not in result.round_trips]
    facts = len(result.report) if result.report else 0
    errors, warnings = (dict(sorted(counts.items())) for counts in severities.values())
    return CaseOutcome(case.title, facts, errors, warnings, differences, missing)


def _write_issuer(project: Path, data: Path, scratch: Path) -> None:
    """Write the project for the issuer's extension, which is in the archive's only folder."""
    unpack(data / _EXTENSION, scratch / "archive")
    extension = project / "packages/extension"
    extension.parent.mkdir(parents=True)
    over_another_year(next((scratch / "archive").iterdir()), extension)
    (entry_point,) = entry_points(extension)
    index, _ = import_taxonomy([extension, data / _BASE], [entry_point])
    write_project(project, published_taxonomy(index), entry_point)
