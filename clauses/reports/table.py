"""A bilan on a terminal, in French."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from clauses.quantities import ABSENT, NO_BREAK_SPACE, french, grouped
from clauses.reports.figures import Bilan
from clauses.reports.sheets import (
    NOT_COMPUTABLE,
    Cell,
    InEuros,
    InHours,
    Percent,
    Row,
    Sheet,
    Table,
    heading,
    sheets,
    title,
)


def show(bilan: Bilan, console: Console) -> None:
    """Prints every table, the checks last: what must be known stands beside the prompt."""
    console.print(rendered(bilan))


def rendered(bilan: Bilan) -> RenderableType:
    """What ``show`` prints."""
    parts: list[RenderableType] = [Text(title(bilan.selection), style="bold")]
    parts += [Text(line) for line in heading(bilan.selection)]
    for sheet in sheets(bilan)[:-1]:
        for table in sheet.tables:
            parts += ["", Text(table.title, style="bold"), _grid(table)]
            parts += [Text(table.note, style="italic")] if table.note else []
    parts += ["", Text("À savoir avant de publier", style="bold")]
    parts += [Text(f"• {check.message}") for check in bilan.checks] or [Text("Rien à signaler.")]
    return Group(*parts)


def show_sheets(head: str, intro: Iterable[str], pages: Iterable[Sheet], console: Console) -> None:
    """Prints tables under a title and a few sentences."""
    parts: list[RenderableType] = [Text(head, style="bold"), *(Text(line) for line in intro)]
    for page in pages:
        for table in page.tables:
            parts += ["", Text(table.title, style="bold"), _grid(table)]
            parts += [Text(table.note, style="italic")] if table.note else []
    console.print(Group(*parts))


def words(cell: Cell) -> str:
    """A cell as French people write it: ``42 437,89``, ``37,5 %``, « – » when absent."""
    if cell is None:
        return ABSENT
    if isinstance(cell, InHours):
        return french(cell.hundredths)
    if isinstance(cell, InEuros):
        return f"{french(cell.cents)}{NO_BREAK_SPACE}€"
    if isinstance(cell, Percent):
        share = cell.share.percent
        return NOT_COMPUTABLE if share is None else f"{share.replace('.', ',')}{NO_BREAK_SPACE}%"
    return grouped(cell) if isinstance(cell, int) else cell


def _grid(table: Table) -> Grid:
    # Names come from files: as `Text`, their brackets are not markup.
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, header in enumerate(table.headers):
        grid.add_column(Text(header), justify="right" if number else "left")
    for row in table.rows:
        grid.add_row(*map(Text, map(words, row.cells)), style=_style(row))
    return grid


def _style(row: Row) -> str:
    return "bold" if row.total else ""
