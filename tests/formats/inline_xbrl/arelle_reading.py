"""What Arelle makes of a set of Inline XBRL documents, in a process of its own: `python -m … FOLDER` prints JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from arelle.api.Session import Session
from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
from arelle.RuntimeOptions import RuntimeOptions

__all__ = ["read_with_arelle"]


def read_with_arelle(folder: Path) -> tuple[list[str], dict[str, str | None]]:
    """Have Arelle load and validate the documents in a folder as one set, with the packages beside them.

    Returns: its errors and warnings; and the values of facts by their ids.
    """
    command = [sys.executable, "-m", "tests.formats.inline_xbrl.arelle_reading", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    messages, values = json.loads(run.stdout.splitlines()[-1])
    return messages, values


def _read(folder: Path) -> tuple[list[str], dict[str, str | None]]:
    documents = [{"file": str(path)} for path in sorted(folder.glob("*.xhtml"))]
    options: dict[str, Any] = {
        "entrypointFile": json.dumps([{"ixds": documents}]),
        "plugins": "inlineXbrlDocumentSet",
        "packages": [str(path) for path in folder.glob("*.zip")],
        "internetConnectivity": "offline",
        "keepOpen": True,
        "disablePersistentConfig": True,
        "validate": True,
        "calcs": "c11r",
        "utrValidate": True,
        "validateDuplicateFacts": "inconsistent",
    }
    handler = StructuredMessageLogHandler()
    with Session() as session:
        session.run(RuntimeOptions(**options), logHandler=handler)
        (model,) = session.get_models()
        values = {str(fact.id): None if fact.isNil else str(fact.value) for fact in model.factsInInstance}
    messages = [str(each["msg"]) for each in handler.messages if each["levelname"] in {"ERROR", "WARNING"}]
    return messages, values


if __name__ == "__main__":
    print(json.dumps(_read(Path(sys.argv[1]))))  # noqa: T201 - the command prints
