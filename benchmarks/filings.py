"""What many filings cost, as somebody does them: in one batch, by a command each, or by Arelle alone.

The number of these stages is that of filings.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from exporter.files.resources import bundled_folder
from exporter.formats.xbrl_xml.reader import is_instance
from tests.batch.companies import FACTS, write_companies

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.stage import Files, Work

__all__ = ["arelle_companies", "arelle_samples", "batch", "batch_arelle", "companies", "samples", "samples_arelle"]

_WITHOUT_ARELLE = ("--no-arelle",)


def batch(files: Files) -> Work:
    """Export so many small companies with one command, in two processes, without Arelle."""
    return _batch(files, *_WITHOUT_ARELLE)


def batch_arelle(files: Files) -> Work:
    """Do the same with Arelle."""
    return _batch(files)


def _batch(files: Files, *options: str) -> Work:
    folder, out = _written_companies(files), files.out.with_suffix(".batch")
    command = ["batch", folder / "project", "--for", folder / "entities.csv", "--out", out, "--jobs", "2", *options]

    def work() -> Path:
        shutil.rmtree(out, ignore_errors=True)
        _run(*command)
        files.check(sum(1 for _ in out.glob("*/filing/*.xml")) >= 0.9 * files.count)
        return out / "batch.json"

    return work


def companies(files: Files) -> Work:
    """Export so many of them by a command for each, one after the other, without Arelle."""
    folder = _written_companies(files)
    projects = [_single(folder, number) for number in range(files.count)]

    def work() -> Path:
        for project in projects:
            _run("export", project, *_WITHOUT_ARELLE)
        return folder / "entities.csv"

    return work


def _single(folder: Path, number: int) -> Path:
    """Write the project of one company, as it would be without a table of entities."""
    project = folder / "singles" / str(number)
    shutil.copytree(folder / "project", project, ignore=shutil.ignore_patterns("balances"), dirs_exist_ok=True)
    names, *rows = (line.split(",") for line in (folder / "entities.csv").read_text(encoding="utf-8").splitlines())
    values = dict(zip(names, rows[number], strict=True))
    text = (project / "report.toml").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    (project / "report.toml").write_text(text, encoding="utf-8")
    (project / "balances").mkdir(exist_ok=True)
    shutil.copy(folder / "project" / "balances" / f"{values['id']}.csv", project / "balances")
    return project


def _written_companies(files: Files) -> Path:
    folder = files.out.with_suffix(".companies")
    if not folder.exists():
        write_companies(files.count, folder)
    return folder


def samples(files: Files) -> Work:
    """Export the sample so many times with one command, in one process, without Arelle."""
    return _samples(files, *_WITHOUT_ARELLE)


def samples_arelle(files: Files) -> Work:
    """Do the same with Arelle."""
    return _samples(files)


def _samples(files: Files, *options: str) -> Work:
    folder, out = files.out.with_suffix(".samples"), files.out.with_suffix(".out")
    for number in range(files.count):
        source = bundled_folder("samples") / "iij-2003q2"
        shutil.copytree(source, folder / f"sample-{number}", ignore=shutil.ignore_patterns("out"), dirs_exist_ok=True)

    def work() -> Path:
        shutil.rmtree(out, ignore_errors=True)
        _run("batch", folder, "--out", out, *options)
        return out / "sample-0" / "filing" / "iij-20030930.xml"

    return work


def arelle_samples(files: Files) -> Work:
    """Have Arelle load and validate the sample's filing so many times, in one process."""
    project, out = bundled_folder("samples") / "iij-2003q2", files.out.with_suffix(".sample")
    _run("export", project, "--out", out, *_WITHOUT_ARELLE)
    return _arelle([out / "filing"] * files.count)


def arelle_companies(files: Files) -> Work:
    """Have Arelle load and validate the filings of so many small companies, in one process."""
    _batch(files, *_WITHOUT_ARELLE)()
    return _arelle(sorted(files.out.with_suffix(".batch").glob("*/filing")))


def _arelle(filings: list[Path]) -> Work:
    from benchmarks.peers import VALIDATED, examine_with_arelle  # noqa: PLC0415 - Arelle alone needs it

    def work() -> Path:
        for filing in filings:
            (instance,) = filter(is_instance, filing.glob("*.xml"))
            examined = examine_with_arelle(instance, list(filing.glob("*.zip")), **VALIDATED)
            assert examined >= FACTS  # noqa: S101 - all are there
        return instance

    return work


def _run(*arguments: object) -> None:
    command = [sys.executable, "-m", "exporter", *map(str, arguments), "--quiet", "--format", "xml"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if run.returncode > 1:  # 1 says that items have errors, as some are made to
        raise RuntimeError(run.stderr)
