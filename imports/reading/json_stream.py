"""JSON of strangers, read piece by piece: looked over before the parser sees it, in memory that does not grow.

The parser is native code that falls on what its authors did not expect (a number of five thousand digits, a hundred
thousand open brackets): both are counted here first, and refused in words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson
import numpy as np
from ijson.common import IncompleteJSONError, JSONError

from imports.reading.json_text import bad_number, not_json, too_deep, truncated

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONG_NUMBER = re.compile(rb"[0-9]{300}")
_NO_NUMBER = re.compile(rb"-?\b(?:NaN|Infinity)\b")
_DEEPEST = 64
_LONGEST_TEXT = 4_000_000
_KEPT = 400
_STEPS = np.zeros(256, np.int8)
_STEPS[[ord("["), ord("{")]] = 1
_STEPS[[ord("]"), ord("}")]] = -1
LISTS = {
    "marches.marche": "marches.marche.item",
    "marches.contrat-concession": "marches.contrat-concession.item",
    "marches": "marches.item",
}
"""Lists of contracts, and where each stands: schema 2.0.4 (markets, then concessions), schema of 2019."""

ALONE = ("item", "marches.marche")
"""Contracts without such a list: a bare list, a lone contract."""


class Watched:
    """A file that is looked over as it is read; raises ``Unusable`` for what no publication holds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._open = b""
        self._end = b""
        self._depth = 0
        self._started = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes, without the mark of UTF-8."""
        chunk = self._file.read(size)
        if not self._started and size != 0:
            self._started = True
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        self._look(chunk)
        return chunk

    def _look(self, chunk: bytes) -> None:
        body = _STRING.sub(b" ", self._open + chunk)
        at = body.find(b'"')
        self._open, body = (body[at:], body[:at]) if at >= 0 else (b"", body)
        if len(self._open) > _LONGEST_TEXT:
            raise not_json("un texte n'y finit pas")
        joined = self._end + body
        if found := _NO_NUMBER.search(joined):
            raise bad_number(found[0].decode())
        if _LONG_NUMBER.search(joined):
            raise bad_number("un nombre démesuré")
        self._end = body[-_KEPT:] if len(body) >= _KEPT else joined[-_KEPT:]
        steps = np.cumsum(_STEPS[np.frombuffer(body, np.uint8)], dtype=np.int64)
        if steps.size:
            if self._depth + int(steps.max()) > _DEEPEST:
                raise too_deep()
            self._depth += int(steps[-1])


def items(path: Path, prefix: str) -> Iterator[Any]:
    """The values that stand at ``prefix``, one by one, fractions as exact decimals.

    Raises ``Unusable`` for what is not JSON, is cut short, or is refused by `Watched`.
    """
    with path.open("rb") as file:
        try:
            yield from ijson.items(Watched(file), prefix, buf_size=1 << 18)
        except IncompleteJSONError as error:
            if "premature EOF" in str(error):
                raise truncated() from error
            raise not_json("il est mal formé, ou n'est pas en UTF-8") from error
        except JSONError as error:
            raise not_json("il est mal formé") from error
        except UnicodeDecodeError as error:
            raise not_json("son texte n'est pas en UTF-8") from error
        except RecursionError as error:
            raise too_deep() from error


def shape(path: Path, most: int = 200_000) -> str | None:
    """Where the contracts of a file stand, by its first events (``most`` at the most); None where there are none."""
    with path.open("rb") as file:
        try:
            for number, (prefix, event, _) in enumerate(ijson.parse(Watched(file), buf_size=1 << 18)):
                if event == "start_array" and prefix in LISTS:
                    return LISTS[prefix]
                if event == "start_map" and prefix in ALONE:
                    return str(prefix)
                if number > most:
                    return None
        except (JSONError, UnicodeDecodeError) as error:
            if "premature EOF" in str(error):
                raise truncated() from error
            raise not_json("il est mal formé, ou n'est pas en UTF-8") from error
    return None


def starts_as_json(path: Path) -> bool:
    """Whether a file begins as JSON does."""
    with path.open("rb") as file:
        return file.read(512).removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"{", b"["))
