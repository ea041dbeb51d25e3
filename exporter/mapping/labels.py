"""The printed labels that are filed, and whether what is reported is presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.mapping import rules
from exporter.project.mapping_csv import NO_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.findings.findings import Finding, Source
    from exporter.project.mapping_csv import MappingRow
    from exporter.taxonomy.model import Taxonomy

__all__ = ["find_unpresented", "printed_labels"]


def printed_labels(rows: list[MappingRow], findings: list[Finding]) -> dict[tuple[str, str, str], str]:
    """Collect the labels to file, as the rows have them; conflicts are added to the findings.

    Returns: the texts by concept, label role and language.
    """
    labels: dict[tuple[str, str, str], tuple[str, Source]] = {}
    for row in rows:
        if row.labelled is None or row.label_role == NO_LABEL:
            continue
        for language, text in row.labels.items():
            if not text:
                continue
            key = (row.labelled, row.label_role, language)
            earlier_text, earlier_source = labels.setdefault(key, (text, row.source))
            if earlier_text != text:
                message = f"{key[0]} is labelled both {earlier_text!r} and {text!r} as {key[1]} in {language}"
                hint = "file one of them under another label role, such as terseLabel or verboseLabel"
                finding = rules.MAPPING_CONFLICTING_LABELS.finding(
                    message, row.source, hint=hint, related=(earlier_source,)
                )
                findings.append(finding)
    return {key: text for key, (text, _) in labels.items()}


def find_unpresented(rows: list[MappingRow], taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find concepts that are reported but not presented, or not in the role of their label (EFM 6.12.03)."""
    presented_labels = {(row.concept, row.label_role) for row in taxonomy.presentation}
    presented_concepts = {row.concept for row in taxonomy.presentation}
    for row in rows:
        if row.concept and row.concept.name not in presented_concepts:
            message = f"{row.concept.name} is not presented"
            yield rules.MAPPING_NOT_PRESENTED.finding(message, row.source, hint="add a row to presentation.csv")
        elif row.labelled and row.label_role != NO_LABEL and (row.labelled, row.label_role) not in presented_labels:
            roles = sorted(role for concept, role in presented_labels if concept == row.labelled)
            hint = f"it is presented as {', '.join(roles)}" if roles else "add a row to presentation.csv"
            message = f"{row.labelled} is not presented with its {row.label_role}"
            yield rules.MAPPING_NOT_PRESENTED.finding(message, row.source, hint=hint)
