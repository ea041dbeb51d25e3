"""Pages in which the facts of a document can be looked at, as Arelle's viewer makes them."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from exporter.arelle.examination import write_viewer
from exporter.arelle.process import ArelleError, warm_process
from exporter.errors import MisuseError
from exporter.files.inputs import path_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["check_viewer", "make_viewer"]

_PLUGIN = "iXBRLViewerPlugin"
_HOW_TO_GET_IT = "python -m pip install 'exporter[viewer]', or ixbrl-viewer beside it"


def check_viewer() -> None:
    """See that the package that makes viewers is there.

    Raises:
        MisuseError: it is not; the text says how to get it.
    """
    if importlib.util.find_spec(_PLUGIN) is None:
        raise MisuseError(f"viewers are made by the package ixbrl-viewer, which is not installed: {_HOW_TO_GET_IT}")


def make_viewer(document: Path, packages: Sequence[Path], destination: Path) -> list[str]:
    """Have Arelle write a viewer of one Inline XBRL document, which holds all that its facts refer to.

    Args:
        document: it.
        packages: taxonomy packages (zip) whose catalogs say where URLs lie; there is no network.
        destination: the page to write; its script is written beside it.

    Returns: what was not found of the taxonomy.

    Raises:
        MisuseError: the package that makes viewers is not installed.
        ArelleError: Arelle broke down, ran out of time, or wrote nothing.
    """
    check_viewer()
    names = [path_text(path.absolute()) for path in packages]
    missing: list[str] = warm_process().call(
        write_viewer, path_text(document.absolute()), names, path_text(destination.absolute())
    )
    if not destination.is_file():
        raise ArelleError(f"Arelle wrote no viewer of {document.name}")
    return missing
