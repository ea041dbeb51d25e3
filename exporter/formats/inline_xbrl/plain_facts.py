"""Plain facts of a document, as lines of an instance already, and where in it they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import polars as pl
    from lxml import etree
    from numpy.typing import NDArray

__all__ = ["RUN", "PlainFacts", "UnusualError", "run_element"]

_NAMESPACE = "urn:exporter:plain-facts"
#: What stands in a document in the place of plain facts between which there is no other element of Inline XBRL.
RUN = f"{{{_NAMESPACE}}}run"


class UnusualError(Exception):
    """The documents are not such as can be read in columns."""


@dataclass(frozen=True)
class PlainFacts:
    """The facts that were left out of a document.

    Attributes:
        text: their lines of the instance, in order.
        offsets: where in the text each fact begins, and at last its length.
        places: the line of the document that each line of the text comes from.
        place_offsets: where among the places each fact begins, and at last their number.
        ids: the facts' ids, null for those that have none.
        namespaces: what the prefixes of the facts' names stand for, in the document as in the text.
    """

    text: bytes
    offsets: NDArray[np.int64]
    places: NDArray[np.int32]
    place_offsets: NDArray[np.int64]
    ids: pl.Series
    namespaces: Mapping[str, str]

    def lines(self, run: etree._Element) -> tuple[memoryview, list[int]]:
        """Give the lines of a run of facts, each with its line feed, and where each comes from."""
        first, last = int(run.get("first", "")), int(run.get("last", ""))
        text = memoryview(self.text)[self.offsets[first] : self.offsets[last]]
        return text, self.places[self.place_offsets[first] : self.place_offsets[last]].tolist()


def run_element(first: int, last: int) -> bytes:
    """Write what stands in a document in the place of a run of facts, from one number up to another one."""
    return f'<run xmlns="{_NAMESPACE}" first="{first}" last="{last}"/>'.encode()
