"""Inside a guarded child process: a stranger's workbook opened by openpyxl, marked, written; then the answer."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from clauses.files.rules import Severity
from imports.annotating.notes import Listed, Note, Notes
from imports.reading.child import confine, leave_the_network
from imports.reading.limits import Limits

LIMITS = Limits(seconds=60, seconds_per_megabyte=20, memory=1_200_000_000, memory_per_byte=80)
"""openpyxl makes an object a cell: about thirty times what reading costs."""


def main(job: dict[str, Any]) -> NoReturn:
    """Marks the workbook of ``job``; whatever goes wrong, the caller makes a plain copy instead."""
    leave_the_network()
    import imports.annotating.book
    import imports.annotating.cached  # noqa: F401  (before the limits: what they stop is then the file's doing)

    path, out = Path(job["path"]), Path(job["out"])
    confine(Limits(**job["limits"]), path.stat().st_size)
    try:
        write_marked(path, out, told(job["notes"]))
        answer: dict[str, Any] = {"done": True}
    except BaseException as error:  # noqa: BLE001  (a stranger's file stops here)
        answer = {"fault": type(error).__name__}
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(answer))
        sys.stdout.flush()
    os._exit(0)


def packed(notes: Notes) -> dict[str, Any]:
    """Notes as JSON, on their way to the child."""
    return asdict(notes)


def told(said: dict[str, Any]) -> Notes:
    """The notes that came to the child."""

    def typed(each: dict[str, Any]) -> dict[str, Any]:
        return {**each, "severity": Severity(each["severity"])}

    return Notes(
        cells=tuple(Note(**{**typed(each), "sentences": tuple(each["sentences"])}) for each in said["cells"]),
        listed=tuple(Listed(**typed(each)) for each in said["listed"]),
    )


def write_marked(path: Path, out: Path, notes: Notes) -> None:
    """The workbook with its remarks, formatting, formulas and macros kept. Raises whatever openpyxl does."""
    from openpyxl import load_workbook

    from imports.annotating.book import mark
    from imports.annotating.cached import formulas, put_back, values

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts that openpyxl does not know are left out of the copy
        with path.open("rb") as file:  # by its content: openpyxl judges a path by its name
            book = load_workbook(file, keep_vba=out.suffix == ".xlsm", rich_text=True)
        written, found = formulas(book), {}
        if written:
            with path.open("rb") as file:
                found = values(load_workbook(file, data_only=True), written)
        mark(book, notes)
        book.calculation.fullCalcOnLoad = True
        if not found:
            book.save(out)
            return
        aside = out.with_name("aside.xlsx")
        book.save(aside)
    parts = {sheet.title: f"xl/worksheets/sheet{number}.xml" for number, sheet in enumerate(book.worksheets, start=1)}
    put_back(aside, out, parts, found)
    aside.unlink()
