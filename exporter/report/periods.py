"""The moments of periods as text, in one form for each."""

from __future__ import annotations

import datetime
import re

__all__ = ["first_day", "last_day"]


def first_day(text: str) -> str:
    """Write the start of a duration in its canonical form.

    Returns:
        A day, or a date with time if it is not midnight.

    Raises:
        ValueError: the text is neither an xs:date nor an xs:dateTime.
    """
    day, time, zone = _moment_parts(text)
    if time == _END:
        return f"{_shifted(day, 1)}{zone}"
    return f"{day}T{time}{zone}" if time else f"{day}{zone}"


def last_day(text: str) -> str:
    """Write an instant, or the end of a duration, in its canonical form.

    Midnight is the end of the day before.

    Returns:
        A day, or a date with time if it is not midnight.

    Raises:
        ValueError: the text is neither an xs:date nor an xs:dateTime.
    """
    day, time, zone = _moment_parts(text)
    if time not in {"", _END}:
        return f"{day}T{time}{zone}"
    is_midnight_before = "T" in text and time != _END
    return f"{_shifted(day, -1) if is_midnight_before else day}{zone}"


def _shifted(day: datetime.date, days: int) -> datetime.date:
    """Count days on or back.

    Raises:
        ValueError: the calendar has none there.
    """
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError as error:
        raise ValueError(f"{day} is at the end of the calendar") from error


#: The end of a day as a time.
_END = "24:00:00"
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def _moment_parts(text: str) -> tuple[datetime.date, str, str]:
    """Split an xs:date or xs:dateTime.

    Returns:
        Day, time (empty at its beginning, `_END` at its end) and time zone, each in one form only.

    Raises:
        ValueError: the text is neither.
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is neither a date nor a date with time")
    day = datetime.date.fromisoformat(match[1])
    time, fraction, zone = match[2] or "", (match[3] or "").rstrip("0"), match[4] or ""
    if time == _END and not fraction:
        return day, time, "Z" if zone[1:] == "00:00" else zone
    if time:
        datetime.time.fromisoformat(time)  # which raises the error where there is no such time
    if fraction:
        time += f".{fraction}"
    return day, "" if time == "00:00:00" else time, "Z" if zone[1:] == "00:00" else zone
