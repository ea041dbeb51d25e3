"""The architecture: the floors of the house, that no arrow points upwards, and that Arelle has one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import exporter
from exporter.files.resources import bundled_folder
from exporter.rules import RULES
from exporter.taxonomy.checks import CHECKS

PACKAGE = Path(exporter.__file__).parent
TESTS = Path(__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "bundled" not in path.parts)
NODES = {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in MODULES}
MOST_IN_THE_ROOT = 6
LONGEST_FUNCTION, LONG_FUNCTION = 60, 30


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


NAMES = {_name(path) for path in MODULES}


def _imports() -> list[tuple[str, str]]:
    """Importing module and what it imports, by dotted path; inside the package without `exporter`."""
    pairs = []
    for path in MODULES:
        for node in NODES[path]:
            names: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            pairs += [(_name(path), _imported_module(name)) for name in names]
    return pairs


def _imported_module(name: str) -> str:
    """The module of the package that holds an imported name; a name from elsewhere as it is."""
    if not name.startswith("exporter."):
        return name
    inside = name.removeprefix("exporter.")
    while inside and inside not in NAMES:
        inside = inside.rpartition(".")[0]
    return inside or "__init__"


#: The public names are listed for type checkers in `__init__`, which imports them when they are asked for.
ARROWS = [(module, name) for module, name in _imports() if module != "__init__"]


def _room(module: str) -> str:
    return module.partition(".")[0]


def _floors() -> list[str]:
    """The rooms from the roof to the ground, as the plan in docs/architecture.md lists them."""
    page = (bundled_folder("samples").parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    plan = re.search(r"```floors\n(.*?)```", page, re.DOTALL)
    assert plan
    return [name.strip("/").removesuffix(".py") for name in re.findall(r"^(\S+)", plan[1], re.MULTILINE)]


def test_the_plan_lists_every_room() -> None:
    """Each folder and each module of the root stands in the plan, once."""
    rooms = {_room(name) for name in NAMES}
    assert sorted(_floors()) == sorted(rooms)


def test_no_arrow_points_upwards() -> None:
    """A module imports from its own room or from rooms further down."""
    floors = _floors()
    upwards = [
        f"{module} imports {name}"
        for module, name in ARROWS
        if name in NAMES and _room(module) != _room(name) and floors.index(_room(module)) > floors.index(_room(name))
    ]
    assert upwards == []


def test_no_arrows_form_a_circle() -> None:
    """Modules can be ordered so that each imports only earlier ones."""
    graph: dict[str, set[str]] = {}
    for module, name in ARROWS:
        if name in NAMES and name != module:
            graph.setdefault(module, set()).add(name)
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"circle: {' → '.join((*path, module))}"
        if module not in done:
            for imported in graph.get(module, ()):
                visit(imported, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_the_root_holds_few_modules() -> None:
    """What is not a stage of its own belongs into a room."""
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_IN_THE_ROOT


def test_no_reader_knows_a_writer() -> None:
    """An error in a shared serialisation helper would hide itself from the round trip."""
    readers = _with_imports({name for name in NAMES if name.startswith("formats.") and name.endswith("reader")})
    writers = _with_imports({name for name in NAMES if name.startswith("formats.") and name.endswith("writer")})
    assert readers
    assert writers
    assert readers & writers == set()


def _with_imports(modules: set[str]) -> set[str]:
    """The modules, and those of the formats that they import, at whatever remove."""
    imported = {name for module, name in ARROWS if module in modules and name.startswith("formats.")}
    imported -= {"formats.registry", "formats.rules"}
    return modules if imported <= modules else _with_imports(modules | imported)


@pytest.mark.parametrize(
    ("foreign", "doors"),
    [
        ("arelle", {"arelle.examination", "arelle.options", "arelle.taxonomy_tables"}),
        ("xmlschema", {"validation.xmlschema_judge"}),
    ],
)
def test_a_foreign_validator_has_one_door(foreign: str, doors: set[str]) -> None:
    """Arelle and xmlschema are each imported in one room only."""
    importers = {
        _name(path)
        for path in MODULES
        for node in NODES[path]
        if foreign
        in {
            name.partition(".")[0]
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
    }
    assert importers == doors


def test_functions_are_short() -> None:
    """None has over sixty lines, and of twenty one at most has over thirty."""
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in NODES[path]
        if isinstance(node, ast.FunctionDef)
    ]
    assert max(lengths) <= LONGEST_FUNCTION
    assert sum(length > LONG_FUNCTION for length in lengths) * 20 <= len(lengths)


def test_the_package_and_its_help_import_nothing_heavy() -> None:
    """`import exporter` and `exporter --help` load neither tables nor XML nor Arelle."""
    code = (
        "import sys, exporter, exporter.cli\n"
        "exporter.cli.build_parser().format_help()\n"
        "print(sorted({'polars', 'pandas', 'lxml', 'xmlschema', 'arelle'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert run.stdout.strip() == "[]"


def test_the_judges_start_before_tables_are_loaded() -> None:
    """What an export imports before it starts the judges' processes does not load the table engine."""
    code = "import sys, exporter.export\nprint(sorted({'polars', 'pandas', 'xmlschema', 'arelle'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert run.stdout.strip() == "[]"


def test_the_public_names_are_sorted_and_exist() -> None:
    """`__all__` is sorted, and each name in it can be had."""
    assert exporter.__all__ == sorted(exporter.__all__)
    for name in exporter.__all__:
        assert getattr(exporter, name) is not None


def test_every_rule_is_broken_in_a_test() -> None:
    """Each finding code of our own is provoked by some test."""
    texts = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert [code for code in RULES if f'"{code}"' not in texts] == []


def test_every_rule_is_used() -> None:
    """No rule is left over from a check that has gone, and none has the code of another."""
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    entries = {
        name: code
        for path, text in texts.items()
        if path.name in {"rules.py", "judge_rules.py"}
        for name, code in re.findall(r'^([A-Z_]+) = Rule\(\s*"([\w.:]+)"', text, re.MULTILINE)
    }
    words = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    assert sorted({*entries.values(), *(rule.code for rule in CHECKS)}) == sorted(RULES)
    assert [name for name in entries if words[name] <= len(("the entry", "the table"))] == []
    assert all(rule.function for rule in CHECKS)
