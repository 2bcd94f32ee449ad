"""Reading a workbook of 100 000 rows, guarded, as text with origins.

Beside the floor (fastexcel into polars, every cell as text, in this very process: no guard, no check, durations as days
of 1900, formulas without a value gone) and the naive choice (openpyxl, read only).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl

from bench.measures import Measure, medians
from bench.workbooks import write_hours
from imports.containers import read_sheets

ROWS = 100_000
SMALL = 500
LIMIT = 3.0


def measure() -> list[Measure]:
    """The promise, and what a company's own file costs: there the floor is nothing and the guard is all."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "heures.xlsx"), Path(folder, "entreprise.xlsx")
        write_hours(large, ROWS)
        write_hours(small, SMALL)
        ours, floor = medians(lambda: read_sheets(large), lambda: _floor(large))
        (naive,) = medians(lambda: _naive(large), runs=1)
        ours_small, naive_small = medians(lambda: read_sheets(small), lambda: _naive(small))
    return [
        Measure("lecture", f"classeur de {ROWS} lignes, 18 colonnes, gardé", ours, floor, LIMIT, naive),
        Measure("lecture", f"classeur de {SMALL} lignes, contre une seconde", ours_small, 1.0, 1.0, naive_small),
    ]


def _floor(path: Path) -> pl.DataFrame:
    return pl.DataFrame(fastexcel.read_excel(str(path)).load_sheet(0, header_row=None, dtypes="string"))


def _naive(path: Path) -> int:
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).active
    return sum(1 for _ in sheet.iter_rows(values_only=True))
