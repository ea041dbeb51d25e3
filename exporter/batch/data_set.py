"""One data set out of many filings: their facts, ledgers and findings as Parquet files, partitioned as Hive does.

DIR/facts/entity=<identifier>/period=<day>/<item>.parquet, and the same below DIR/ledger and DIR/findings. Each file of
a table has the same columns, so that one query reads all of them. A file is whole whenever it is there, and is named
for its item, so that no two items write one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError, OutputError
from exporter.files.temporary import remove_leftovers, temporary_folder
from exporter.findings.frame import FINDING_COLUMNS, findings_frame
from exporter.formats.facts_table.writer import namespace_of
from exporter.frames.engine import engine_for, write_parquet
from exporter.line_items.cell_columns import ledger_columns
from exporter.project.report_toml import read_project
from exporter.report.report import FACT_COLUMNS, TRAIT_COLUMNS
from exporter.validation.judges import readers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.batch.items import Item
    from exporter.batch.journal import Entry
    from exporter.filing.export_result import Export
    from exporter.report.report import Report

__all__ = ["DATA_SET_COLUMNS", "DataSet", "ItemFiles", "check_apart"]

FACTS, LEDGER, FINDINGS = "facts", "ledger", "findings"
#: What Hive calls a partition whose key is null.
_NULL = "__HIVE_DEFAULT_PARTITION__"
#: How the folder begins in which files are written before they take their places.
_STAGING = ".data-set-"
_DAY = len("2003-09-30")
#: What the ledger's `period` is called here, since a key of the partitions hides a column of its name.
_PERIOD = "fact_period"


def _ledger_schema() -> dict[str, pl.DataType]:
    names = (_PERIOD if name == "period" else name for name in ledger_columns(readers()))
    return {name: pl.Int64() if name == "row" else pl.String() for name in names}


#: The tables and their columns. The entity of a fact is a key, too, and has its scheme as a column.
DATA_SET_COLUMNS: dict[str, pl.Schema] = {
    FACTS: pl.Schema(
        {  # type: ignore[arg-type]  # the types of two Schemas are legal in a third
            "item": pl.String,
            **{name: kind for name, kind in FACT_COLUMNS.items() if name != "entity"},
            **TRAIT_COLUMNS,
            "concept_namespace": pl.String,
            "entity_scheme": pl.String,
        }
    ),
    LEDGER: pl.Schema({"item": pl.String(), **_ledger_schema()}),
    FINDINGS: pl.Schema({"item": pl.String(), **FINDING_COLUMNS}),
}


def check_apart(folder: Path, outs: Iterable[Path]) -> None:
    """See that no table of a data set lies in an output folder of an item, nor the other way round.

    Raises:
        MisuseError: one does.
    """
    tables = [(folder / table).resolve() for table in DATA_SET_COLUMNS]
    for out in map(Path.resolve, outs):
        if any(table.is_relative_to(out) or out.is_relative_to(table) for table in tables):
            raise MisuseError(f"the data set in {folder} would lie where {out} is written; name another folder for it")


class DataSet:
    """What a data set holds of each item, as it was when somebody looked."""

    def __init__(self, folder: Path) -> None:
        """Look which files are there; the folder need not be."""
        self._folder = folder.resolve()
        self._files: dict[str, list[Path]] = defaultdict(list)
        for table in DATA_SET_COLUMNS:
            for path in (self._folder / table).glob("entity=*/period=*/*.parquet"):
                self._files[path.stem].append(path)

    def holds(self, entry: Entry) -> bool:
        """Tell whether all of an item is there, once; of one that was not filed, the findings are all."""
        tables = sorted(path.relative_to(self._folder).parts[0] for path in self._files.get(entry.id, ()))
        return tables == sorted(DATA_SET_COLUMNS) or (tables == [FINDINGS] and not entry.facts)

    def files_of(self, item: Item) -> ItemFiles:
        """Give what whoever does an item writes its part with."""
        return ItemFiles(self._folder, item, tuple(self._files.get(item.id, ())))


@dataclass(frozen=True, slots=True)
class ItemFiles:
    """The files of an item in a data set.

    Attributes:
        folder: the data set's.
        item: the item.
        earlier: those that are there.
    """

    folder: Path
    item: Item
    earlier: tuple[Path, ...] = ()

    def write(self, result: Export, project: Path) -> None:
        """Write what came of the item: facts, ledger and findings, or, where it was not filed, the findings.

        Earlier files stay until all new ones are in their places; those of other partitions go then.

        Args:
            result: what came of it.
            project: the project's folder on this machine.

        Raises:
            OutputError: a file cannot be written.
        """
        place = self._partition(result, project) / f"{self.item.id}.parquet"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.folder, _STAGING)
            with temporary_folder(self.folder, _STAGING) as staging:
                tables = list(self._write_tables(result, staging))
                new = [self.folder / table / place for table in tables]
                for table, path in zip(tables, new, strict=True):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    (staging / table).replace(path)
            for path in set(self.earlier).difference(new):
                path.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or error
            raise OutputError(f"{self.folder} cannot be given the facts of {self.item.id}: {reason}") from error

    def _write_tables(self, result: Export, staging: Path) -> Iterator[str]:
        """Write the tables that there are of an item, each as a file of its name; yield the names."""
        findings = findings_frame(result.findings)
        tables: dict[str, tuple[pl.LazyFrame, int]] = {}
        if result.report is not None and result.round_trip is not None:
            tables[FACTS] = _facts(result.report), len(result.report)
            tables[LEDGER] = result.round_trip.lazy.rename({"period": _PERIOD}), result.round_trip.height
        tables[FINDINGS] = findings.lazy(), findings.height
        for name, (table, rows) in tables.items():
            columns = _in_schema(table, DATA_SET_COLUMNS[name], self.item.id)
            with (staging / name).open("wb") as stream:
                write_parquet(columns, stream, rows)
            yield name

    def _partition(self, result: Export, project: Path) -> Path:
        """Name the partition: by the filing's facts, or else by what report.toml says."""
        known = _entity_and_period(result.report) if result.report is not None else self._declared(project)
        entity, period = (_NULL if text is None else _escaped(text) for text in known)
        return Path(f"entity={entity}", f"period={period}")

    def _declared(self, folder: Path) -> tuple[str | None, str | None]:
        """Give the entity and the end of the newest period that report.toml names, as far as it can be read."""
        project, _ = read_project(folder, values=self.item.values)
        if project is None:
            return None, None
        return project.entity[1], max((period.end for period in project.periods.values()), default=None)


def _facts(report: Report) -> pl.LazyFrame:
    return report.lazy.with_columns(
        concept_namespace=namespace_of("concept", report), entity_scheme=namespace_of("entity", report)
    )


def _in_schema(table: pl.LazyFrame, schema: pl.Schema, item: str) -> pl.LazyFrame:
    """Give a table the columns of a schema: null where it lacks one, and without any other."""
    present = {*table.collect_schema(), "item"}
    absent = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in present]
    return table.with_columns(pl.lit(item).alias("item"), *absent).select(schema.names())


def _entity_and_period(report: Report) -> tuple[str | None, str | None]:
    """Give the identifier of the entity, and the day on which the newest period ends."""
    newest = report.lazy.select(pl.col("entity").first(), pl.col("period_end").max())
    entity, end = newest.collect(engine=engine_for(report.table)).row(0)
    return entity and entity.partition(":")[2], end and end[:_DAY]


def _escaped(text: str) -> str:
    """Escape in the value of a partition's key what is no letter, digit, `_`, `-` or `.`, as Hive does: ASCII alone."""
    return "".join(
        char if char.isalnum() or char in "_-." or not char.isascii() else f"%{ord(char):02X}" for char in text
    )
