"""JSON of strangers, read whole: limits of size and depth, no number that is none, and refusals in words."""

from __future__ import annotations

import codecs
import json
from decimal import Decimal
from typing import Any, NoReturn

from clauses.errors import Unusable
from imports.reading import refusals

_BYTES_MOST = 128_000_000
_DEEPEST = 64


def read_json(data: bytes) -> Any:
    """The value of a JSON text in UTF-8, fractions as exact decimals.

    Raises ``Unusable``: ``file.too_large``, ``file.not_json``, ``file.truncated_json``, ``file.json_number``,
    ``file.json_depth``.
    """
    if len(data) > _BYTES_MOST:
        most = _BYTES_MOST // 1_000_000
        raise refusals.too_large(f"ce fichier JSON dépasse {most} Mo. Découpez-le en plusieurs fichiers.")
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise not_json("son texte n'est pas en UTF-8") from error
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) - 1:
            raise truncated() from error
        raise not_json(f"erreur à la ligne {error.lineno}") from error
    except RecursionError as error:
        raise too_deep() from error
    except ValueError as error:  # a whole number of more digits than Python reads
        raise bad_number("un nombre démesuré") from error
    if depth(value) > _DEEPEST:
        raise too_deep()
    return value


def _no_number(said: str) -> NoReturn:
    raise bad_number(said)


def depth(value: Any) -> int:
    """How many levels of lists and objects a value has, counted without recursion."""
    deepest, level = 0, [value]
    while level:
        containers = [one for one in level if isinstance(one, dict | list)]
        if not containers:
            return deepest
        deepest += 1
        if deepest > _DEEPEST:
            return deepest
        level = [inner for one in containers for inner in (one.values() if isinstance(one, dict) else one)]
    return deepest


def not_json(why: str) -> Unusable:
    """Something else than JSON, or JSON with a fault."""
    return Unusable(
        f"ce fichier n'est pas du JSON lisible ({why}). Téléchargez-le à nouveau, sans l'ouvrir dans un tableur.",
        code="file.not_json",
    )


def truncated() -> Unusable:
    """Cut short."""
    return Unusable(
        "ce fichier JSON s'arrête avant la fin : il est incomplet. Téléchargez-le à nouveau.",
        code="file.truncated_json",
    )


def bad_number(said: str) -> Unusable:
    """NaN, Infinity, or digits without end."""
    return Unusable(
        f"ce fichier JSON contient {said}, qui n'est pas un nombre. Signalez-le à qui le publie.",
        code="file.json_number",
    )


def too_deep() -> Unusable:
    """Lists in lists in lists."""
    return Unusable(
        f"ce fichier JSON emboîte plus de {_DEEPEST} niveaux : il n'a pas été lu. "
        "Envoyez le fichier tel qu'il est publié.",
        code="file.json_depth",
    )
