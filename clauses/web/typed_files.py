"""What was typed, pasted or sent as data, as the file that it would have been: one path judges them all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from clauses.files.rules import FileKind
from imports.columns import fields


def as_file(kind: FileKind, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of texts, in the order of ``columns`` (names of fields of that kind of file), as a csv that is sent."""
    known = fields(kind)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([known[name].header for name in columns])
    writer.writerows([" ".join(cell.split()) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
