"""What was used last stays."""

from __future__ import annotations

from exporter.files.recent import Recent


def test_a_value_is_made_once_while_it_stays() -> None:
    """What was not used for longest goes first."""
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    recent: Recent[str] = Recent(2)
    assert [recent.get(name, lambda name=name: make(name)) for name in "ababca"] == list("ABABCA")  # type: ignore[misc]  # a default binds
    assert made == ["a", "b", "c", "a"]


def test_a_value_may_be_nothing() -> None:
    """That there is none is known, too."""
    recent: Recent[None] = Recent(1)
    made: list[int] = []
    for _ in range(2):
        recent.get("a", lambda: made.append(1))
    assert made == [1]
