"""Arelle, the independent judge: what it says about a file, and the facts as it understands them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.arelle.examination import examine, load_arelle
from exporter.arelle.log import NOT_FOUND
from exporter.arelle.process import LIMITS, ArelleError, warm_process
from exporter.errors import UnreadableInputError
from exporter.files.inputs import path_text
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import NEEDS_SCHEMA, JudgeMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exporter.files.process_limits import Limits
    from exporter.report.report import Report

__all__ = ["ArelleResult", "judge_with_arelle", "start_arelle", "stop_arelle"]


@dataclass(frozen=True)
class ArelleResult:
    """What Arelle says, and the facts as it loaded them.

    Attributes:
        messages: by document, line and code, each once; empty if the file is valid.
        report: the facts of the instance, in document order; an empty table if there is no instance. Facts whose
            concept is not declared, and fractions are not in it; for each of them there is an error.
        not_judged: what the messages say nothing about.
    """

    messages: tuple[JudgeMessage, ...]
    report: Report
    not_judged: tuple[str, ...] = ()


def judge_with_arelle(
    entry_point: Path | Sequence[Path],
    packages: Sequence[Path] = (),
    calculations: str = "1.1",
    *,
    ours: bool = True,
    base_taxonomies: bool = True,
    limits: Limits = LIMITS,
) -> ArelleResult:
    """Have Arelle load and validate a file.

    It checks XBRL 2.1, dimensions, calculations, unit registry, formulas and OIM.

    Args:
        entry_point: an xBRL-XML instance, a taxonomy schema, or a taxonomy package (each of its entry points); or the
            Inline XBRL documents of a set.
        packages: taxonomy packages (zip) whose catalogs say where URLs lie; there is no network.
        calculations: by which rules totals are judged, `1.1` or those of XBRL `2.1`.
        ours: whether we wrote the file; see `examine`.
        base_taxonomies: whether it judges the taxonomies, too, that lie neither beside the file nor in its package.
        limits: of time and memory.

    Raises:
        UnreadableInputError: one of the files does not exist, or Arelle sees nothing in it to judge.
        ArelleError: Arelle broke down or ran out of time, or a path is not UTF-8, which it cannot take.
    """
    entry_points = [entry_point] if isinstance(entry_point, Path) else list(entry_point)
    for path in (*entry_points, *packages):
        if not path.is_file():
            raise UnreadableInputError(f"{path} does not exist or is not a file")
    try:
        names, package_names = ([path_text(path.absolute()) for path in paths] for paths in (entry_points, packages))
    except UnreadableInputError as error:  # the other judges read it all the same
        raise ArelleError(str(error)) from error
    call = partial(examine, ours=ours, base_taxonomies=base_taxonomies)
    answer = warm_process().call(call, names, package_names, calculations, limits=limits)
    if any(entry["code"].endswith(":MemoryError") for entry in answer["messages"]):
        raise ArelleError(f"Arelle broke down: it ran out of its {LIMITS.megabytes:,} MB of memory")
    if not answer["recognised"] and not answer["messages"]:
        raise UnreadableInputError(f"{entry_points[0]} is neither an XBRL instance nor a taxonomy")
    messages, not_judged = _distinct_messages(answer["messages"]), tuple(answer["not_judged"])
    if answer["lacks_schema"]:  # the rest is a consequence of that
        messages = tuple(message for message in messages if message.code in NOT_FOUND)
        not_judged += (NEEDS_SCHEMA,)
    return ArelleResult(messages, _report(answer["report"]), not_judged)


def start_arelle() -> None:
    """Start Arelle's process and have it load Arelle, without waiting for it."""
    warm_process().begin(load_arelle)


def stop_arelle() -> None:
    """End Arelle's process, whatever it is doing.

    Whoever waits for it gets an ArelleError.
    """
    warm_process().stop()


def _distinct_messages(entries: Iterable[Mapping[str, Any]]) -> tuple[JudgeMessage, ...]:
    """Sort the messages and leave out repetitions.

    Arelle repeats what several entry points of a package share.
    """
    messages = (
        JudgeMessage(**{**entry, "severity": Severity(entry["severity"]), "fact_ids": tuple(entry["fact_ids"])})
        for entry in entries
    )
    return tuple(sorted(dict.fromkeys(messages), key=_message_order))


def _message_order(message: JudgeMessage) -> tuple[object, ...]:
    """Give the key to sort a message by: document, line, code.

    Arelle's own order follows memory addresses, so it differs from run to run.
    """
    line = message.line
    return message.file or "", line is None, line or 0, message.code, message.message, message.fact_ids


def _report(plain: Mapping[str, Any]) -> Report:
    """Build the Report from its parts as plain data."""
    import polars as pl  # noqa: PLC0415 - 0.2 s and 35 MB, and the warm process, which has this module, does without

    from exporter.report.report import FOOTNOTE_COLUMNS, Report, dimensions_text, facts_frame  # noqa: PLC0415 - imports polars

    rows = ({**fact, "dimensions": dimensions_text(fact["dimensions"])} for fact in plain["facts"])
    footnotes = pl.DataFrame(plain["footnotes"], schema=FOOTNOTE_COLUMNS)
    return Report(
        facts_frame(rows), plain["namespaces"], tuple(plain["entry_points"]), plain["typed_domains"], footnotes
    )
