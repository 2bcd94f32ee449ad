"""A small recorded world for tests of hours: one market, two lots, two companies, an ETTI, three people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from imports.hours import known
from imports.hours.known import Known
from imports.said import Headers

MARCH = date(2024, 3, 1)
MASON, GARDENER, ETTI, BUYER = 1, 2, 3, 4
MASON_ON_1, GARDENER_ON_2 = 11, 12
LOT_1, LOT_2, MARKET = 101, 102, 100
LEA, LEO, INES = 51, 52, 53
LEA_CDD = 71
HEADERS = Headers({}, {"market": "Référence marché", "hours": "Heures travaillées"})

_TYPES = {
    "row_id": pl.UInt32,
    "sheet": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "market": pl.String,
    "buyer_name": pl.String,
    "lot": pl.String,
    "contractor_siret": pl.String,
    "contractor_name": pl.String,
    "employer_siret": pl.String,
    "employer_name": pl.String,
    "employer_kind": pl.String,
    "modality": pl.String,
    "last_name": pl.String,
    "first_name": pl.String,
    "birth_date": pl.Date,
    "contract_kind": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "job": pl.String,
    "month": pl.Date,
    "hours": pl.Int64,
    "hours_text": pl.String,
    "training_hours": pl.Int64,
}


def row(**said: Any) -> dict[str, Any]:
    """A row of Léa Roux, mason's CDD, 100 h in March 2024 on lot 1; ``said`` changes what it says."""
    usual: dict[str, Any] = {
        "market": "2024-T001",
        "lot": "1",
        "contractor_siret": "11111111111111",
        "last_name": "Roux",
        "first_name": "Léa",
        "birth_date": date(1990, 5, 4),
        "contract_kind": "CDD",
        "starts_on": date(2024, 1, 2),
        "month": MARCH,
        "hours": 10_000,
        "hours_text": "100",
    }
    return usual | said


def file(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Rows as the reader gives them, numbered from the second row of one sheet."""
    numbered = [
        {"row_id": index, "sheet": "Heures", "row": index + 2, "column": "K", **said} for index, said in enumerate(rows)
    ]
    return pl.DataFrame(
        {name: pl.Series(name, [said.get(name) for said in numbered], dtype=kind) for name, kind in _TYPES.items()}
    )


def world(**changed: Any) -> Known:
    """What is recorded; frames given by name replace the usual ones."""
    usual = Known(
        lots=_frame(
            known.LOTS,
            ("2024 t001", "dijon metropole", "1", LOT_1, MARKET, date(2024, 1, 1), date(2025, 12, 31)),
            ("2024 t001", "dijon metropole", "2", LOT_2, MARKET, date(2024, 1, 1), date(2025, 12, 31)),
        ),
        contractors=_frame(
            known.CONTRACTORS,
            (MASON_ON_1, LOT_1, MASON, "11111111111111", "Maçons du Sud", "macons du sud"),
            (GARDENER_ON_2, LOT_2, GARDENER, "22222222222222", "Verts Horizons", "verts horizons"),
        ),
        organisations=_frame(
            known.ORGANISATIONS,
            (MASON, "11111111111111", "Maçons du Sud", "macons du sud", None),
            (GARDENER, "22222222222222", "Verts Horizons", "verts horizons", None),
            (ETTI, "33333333333333", "ID Intérim", "id interim", "ETTI"),
            (BUYER, None, "Dijon Métropole", "dijon metropole", None),
        ),
        people=_frame(
            known.PEOPLE,
            (LEA, "roux", "lea", date(1990, 5, 4)),
            (LEO, "martin", "leo", date(1985, 1, 1)),
            (INES, "diallo", "ines", date(2000, 7, 7)),
        ),
        contracts=_frame(known.CONTRACTS),
        on_lots=_frame(known.ON_LOTS),
        declarations=_frame(known.DECLARATIONS),
        lines=_frame(known.LINES),
        validated=_frame(known.VALIDATED, *((person, date(2023, 12, 1)) for person in (LEA, LEO, INES))),
        participations=_frame(known.PARTICIPATIONS),
        locked_months=frozenset(),
    )
    return replace(usual, **changed)


def declared(*lines: tuple[Any, ...], state: str = "current", version: int = 1) -> dict[str, pl.DataFrame]:
    """A version of the mason's March with its lines: (id, contract, hours, state)."""
    return {
        "declarations": _frame(known.DECLARATIONS, (900, MASON_ON_1, MASON, MARCH, version, state)),
        "lines": _frame(
            known.LINES, *((n, 900, contract, hours, 0, s, False, None) for n, contract, hours, s in lines)
        ),
        "contracts": _frame(
            known.CONTRACTS,
            (LEA_CDD, LEA, MASON, "CDD", date(2024, 1, 2), None),
            (LEA_CDD + 1, LEO, MASON, "CDD", date(2024, 1, 2), None),
        ),
        "on_lots": _frame(known.ON_LOTS, (LEA_CDD, LOT_1), (LEA_CDD + 1, LOT_1)),
    }


def _frame(schema: Mapping[str, Any], *rows: Sequence[Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(schema), orient="row")
