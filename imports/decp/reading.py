"""Sheets of published contracts → rows together by contract, a few thousand at a time: memory does not grow with them.

A national file holds a million contracts: only the key and the place of each row are kept, the rows themselves stay on
the disk, where the guarded reader wrote them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath
from typing import Any

import polars as pl

from clauses.errors import Unusable
from clauses.files.rules import Issue, Severity
from clauses.words import folded
from imports.containers import Sheet
from imports.decp import tabular, values
from imports.official import Place

CONTRACT_COLUMNS = ["rank", "contract"]
_HEADER_ROWS = 20
_TOGETHER = 2_000
_SLICE = 20_000


@dataclass(frozen=True)
class Table:
    """A sheet of contracts: of JSON (``columns`` None), or of cells below a row of headers."""

    name: str
    cells: pl.DataFrame
    columns: tabular.Columns | None
    first_row: int = 1

    def raw(self, cells: Sequence[Any]) -> Any:
        """A row as a contract of the schema."""
        return json.loads(cells[1]) if self.columns is None else tabular.raw(cells, self.columns)

    def place(self, at: int, cells: Sequence[Any]) -> Place:
        """Where a row stands: the rank of a contract in a JSON file, the row of a sheet."""
        return self.name, int(cells[0]) if self.columns is None else self.first_row + at


@dataclass(frozen=True)
class DecpRead:
    """A file of contracts: its tables, and an index of their rows by contract (``key``, ``table``, ``at``)."""

    tables: tuple[Table, ...]
    index: pl.DataFrame
    issues: tuple[Issue, ...] = ()
    ignored: int = 0
    recognised: tuple[Any, ...] = ()

    @property
    def read(self) -> int:
        """Rows that hold something."""
        return self.index.height

    def batches(self) -> Iterator[list[list[tuple[Place, Any]]]]:
        """Some thousand rows at a time, in lists by contract, in the order of the file within each."""
        start = 0
        keys = self.index["key"]
        while start < self.index.height:
            end = min(start + _TOGETHER, self.index.height)
            while end < self.index.height and keys[end] == keys[end - 1]:
                end += 1
            yield self._gathered(self.index[start:end])
            start = end

    def _gathered(self, piece: pl.DataFrame) -> list[list[tuple[Place, Any]]]:
        rows: dict[tuple[int, int], tuple[Place, Any]] = {}
        for (number,), part in piece.group_by("table"):
            table = self.tables[int(str(number))]
            places = part["at"].to_list()
            for at, cells in zip(places, table.cells[places].iter_rows(), strict=True):
                rows[int(str(number)), at] = table.place(at, cells), table.raw(cells)
        told = piece.iter_rows()
        return [[rows[table, at] for _, table, at in group] for _, group in groupby(told, key=lambda row: row[0])]


def read(sheets: Sequence[Sheet], called: str) -> DecpRead:
    """The contracts of a file. Raises ``Unusable`` (``decp.other_file``) when no sheet holds any."""
    tables = [table for sheet in sheets if (table := _table(sheet)) is not None]
    if not tables and not _empty_publication(sheets):
        raise Unusable(
            f"« {PurePath(called).name} » : ce fichier n'est pas un fichier de données essentielles de la "
            "commande publique (DECP) : il y faut au moins l'identifiant du marché, l'acheteur et l'objet. "
            "Vérifiez le fichier, ou la sorte choisie.",
            code="decp.other_file",
        )
    strange = [sheet.name for sheet in sheets if _table(sheet) is None and not sheet.cells.is_empty()]
    issues = tuple(
        Issue("decp.unknown_sheet", f"La feuille « {name} » n'est pas reconnue.", Severity.WARNING, sheet=name)
        for name in strange
    )
    return DecpRead(tuple(tables), _index(tables), issues)


def _empty_publication(sheets: Sequence[Sheet]) -> bool:
    return not sheets


def _table(sheet: Sheet) -> Table | None:
    if sheet.cells.columns == CONTRACT_COLUMNS:
        return Table(sheet.name, sheet.cells, None)
    for number, cells in enumerate(sheet.cells.head(_HEADER_ROWS).iter_rows(), 1):
        found = tabular.columns(cells)
        if tabular.is_decp(found):
            return Table(sheet.name, sheet.cells.slice(number), found, number + 1)
    return None


def _index(tables: Sequence[Table]) -> pl.DataFrame:
    parts = []
    for number, table in enumerate(tables):
        for start in range(0, table.cells.height, _SLICE):
            told = [
                (key_of(table.raw(cells), number, at), number, at)
                for at, cells in enumerate(table.cells.slice(start, _SLICE).iter_rows(), start)
                if any(cell is not None for cell in cells)
            ]
            parts.append(pl.DataFrame(told, schema=_INDEX, orient="row"))
    whole = pl.concat(parts) if parts else pl.DataFrame(schema=_INDEX)
    return whole.sort("key", "table", "at")


_INDEX = {"key": pl.String, "table": pl.Int32, "at": pl.Int64}


def key_of(raw: Any, table: int, at: int) -> str:
    """What tells the contract of a row: its buyer and its folded reference; the row itself where it has none."""
    if isinstance(raw, dict):
        buyer = values.first(raw, "acheteur", "autoriteConcedante")
        siret = values.siret(buyer.get("id") if isinstance(buyer, dict) else buyer)
        reference = values.text(values.first(raw, "id", "uid"))
        if siret and reference:
            return f"{siret}|{folded(reference) or reference}"
    return f"?{table}|{at}"
