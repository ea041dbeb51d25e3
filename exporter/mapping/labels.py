"""The printed labels that are filed, and whether what is reported is presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.findings.findings import Source
from exporter.line_items.grid import is_row_number
from exporter.mapping import rules
from exporter.project.mapping_csv import AS_PRINTED, NO_LABEL
from exporter.report.languages import matching_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.findings.findings import Finding
    from exporter.project.mapping_csv import MappingRow
    from exporter.taxonomy.concepts import Concept
    from exporter.taxonomy.model import Taxonomy

__all__ = ["find_unpresented", "printed_labels"]


def printed_labels(
    rows: list[MappingRow], taxonomy: Taxonomy, findings: list[Finding]
) -> dict[tuple[str, str, str], str]:
    """Collect the labels to file, as the rows have them, in the languages of the taxonomy.

    Conflicts, and languages that the taxonomy does not have, are added to the findings. Over the base alone no label is
    filed, so that none conflicts.

    Returns: the texts by concept, label role and language.
    """
    labels: dict[tuple[str, str, str], tuple[str, Source]] = {}
    printed = [
        (row, row.labelled, language, text)
        for row in rows
        if row.labelled is not None and row.label_role != NO_LABEL
        for language, text in row.labels.items()
        if text and not is_row_number(text)
    ]
    languages = {language: matching_language(language, taxonomy.languages) for _, _, language, _ in printed}
    findings += [_missing_language(language, taxonomy) for language, match in languages.items() if match is None]
    for row, labelled, printed_language, text in printed:
        if language := languages[printed_language]:
            key = (labelled, row.label_role, language)
            earlier_text, earlier_source = labels.setdefault(key, (text, row.source))
            if earlier_text != text and taxonomy.base:
                message = f"{key[0]} is labelled both {earlier_text!r} and {text!r} as {key[1]} in {language}"
                hint = "file one of them under another label role, such as terseLabel or verboseLabel"
                finding = rules.MAPPING_CONFLICTING_LABELS.finding(
                    message, row.source, hint=hint, related=(earlier_source,)
                )
                findings.append(finding)
    return {key: text for key, (text, _) in labels.items()}


def _presented_elsewhere(concept: Concept, taxonomy: Taxonomy) -> str:
    """Name the forms of statements in which a concept stands, none of which the project has."""
    forms = dict.fromkeys(row.network for row in taxonomy.published.presentation if row.concept == concept.name)
    if not forms:
        return "add a row to presentation.csv"
    return f"it stands in {', '.join(forms)}; name the form in which the statement is printed in `statements`"


def _missing_language(language: str, taxonomy: Taxonomy) -> Finding:
    known = ", ".join(taxonomy.languages)
    source = Source("report.toml")
    if taxonomy.base is None:
        message = f"the taxonomy has labels in {known} alone, so that none is filed in {language}"
        return rules.MAPPING_UNLABELLED_LANGUAGE.finding(message, source)
    message = f"labels are printed in {language}, and the extension has labels in {known} alone"
    hint = f"add {language} to the languages in the extension's taxonomy.toml, and its column to labels.csv"
    return rules.MAPPING_LABEL_LANGUAGE.finding(message, source, hint=hint)


def find_unpresented(rows: list[MappingRow], taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find concepts that are reported but not presented, or not in the role of their label (EFM 6.12.03).

    Over the base alone no printed label is filed, so that its role need not be presented; over a published taxonomy
    neither need be the concept.
    """
    if taxonomy.origin:
        return  # whoever publishes it presents what is to be presented
    presented_labels = {(row.concept, row.label_role) for row in taxonomy.presentation}
    presented_concepts = {row.concept for row in taxonomy.presentation}
    for row in rows:
        if row.concept and row.concept.name not in presented_concepts:
            message = f"{row.concept.name} is not presented"
            yield rules.MAPPING_NOT_PRESENTED.finding(
                message, row.source, hint=_presented_elsewhere(row.concept, taxonomy)
            )
        elif (
            taxonomy.base
            and row.labelled
            and row.label_role != NO_LABEL
            and (row.labelled, row.label_role) not in presented_labels
        ):
            roles = sorted(role for concept, role in presented_labels if concept == row.labelled)
            hint = _role_hint(row, roles)
            message = f"{row.labelled} is not presented with its {row.label_role}"
            yield rules.MAPPING_NOT_PRESENTED.finding(message, row.source, hint=hint)


def _role_hint(row: MappingRow, roles: list[str]) -> str:
    """Say in which roles a concept is presented; where all are negated, a row as printed has its sign wrong too."""
    if not roles:
        return "add a row to presentation.csv"
    if row.sign == AS_PRINTED and all(role.startswith("negated") for role in roles):
        return f"the sign looks reversed: it is presented as {', '.join(roles)}, which goes with sign reversed"
    return f"it is presented as {', '.join(roles)}"
