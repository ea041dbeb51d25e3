"""The architecture: which module may import which, that there is no cycle, and that Arelle has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import exporter
from exporter.findings import CODES

PACKAGE = Path(exporter.__file__).parent
TESTS = Path(__file__).parent

#: From the ground up: a module imports only what stands above it, or beside it in its own folder.
LAYERS = (
    ("errors", "findings", "namespaces", "resources"),
    ("amounts", "columns", "dates", "fixed_point", "parquet", "publish", "tables"),
    ("amount_columns", "faults", "report"),
    ("identifiers", "rules", "sheets"),
    ("taxonomy",),
    ("dimensions", "project"),
    ("table_rows",),
    ("grids", "lists"),
    ("line_items",),
    ("mapping",),
    ("matching", "cells", "cell_faults"),
    ("cell_columns", "cross_checks", "footnotes"),
    ("sharing",),
    ("facts",),
    ("writers", "readers"),
    ("formats",),
    ("validation",),
    ("round_trip",),
    ("notebook",),
    ("filing",),
    ("pipeline",),
    ("cli",),
    ("__init__", "__main__"),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def _imports() -> list[tuple[str, str]]:
    """Importing module and imported module of the package, by dotted path below `exporter`."""
    pairs = []
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [node.module, *names] if node.module != "exporter" else names
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            pairs += [(module, name) for name in names]
    return pairs


def _room(module: str) -> str:
    return module.partition(".")[0]


def test_every_module_has_a_layer() -> None:
    """A new module must be given its place."""
    rooms = {_room(".".join(path.relative_to(PACKAGE).with_suffix("").parts)) for path in PACKAGE.rglob("*.py")}
    assert rooms - {"bundled"} == set(RANK)


def test_imports_point_downwards() -> None:
    """No module imports one of a higher layer, nor another of its own layer, but for its own folder."""
    for module, name in _imports():
        if not name.startswith("exporter.") or module == "__init__":
            continue
        importer, imported = _room(module), _room(name.removeprefix("exporter."))
        if importer == imported:
            continue
        assert imported in RANK, f"{module} imports {name}"
        ground = {"findings": {"errors"}, "resources": {"errors"}, "tables": {"findings", "errors"}}
        allowed = RANK[imported] < RANK[importer] or imported in ground.get(importer, set())
        assert allowed, f"{module} imports {name}, which stands above it"


def test_there_is_no_cycle() -> None:
    """Modules can be ordered so that each imports only earlier ones."""
    graph: dict[str, set[str]] = {}
    for module, name in _imports():
        if name.startswith("exporter."):
            target = name.removeprefix("exporter.")
            while target and not (PACKAGE / Path(*target.split("."))).with_suffix(".py").is_file():
                if (PACKAGE / Path(*target.split(".")) / "__init__.py").is_file():
                    target += ".__init__"
                    break
                target = target.rpartition(".")[0]
            graph.setdefault(module, set()).add(target)
    del graph["__init__"]  # it names the public modules for type checkers only
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"cycle: {' → '.join((*path, module))}"
        if module not in done:
            for imported in graph.get(module, ()):
                if imported != module:
                    visit(imported, (*path, module))
            done.add(module)

    for module in list(graph):
        visit(module, ())


@pytest.mark.parametrize(
    ("foreign", "homes"), [("arelle", {"validation.arelle_judge"}), ("xmlschema", {"validation.xmlschema_judge"})]
)
def test_a_foreign_validator_has_one_door(foreign: str, homes: set[str]) -> None:
    """Arelle and xmlschema are each imported in one module only."""
    assert {module for module, name in _imports() if name.partition(".")[0] == foreign} == homes


def test_writers_and_readers_do_not_know_each_other() -> None:
    """An error in a shared serialisation helper would hide itself from the round trip."""
    for module, name in _imports():
        if _room(module) == "readers":
            assert not name.startswith("exporter.writers")
        if _room(module) == "writers":
            assert not name.startswith("exporter.readers")


def test_the_package_and_its_help_import_nothing_heavy() -> None:
    """`import exporter` and `exporter --help` load neither tables nor XML nor Arelle."""
    code = (
        "import sys, exporter, exporter.cli\n"
        "exporter.cli.build_parser().format_help()\n"
        "print(sorted({'polars', 'pandas', 'lxml', 'xmlschema', 'arelle', 'loky'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert run.stdout.strip() == "[]"


def test_the_public_names_are_sorted_and_exist() -> None:
    """`__all__` is sorted, and each name in it can be had."""
    assert exporter.__all__ == sorted(exporter.__all__)
    for name in exporter.__all__:
        assert getattr(exporter, name) is not None


def test_every_code_is_in_a_test() -> None:
    """Each finding code of our own is provoked by some test."""
    texts = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert [code for code in CODES if f'"{code}"' not in texts] == []


def test_every_code_is_used() -> None:
    """No code is left over from a rule that has gone."""
    sources = [path for path in PACKAGE.rglob("*.py") if path.name != "findings.py"]
    texts = "".join(path.read_text(encoding="utf-8") for path in sources)
    by_area = {"mapping.unknownColumn", "mapping.missingColumn", "mapping.ragged"}
    by_area |= {code.replace("mapping", area) for code in by_area for area in ("taxonomy", "footnotes")}
    assert [code for code in CODES if f'"{code}"' not in texts and code not in by_area] == []
