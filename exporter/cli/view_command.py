"""The command that makes viewers, in which the facts of documents can be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN
from exporter.cli.options import add_command, package_options, packages
from exporter.cli.printing import print_json, print_table

if TYPE_CHECKING:
    import argparse

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `view`."""
    text = "make pages in which the facts of Inline XBRL documents can be looked at, in a browser and offline"
    view = add_command(commands, common, "view", _view, text)
    view.add_argument(
        "path", metavar="PATH", type=Path, help="an exported project, a folder of documents, or a document"
    )
    view.add_argument("--out", metavar="DIR", type=Path, help="default: PROJECT/out/viewer, or viewer beside the rest")
    package_options(view)


def _view(options: argparse.Namespace) -> int:
    from exporter.filing.viewing import write_viewers

    pages, missing = write_viewers(options.path, options.out, packages(options))
    if options.json:
        print_json({"pages": [str(page) for page in pages], "not_found": missing})
    else:
        print_table([*(("open", str(page)) for page in pages), *(("not found", text) for text in missing)], options)
    return CLEAN
