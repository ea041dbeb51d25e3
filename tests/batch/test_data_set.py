"""The data set of a batch: what filings hold, in one schema, for whoever knows Hive's partitions; never half a file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from exporter.batch import data_set, run
from exporter.batch.data_set import DATA_SET_COLUMNS
from exporter.batch.items import entity_items, project_items
from exporter.batch.journal import DONE
from exporter.batch.run import Batch, Progress, run_batch
from exporter.errors import MisuseError
from exporter.export import export_report
from exporter.files.resources import bundled_folder
from tests.batch.companies import write_companies
from tests.batch.test_run import BATCH, QUICK, projects, states
from tests.projects import write_project

if TYPE_CHECKING:
    from exporter.batch.items import Item
    from exporter.batch.journal import Entry

#: How each reader is told that both keys of partitions are what they are.
KEYS = {"entity": pl.String(), "period": pl.Date()}
PAGE = bundled_folder("samples").parent / "docs" / "batch.md"


def batch_in(folder: Path, **changes: Any) -> Batch:  # noqa: ANN401 - whatever a Batch has
    """A quick batch with a data set beside its filings."""
    return replace(QUICK, out=folder / "out", facts=folder / "data", **changes)


def done_again(items: list[Item], batch: Batch) -> list[str]:
    """Run a batch, and list what was to be done."""
    told: list[Progress] = []
    run_batch(items, batch, progress=told.append)
    return [each.entry.id for each in told]


def files(data: Path) -> list[str]:
    """All files of a data set but those that a killed worker left half done, which have hidden names."""
    paths = (path.relative_to(data) for path in data.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not path.parts[0].startswith("."))


def read_polars(data: Path, table: str) -> pl.DataFrame:
    """A table as polars reads it."""
    scan = pl.scan_parquet(data / table / "**" / "*.parquet", hive_partitioning=True, hive_schema=KEYS)
    return scan.sort(pl.all()).collect()


def read_duckdb(data: Path, table: str) -> pl.DataFrame:
    """The same as DuckDB reads it."""
    types = "{'entity': VARCHAR, 'period': DATE}"
    rows = duckdb.execute(f"from read_parquet('{data}/{table}/**/*.parquet', hive_types = {types})")
    assert [name for name, *_ in rows.description or ()] == [*DATA_SET_COLUMNS[table], *KEYS]
    return pl.DataFrame(rows.fetchall(), {**DATA_SET_COLUMNS[table], **KEYS}, orient="row").sort(pl.all())


def test_it_holds_the_facts_ledgers_and_findings_of_the_filings(tmp_path: Path) -> None:
    """Each row as the export itself gives it, with the entity without its prefix, and the cells' period renamed."""
    items = projects(tmp_path / "in")
    run_batch(items, batch_in(tmp_path))
    for item in items:
        result = export_report(item.project, tmp_path / "alone" / item.id, arelle=False, formats=["xml"])
        facts, ledger, findings = (result.to_polars(table) for table in ("facts", "ledger", "findings"))
        expected = {
            "facts": facts.with_columns(pl.col("entity").str.strip_prefix("entity:")),
            "ledger": ledger.rename({"period": "fact_period"}),
            "findings": findings,
        }
        for table, rows in expected.items():
            held = read_polars(tmp_path / "data", table).filter(item=item.id)
            assert sorted(held.select(rows.columns).rows(), key=str) == sorted(rows.rows(), key=str)
    facts = read_polars(tmp_path / "data", "facts")
    assert set(facts["item"]) == {"p0", "p2"}
    assert set(facts["entity_scheme"]) == {"http://example.org/register"}
    assert set(facts["concept_namespace"]) == {"http://example.org/mini/2020"}


def test_all_files_of_a_table_have_one_schema(tmp_path: Path) -> None:
    """Whatever the item, its syntaxes and its faults: text, whole numbers, and one truth value; no binary float."""
    items = projects(tmp_path / "in", 2)
    assert states(run_batch(items, batch_in(tmp_path))) == {"p0": "clean", "p1": "errors"}
    samples = bundled_folder("samples")
    sample = project_items([str(samples / "ntt-2003-subscription")])
    run_batch(sample, replace(batch_in(tmp_path), out=tmp_path / "other", formats=("json", "inline")))
    for table, schema in DATA_SET_COLUMNS.items():
        paths = list((tmp_path / "data" / table).rglob("*.parquet"))
        assert len(paths) == (3 if table == "findings" else 2)
        assert [pl.read_parquet_schema(path) for path in paths] == [schema] * len(paths)
        assert set(schema.dtypes()) <= {pl.String, pl.Int64, pl.Int32, pl.Boolean}


@pytest.mark.slow
def test_duckdb_and_polars_agree_on_every_table(tmp_path: Path) -> None:
    """Of many companies by two processes; what its mistakes keep from being filed has findings alone."""
    mistakes = write_companies(40, tmp_path)
    items = entity_items(tmp_path / "project", tmp_path / "entities.csv")
    entries = run_batch(items, batch_in(tmp_path, jobs=2))
    for table in DATA_SET_COLUMNS:
        ours, theirs = read_polars(tmp_path / "data", table), read_duckdb(tmp_path / "data", table)
        assert theirs.equals(ours)
    facts = read_polars(tmp_path / "data", "facts")
    assert dict(facts["item"].value_counts().iter_rows()) == {each.id: each.facts for each in entries if each.facts}
    found = read_polars(tmp_path / "data", "findings").filter(severity="error")
    assert set(found["item"]) == set(mistakes)


IDENTIFIERS = ("0001090633", "a/b", "..", "50% = 1/2: #{?}*", "会社 é", "+%2F", "NULL", "a&amp;b")


def test_an_identifier_may_have_any_character(tmp_path: Path) -> None:
    """Readers decode what stands in the path; leading zeros stay."""
    change = (('identifier = "4711"', 'identifier = "${code}"'), ('name = "acme-20201231"', 'name = "${id}"'))
    folder = write_project(tmp_path / "p", {"report.toml": change})
    rows = "".join(f'e{number},"{text}"\n' for number, text in enumerate(IDENTIFIERS))
    (tmp_path / "entities.csv").write_text(f"id,code\n{rows}", encoding="utf-8")
    run_batch(entity_items(folder, tmp_path / "entities.csv"), batch_in(tmp_path))
    for read in (read_polars, read_duckdb):
        facts = read(tmp_path / "data", "facts").select("item", "entity").unique()
        assert dict(facts.iter_rows()) == {f"e{number}": text for number, text in enumerate(IDENTIFIERS)}


def test_an_item_done_again_replaces_its_files(tmp_path: Path) -> None:
    """Also if its entity or its period is another, or errors keep it from being filed; the others stay."""
    items, batch = projects(tmp_path / "in"), batch_in(tmp_path)
    assert done_again(items, batch) == ["p0", "p1", "p2"]
    unknown, others = "__HIVE_DEFAULT_PARTITION__", "entity=4711/period=2020-12-31/p2.parquet"
    findings_of_others = [f"findings/{others}", f"findings/entity={unknown}/period={unknown}/p1.parquet"]
    stay = sorted([f"facts/{others}", f"ledger/{others}", *findings_of_others])
    place = "entity=4711/period=2020-12-31/p0.parquet"
    assert files(tmp_path / "data") == sorted([*stay, *(f"{table}/{place}" for table in DATA_SET_COLUMNS)])
    report = tmp_path / "in" / "p0" / "report.toml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("2020-12-31", "2021-03-31").replace("4711", "4712"), encoding="utf-8")
    assert done_again(items, batch) == ["p0"]
    place = "entity=4712/period=2021-03-31/p0.parquet"
    assert files(tmp_path / "data") == sorted([*stay, *(f"{table}/{place}" for table in DATA_SET_COLUMNS)])
    (tmp_path / "in" / "p0" / "statement.csv").write_text(",FY2020,FY2019,Change\nRevenues,x,1,\n", encoding="utf-8")
    assert done_again(items, batch) == ["p0"]
    assert files(tmp_path / "data") == sorted([*stay, f"findings/{place}"])
    assert done_again(items, batch) == []


def test_what_the_data_set_lacks_is_done_again(tmp_path: Path) -> None:
    """Though the filing is there: one file, another folder, or what was done meanwhile without a data set."""
    items, batch = projects(tmp_path / "in"), batch_in(tmp_path)
    assert done_again(items, replace(batch, facts=None)) == ["p0", "p1", "p2"]
    assert done_again(items, batch) == ["p0", "p1", "p2"]
    assert done_again(items, batch) == []
    for table in DATA_SET_COLUMNS:
        next((tmp_path / "data" / table).rglob("p2.parquet")).unlink()
        assert done_again(items, batch) == ["p2"]
    next((tmp_path / "data").rglob("p1.parquet")).unlink()
    assert done_again(items, batch) == ["p1"]
    assert done_again(items, replace(batch, facts=tmp_path / "new")) == ["p0", "p1", "p2"]
    assert files(tmp_path / "new") == files(tmp_path / "data")
    assert done_again(items, replace(batch, facts=None)) == ["p0", "p1", "p2"]
    assert done_again(items, batch) == ["p0", "p1", "p2"]


def test_a_data_set_within_a_project_is_no_input(tmp_path: Path) -> None:
    """So that what it was written for is not due again."""
    folder = write_project(tmp_path / "p")
    batch = replace(batch_in(tmp_path), facts=folder / "data")
    assert done_again(project_items([str(folder)]), batch) == ["p"]
    assert done_again(project_items([str(folder)]), batch) == []


@pytest.mark.parametrize("step", ["write_parquet", "unlink", "journal"])
def test_what_ends_a_batch_is_repaired_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """While files are written, between new and old ones, and between the files and the journal."""
    items, batch = projects(tmp_path / "in", 1), batch_in(tmp_path)
    run_batch(items, batch)
    report = tmp_path / "in" / "p0" / "report.toml"
    report.write_text(report.read_text(encoding="utf-8").replace("2020-12-31", "2021-03-31"), encoding="utf-8")

    def end(*_: object, **__: object) -> Entry:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "write_parquet":
            patch.setattr(data_set, step, end)
        elif step == "unlink":
            patch.setattr(Path, step, _only_below(tmp_path / "data", end))
        else:
            patch.setattr(run._Run, "_end", end)  # noqa: SLF001 - between what is done and what is written down
        with pytest.raises(KeyboardInterrupt):
            run_batch(items, batch)
    for path in files(tmp_path / "data"):
        pl.read_parquet(tmp_path / "data" / path)
    assert done_again(items, batch) == ["p0"]
    place = "entity=4711/period=2021-03-31/p0.parquet"
    assert files(tmp_path / "data") == sorted(f"{table}/{place}" for table in DATA_SET_COLUMNS)
    assert done_again(items, batch) == []


def _only_below(folder: Path, end: Any) -> Any:  # noqa: ANN401 - a method of Path
    """What removes files as ever, but for those of a folder."""
    unlink = Path.unlink

    def remove(path: Path, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as they came
        if path.is_relative_to(folder):
            end()
        unlink(path, *arguments, **options)

    return remove


@pytest.mark.slow
def test_a_batch_that_is_killed_leaves_no_half_file(tmp_path: Path) -> None:
    """At whatever moment: each file can be read, and in the end they are those of a batch that nobody killed."""
    items = projects(tmp_path / "in", 8)
    run_batch(items, replace(batch_in(tmp_path), out=tmp_path / "whole", facts=tmp_path / "expected"))
    options = ["--out", str(tmp_path / "out"), "--facts", str(tmp_path / "data"), "--no-arelle", "--format", "xml"]
    for seconds in (0.6, 0.9, 1.2, 1.5):
        command = [sys.executable, "-c", BATCH, "batch", str(tmp_path / "in"), *options, "--force", "--quiet"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        time.sleep(seconds)
        process.kill()
        process.wait()
        for path in files(tmp_path / "data"):
            pl.read_parquet(tmp_path / "data" / path)
    run_batch(items, batch_in(tmp_path))
    assert files(tmp_path / "data") == files(tmp_path / "expected")
    for path in files(tmp_path / "data"):
        assert (tmp_path / "data" / path).read_bytes() == (tmp_path / "expected" / path).read_bytes()


def test_a_data_set_that_lies_among_filings_is_refused(tmp_path: Path) -> None:
    """Where it would be in an item's output folder, or hold one."""
    items = projects(tmp_path / "in", 1)
    with pytest.raises(MisuseError, match="name another folder"):
        run_batch(items, replace(batch_in(tmp_path), facts=tmp_path / "out" / "p0"))
    with pytest.raises(MisuseError, match="name another folder"):
        run_batch([replace(items[0], id="facts")], replace(batch_in(tmp_path), facts=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_data_set_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the item, which is given up; it is done when that is asked for."""
    items, batch = projects(tmp_path / "in", 1), batch_in(tmp_path)
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    (entry,) = run_batch(items, batch)
    assert entry.verdict.startswith(f"{tmp_path / 'data'} cannot be given the facts of p0: ")
    (tmp_path / "data").unlink()
    assert done_again(items, replace(batch, retry=True)) == ["p0"]


def test_the_queries_of_the_page_give_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a batch of the sample; and the page names every column."""
    page = PAGE.read_text(encoding="utf-8")
    part = page[page.index("## All facts as one data set") :].partition("\n## ")[0]
    for schema in DATA_SET_COLUMNS.values():
        assert [name for name in schema if f"`{name}`" not in part] == []
    sample = bundled_folder("samples") / "trial-balance"
    run_batch(project_items([str(sample)]), replace(batch_in(tmp_path), facts=tmp_path / "facts-of-all"))
    monkeypatch.chdir(tmp_path)
    (query,) = re.findall(r"```sql\n(.*?)```", part, re.DOTALL)
    rows = duckdb.execute(query).fetchall()
    assert ("HRB4711", "13094866.66") in [(entity, str(amount)) for entity, _, amount in rows]
    (code,) = re.findall(r"```python\n(.*?)```", part, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    assert names["facts"].collect_schema()["entity"] == pl.String


def test_the_notebook_runs_from_above_to_below() -> None:
    """Each of its cells; DuckDB and polars come to the same in it, and no output is kept."""
    book = json.loads((PAGE.parent / "notebooks" / "batch-facts.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] for cell in cells)
    names: dict[str, Any] = {}
    try:
        for cell in cells:
            exec("".join(cell["source"]), names)  # noqa: S102 - our own page
        assert [entry.state for entry in names["entries"]] == [DONE] * 3
        assert names["totals"].collect().rows() == names["sums"]
        assert len(names["sums"]) == 3
        assert names["facts_by_entity"]["facts"].sum() == sum(entry.facts for entry in names["entries"])
        assert set(names["cells"].collect()["equal"]) == {"yes"}
    finally:
        if "folder" in names:
            shutil.rmtree(names["folder"])
