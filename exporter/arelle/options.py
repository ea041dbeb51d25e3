"""With which options Arelle loads documents: offline, without a user's settings, and quietly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["loading_options"]


def loading_options(entry_points: Sequence[str], packages: Sequence[str], **more: Any) -> Any:  # noqa: ANN401 - Arelle's RuntimeOptions
    """Give the options for loading documents, one model each, which stay open.

    Args:
        entry_points: their paths or URLs.
        packages: the paths of taxonomy packages (zip) that say where URLs lie; there is no network.
        more: further options, or others in place of these.
    """
    from arelle.RuntimeOptions import RuntimeOptions  # noqa: PLC0415 - Arelle lives in the warm process only

    # A plain name would be split at "|".
    options: dict[str, Any] = {
        "entrypointFile": json.dumps([{"file": entry_point} for entry_point in entry_points]),
        "packages": packages,
        "workOffline": True,
        "disablePersistentConfig": True,
        "uiLang": "en",
        "logPropagate": False,
        "keepOpen": True,
    }
    return RuntimeOptions(**{**options, **more})
