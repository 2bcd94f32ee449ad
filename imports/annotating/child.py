"""Inside a guarded child process: a stranger's file opened, marked or copied, written; then the answer."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, NoReturn

from clauses.errors import Unusable
from clauses.files.rules import Severity
from imports.annotating.notes import Listed, Note, Notes, by_row
from imports.reading.child import confine, leave_the_network
from imports.reading.guard import named
from imports.reading.limits import Limits

LIMITS = Limits(seconds=60, seconds_per_megabyte=20, memory=1_200_000_000, memory_per_byte=80)
"""openpyxl makes an object a cell: about thirty times what reading costs."""


How = Literal["mark", "copy", "text"]
"""A workbook marked as it is; its cells alone copied in a new one; a csv with one more column."""


def main(job: dict[str, Any]) -> NoReturn:
    """Writes the copy of ``job``; whatever goes wrong, the caller gives something plainer instead."""
    leave_the_network()
    import imports.annotating.book
    import imports.annotating.cached
    import imports.annotating.text
    import imports.reading.any_file  # noqa: F401  (before the limits: what they stop is then the file's doing)

    confine(Limits(**job["limits"]), Path(job["path"]).stat().st_size)
    answer = written(job)
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(answer))
        sys.stdout.flush()
    os._exit(0)


def written(job: dict[str, Any]) -> dict[str, Any]:
    """The copy written, and what is answered of it; never raises, whatever the file is."""
    try:
        _write(job["how"], Path(job["path"]), Path(job["out"]), job)
    except Unusable as refusal:
        return {"refused": named(job["name"], refusal).message, "code": refusal.code}
    except BaseException as error:  # noqa: BLE001  (a stranger's file stops here)
        return {"fault": type(error).__name__}
    return {"done": True}


def _write(how: How, path: Path, out: Path, job: dict[str, Any]) -> None:
    notes = told(job["notes"])
    if how == "mark":
        write_marked(path, out, notes)
    elif how == "copy":
        write_copy(path, job["name"], out, notes)
    else:
        from imports.annotating.text import marked_text

        out.write_bytes(marked_text(path.read_bytes(), by_row(notes), job["header"]))


def write_copy(path: Path, name: str, out: Path, notes: Notes) -> None:
    """A new workbook with the cells of the file, and its remarks. Raises ``Unusable`` where the file cannot be read."""
    from imports.annotating.book import copied, mark, renamed
    from imports.reading.any_file import read_any

    book, titles = copied(read_any(path, name, Limits()))
    mark(book, renamed(notes, titles))
    book.save(out)


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
