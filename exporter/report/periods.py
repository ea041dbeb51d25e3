"""The moments of periods as text, in one form for each."""

from __future__ import annotations

import datetime
import re

__all__ = ["first_day", "last_day"]


def first_day(text: str) -> str:
    """The canonical text of the start of a duration: a day, or a date with time if it is not midnight.

    Raises:
        ValueError: the text is neither an xs:date nor an xs:dateTime.
    """
    day, time, zone = _moment(text)
    return f"{day}T{time}{zone}" if time else f"{day}{zone}"


def last_day(text: str) -> str:
    """The canonical text of an instant or of the end of a duration; midnight is the end of the day before.

    Raises:
        ValueError: the text is neither an xs:date nor an xs:dateTime.
    """
    day, time, zone = _moment(text)
    if time:
        return f"{day}T{time}{zone}"
    return f"{day - datetime.timedelta(days=1) if 'T' in text else day}{zone}"


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def _moment(text: str) -> tuple[datetime.date, str, str]:
    """Day, time (empty at midnight) and time zone of an xs:date or xs:dateTime, each in one form only."""
    found = _MOMENT.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is neither a date nor a date with time")
    day = datetime.date.fromisoformat(found[1])
    time, fraction, zone = found[2] or "", (found[3] or "").rstrip("0"), found[4] or ""
    if time == "24:00:00":
        day, time = day + datetime.timedelta(days=1), "00:00:00"
    if time:
        datetime.time.fromisoformat(time)
    if fraction:
        time += f".{fraction}"
    return day, "" if time == "00:00:00" else time, "Z" if zone[1:] == "00:00" else zone
