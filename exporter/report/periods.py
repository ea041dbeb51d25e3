"""The moments of periods as text, in one form for each."""

from __future__ import annotations

import datetime
import re

__all__ = ["end_moment", "first_day", "last_day", "start_moment"]


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


def start_moment(text: str) -> str:
    """Write the start of a duration as the Open Information Model does, `2003-07-01T00:00:00`.

    Returns:
        A date with time, in UTC where it has a time zone.

    Raises:
        ValueError: the text is neither an xs:date nor an xs:dateTime, or its moment is not in the calendar.
    """
    return _moment_text(*_moment_parts(text))


def end_moment(text: str) -> str:
    """Write an instant, or the end of a duration, as the Open Information Model does; a day ends with its midnight.

    Returns:
        A date with time, in UTC where it has a time zone.

    Raises:
        ValueError: as `start_moment`.
    """
    day, time, zone = _moment_parts(text)
    return _moment_text(day, time if time or "T" in text else _END, zone)


def _moment_text(day: datetime.date, time: str, zone: str) -> str:
    """Write a date with time in its canonical form (XML Schema Part 2, 3.2.7.2)."""
    if time == _END:
        day, time = _shifted(day, 1), ""
    clock, point, fraction = (time or "00:00:00").partition(".")
    moment = datetime.datetime.combine(day, datetime.time.fromisoformat(clock))
    if zone not in {"", "Z"}:
        hours, minutes = int(zone[1:3]), int(zone[4:])
        offset = datetime.timedelta(hours=hours, minutes=minutes)
        try:
            moment = moment - offset if zone[0] == "+" else moment + offset
        except OverflowError as error:
            raise ValueError(f"{day} is at the end of the calendar") from error
    return f"{moment.isoformat()}{point}{fraction}{'Z' if zone else ''}"


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
