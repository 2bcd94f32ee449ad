"""Values of cells as text, the same for every container (see `imports.containers.Sheet`). Pure."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache

from imports.reading.number_formats import NumberKind

TRUE, FALSE = "VRAI", "FAUX"
DAY_SECONDS = 86_400
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet's day has no time zone)
_MOST_DAYS = 3_652_059  # ten thousand years
_SECOND = timedelta(seconds=1)
_SINCE_1904 = 1_462  # days between the two systems of dates
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"[1-9]\d{0,14}|0", re.ASCII)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?Z?)?", re.ASCII)
_LENGTH = re.compile(r"(-?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d+)?)S)?)?", re.ASCII)
_ESCAPE = re.compile(r"_x00([0-9A-Fa-f]{2})_")


def number_text(value: float) -> str:
    """``8.91``, ``142``; nine decimals at most, as the widest cell of a spreadsheet shows, so that 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def duration_text(days: float) -> str:
    """``151:40:00`` from a number of days, to the nearest second; past ten thousand years, the number: a SIRET, say."""
    if abs(days) > _MOST_DAYS:
        return number_text(days)
    seconds = math.floor(abs(days) * DAY_SECONDS + 0.5)
    sign = "-" if days < 0 and seconds else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def date_text(serial: float, *, since_1904: bool) -> str:
    """``2024-05-01``, with `` 13:00:00`` when the cell has a time.

    A serial below one, in the 1900 system, is a time without a day. Before 1 March 1900 the serials of Excel run one
    day late, because its 1900 had a 29 February. Beyond year 9999 the number stays a number.
    """
    if 0 <= serial < 1 and not since_1904:
        return duration_text(serial)
    days = serial + _SINCE_1904 if since_1904 else serial
    if abs(days) > _MOST_DAYS:
        return number_text(serial)
    if days < 60:
        days += 1
    # Twice rounded on purpose, to the millisecond then to the second: as the quick reader has it.
    milliseconds = math.floor(days * DAY_SECONDS * 1000 + 0.5)
    try:
        moment = _EPOCH + timedelta(seconds=(milliseconds + 500) // 1000)
    except OverflowError:
        return number_text(serial)
    return moment_text(moment)


def moment_text(moment: datetime) -> str:
    """A day, with its time when that is not midnight."""
    day = f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    if moment.hour or moment.minute or moment.second:
        return f"{day} {moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"
    return day


def value_text(value: float, kind: NumberKind, *, since_1904: bool) -> str:
    """A number as its format means it."""
    if kind is NumberKind.NUMBER:
        return number_text(value)
    return duration_text(value) if kind is NumberKind.TIME else date_text(value, since_1904=since_1904)


@lru_cache(maxsize=1 << 14)
def written_number_text(written: str, kind: NumberKind, *, since_1904: bool) -> str:
    """The same from a number as a file writes it; what is not a number is given back as it stands.

    Remembered: a sheet of hours says the same few months and lengths of time on every row.
    """
    if kind is NumberKind.NUMBER and _INTEGER.fullmatch(written):
        return written
    if not _PLAIN.fullmatch(written.strip()):
        return written
    value = float(written)
    return value_text(value, kind, since_1904=since_1904) if math.isfinite(value) else written


def iso_text(written: str) -> str:
    """``2024-05-01T13:00:00`` → ``2024-05-01 13:00:00``, to the second; what is not a date is given back."""
    match = _ISO.fullmatch(written.strip())
    if match is None:
        return written
    day, time, seconds, fraction = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day} {time or '00:00'}:{seconds or '00'}")
        return moment_text(moment + _SECOND if fraction and fraction[0] >= "5" else moment)
    except (ValueError, OverflowError):
        return written


def iso_duration_text(written: str) -> str:
    """``PT151H40M00S`` → ``151:40:00`` (ODF 1.3, 18.3.13); what is not a length of time is given back."""
    match = _LENGTH.fullmatch(written.strip())
    if match is None or not any(match.groups()[1:]):
        return written
    sign, days, hours, minutes, seconds = match.groups()
    whole = (int(days or 0) * 24 + int(hours or 0)) * 3600 + int(minutes or 0) * 60
    total = whole + float((seconds or "0").replace(",", "."))
    return duration_text((-total if sign else total) / DAY_SECONDS)


def duration_of_time_alone(text: str, no_day: str) -> str:
    """``7:40:00`` from a date text that starts with ``no_day``, the day that a program gives to times without one."""
    return text.removeprefix(no_day).removeprefix("0") if text.startswith(no_day) else text


def unescaped(text: str) -> str:
    """``_x000D_`` → carriage return: how Excel writes in XML what XML forbids (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x00" in text else text


def is_blank(text: str) -> bool:
    """Nothing that a person could see: empty, or spaces of any kind (no-break ones too)."""
    return not text or text.isspace()
