"""Données essentielles de la commande publique → sheets of contracts, in pieces that memory can hold.

A contract of a JSON file is a row of two cells: its rank in the file, and itself as JSON; `read_contracts` of any other
file is the sheets of the workbook or csv.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from clauses.errors import Unusable
from imports.containers import Sheet
from imports.reading.archive_of_texts import read_texts
from imports.reading.json_stream import LISTS, items, shape, starts_as_json
from imports.reading.limits import Limits

COLUMNS = ("rank", "contract")
_PIECE = 10_000
_LONGEST = 1_000_000
"""Characters of one contract: the longest published ones, with hundreds of holders, are a tenth of that."""


def read_contracts(path: Path, name: str, limits: Limits) -> Iterable[Sheet]:
    """The contracts of a file, ten thousand a sheet for JSON. Raises ``Unusable`` (``decp.other_file``…)."""
    if not starts_as_json(path):
        return read_texts(path, name, limits)
    return _pieces(path)


def _pieces(path: Path) -> Iterator[Sheet]:
    found = shape(path)
    if found is None:
        raise Unusable(
            "ce fichier JSON n'est pas un fichier de données essentielles de la commande publique (DECP) : "
            "aucun marché n'y est trouvé sous « marches ». Téléchargez le fichier tel que l'acheteur le publie.",
            code="decp.other_file",
        )
    both = [LISTS["marches.marche"], LISTS["marches.contrat-concession"]]
    prefixes = both if found in both else [found]
    rank = 0
    for prefix in prefixes:
        ranks: list[int] = []
        texts: list[str] = []
        for contract in items(path, prefix):
            rank += 1
            ranks.append(rank)
            texts.append(_text(contract, concession="concession" in prefix))
            if len(ranks) == _PIECE:
                yield _sheet(ranks, texts)
                ranks, texts = [], []
        if ranks:
            yield _sheet(ranks, texts)


def _text(contract: Any, *, concession: bool) -> str:
    if isinstance(contract, dict) and concession:
        contract["_type"] = "concession"
    text = json.dumps(contract, ensure_ascii=False, default=_plain)
    return text if len(text) <= _LONGEST else json.dumps({"_too_long": len(text)})


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not come out of JSON")


def _sheet(ranks: list[int], texts: list[str]) -> Sheet:
    clean = [text.encode(errors="replace").decode() for text in texts]  # lone surrogates are no text
    return Sheet(
        "marches", pl.DataFrame({COLUMNS[0]: ranks, COLUMNS[1]: clean}, schema_overrides={COLUMNS[0]: pl.Int64})
    )
