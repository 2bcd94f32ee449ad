"""What an address or a form says, looked at once before any route: no control sign, no number nor date that no row can
hold. What PostgreSQL refuses to store and SQLite cannot count never reaches a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import RequestEncodingType

from clauses.access.queries import ABSENT
from clauses.dates import FIRST_YEAR, LAST_YEAR
from clauses.errors import Invalid, NotFound
from clauses.quantities import NO_BREAK_SPACE

LARGEST_NUMBER: Final = 2**31 - 1
"""The largest number of a row: PostgreSQL keeps it on four bytes."""

LARGEST_AMOUNT: Final = 2**63 - 1
"""The largest of what is counted: cents, hundredths of an hour."""

_DAY = re.compile(r"([0-9]{4,9})-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]+")
_FORMS = (RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART)


def strange(text: str) -> bool:
    """Whether a text holds a control sign, or half a character: no database keeps it."""
    return any((ord(sign) < 32 and sign not in "\t\n\r") or 0xD800 <= ord(sign) <= 0xDFFF for sign in text)


def row_number(text: str) -> int | None:
    """The number of a row that a text names; None for what is not one, or is larger than any."""
    readable = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if readable and int(text) <= LARGEST_NUMBER else None


def require_sound_address(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Raises ``NotFound`` for a path that names no row, ``Invalid`` for a parameter that no row can answer to."""
    for value in connection.path_params.values():
        if (isinstance(value, int) and abs(value) > LARGEST_NUMBER) or (isinstance(value, str) and strange(value)):
            raise NotFound(ABSENT)
    require_sound(connection.query_params.multi_items(), of_a_program=connection.scope["path"].startswith("/api/"))


async def require_sound_form(request: Request[Any, Any, Any]) -> None:
    """The same of a form; a file is looked at where it is read."""
    if request.content_type[0] in _FORMS:
        form = await request.form()
        require_sound((name, value) for name, value in form.multi_items() if isinstance(value, str))


def require_sound(given: Iterable[tuple[str, Any]], *, of_a_program: bool = False) -> None:
    """Raises ``Invalid`` for the first value that cannot be taken. A page says beside its field which date or number it
    does not read; to a program, it is said here (``of_a_program``)."""
    for name, value in given:
        text, shown = str(value), "" if strange(name) else name[:80]
        if strange(text) or strange(name):
            raise Invalid(f"« {shown} » contient un signe qui ne s'écrit pas. Saisissez-le à nouveau.", field=shown)
        if not of_a_program or name == "q":
            continue
        day = _DAY.fullmatch(text)
        if day and not FIRST_YEAR <= int(day[1]) <= LAST_YEAR:
            words = f"« {shown} »{NO_BREAK_SPACE}: donnez une date entre {FIRST_YEAR} et {LAST_YEAR}."
            raise Invalid(words, field=shown)
        if _NUMBER.fullmatch(text) and (len(text) > 20 or abs(int(text)) > LARGEST_NUMBER):
            raise Invalid(f"« {shown} » est un nombre trop grand. Corrigez-le.", field=shown)
