"""Options that several commands share."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.errors import MisuseError
from exporter.files.stores import is_url, place
from exporter.validation.judges import optional_judges

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "PACKAGES_VARIABLE",
    "PATHS_HELP",
    "add_command",
    "common_options",
    "judge_options",
    "package_options",
    "package_urls",
    "packages",
    "project_options",
    "without",
]

#: What names inputs, where a command takes many.
PATHS_HELP = "files, folders of documents or packages; patterns in quotes; or .txt files that list them"
#: The variable that names packages that are always at hand, apart as the paths in PATH are.
PACKAGES_VARIABLE = "EXPORTER_PACKAGES"


def common_options() -> argparse.ArgumentParser:
    """Give the options that every command has."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--quiet", action="store_true", help="print errors only")
    common.add_argument("--json", action="store_true", help="print the result as one JSON object")
    return common


def add_command(
    commands: Any,  # noqa: ANN401 - argparse does not name the type
    common: argparse.ArgumentParser,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    """Add a command that calls `run` and exits with what that returns."""
    parser: argparse.ArgumentParser = commands.add_parser(name, parents=[common], help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def project_options(parser: argparse.ArgumentParser) -> None:
    """Add what a command needs that works on a project folder."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="folder with report.toml and mapping.csv")
    parser.add_argument("--out", metavar="DIR", type=Path, help="output folder; default: PROJECT/out")
    judge_options(parser)
    package_options(parser)


def judge_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each judge that may be left out."""
    for name, why in optional_judges().items():
        parser.add_argument(f"--no-{name}", dest="without", action="append_const", const=name, default=[], help=why)


def package_options(parser: argparse.ArgumentParser, kind: Callable[[str], object] = Path) -> None:
    """Add where schemas and linkbases lie; each is given as the kind that it is made."""
    parser.add_argument(
        "--packages",
        metavar="PATH",
        type=kind,
        action="append",
        default=[],
        help=(
            "a taxonomy package, or a copy of web sites by host and path, zipped or a folder; may be given again; "
            f"those that the variable {PACKAGES_VARIABLE} names are used, too"
        ),
    )


def package_urls(options: argparse.Namespace) -> list[str]:
    """Give the packages in stores that the user names, where a command takes them.

    Raises:
        MisuseError: one of the URLs is none of a store.
    """
    return [url for name in options.packages if is_url(name) and is_url(url := place(name))]


def packages(options: argparse.Namespace) -> list[Path]:
    """Give the packages of this machine that the user names, on the command line and in the variable.

    Raises:
        MisuseError: one of them does not exist.
    """
    names = [name for name in os.environ.get(PACKAGES_VARIABLE, "").split(os.pathsep) if name]
    for name in names:
        if not Path(name).exists():
            raise MisuseError(f"the variable {PACKAGES_VARIABLE} names {name}, which does not exist")
    given = [Path(name) for name in options.packages if not is_url(name)]
    for path in given:
        if not path.exists():
            raise MisuseError(f"--packages names {path}, which does not exist")
    return [*given, *map(Path, names)]


def without(options: argparse.Namespace) -> tuple[str, ...]:
    """Give the names of the judges to leave out."""
    return tuple(options.without)
