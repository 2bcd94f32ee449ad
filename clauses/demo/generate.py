"""The files of the demonstration, in the order in which they are imported: markets, people, hours, needs, exits.

Hours of 2022 come in one file (the Pôle takes over its own history). In 2023 each employer sends its own: every
quarter, half-year or year, in a workbook or as its payroll exports it. Hours of 2024 come month by month; those of
February and March still wait for a validation, and March holds somebody whom nobody oriented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from clauses.dates import iso_month
from clauses.demo import sheets, site_year
from clauses.demo.contracts import hired
from clauses.demo.exits import Exit, left
from clauses.demo.lines import HORIZON, Line, worked
from clauses.demo.organisations import PASSERELLE, Organisation
from clauses.demo.people import Person, everybody
from clauses.demo.targets import YEAR
from clauses.demo.writing import Table, write_csv, write_workbook
from clauses.files.rules import FileKind
from clauses.words import folded

VALIDATED_UNTIL: Final = date(2024, 1, 31)
"""Hours up to this day are history, validated on import; later ones are left for a facilitateur to look at."""

_FRENCH_WINDOWS: Final = "cp1252"
_UTF8_WITH_BOM: Final = "utf-8-sig"


@dataclass(frozen=True)
class Territory:
    """Everything the demonstration says: people, their months of work, their exits (the markets are data)."""

    people: Sequence[Person]
    lines: Sequence[Line]
    exits: Sequence[Exit]


@dataclass(frozen=True)
class DemoFile:
    """One file: its kind, name and content; ``encoding`` of a csv, None for a workbook.

    ``validated``: whether its hours are history, taken over in the name of a facilitateur.
    """

    kind: FileKind
    name: str
    table: Table
    encoding: str | None = None
    validated: bool = False

    def write(self, folder: Path) -> Path:
        """Writes it in that folder and says where."""
        path = folder / self.name
        if self.encoding is None:
            write_workbook(path, self.table)
        else:
            write_csv(path, self.table, self.encoding)
        return path


def territory() -> Territory:
    """The invented territory, the same each time."""
    people = everybody()
    contracts = hired(people)
    return Territory(people, worked(contracts), left(people, contracts))


def files() -> list[DemoFile]:
    """Every file of the demonstration, in the order in which they are imported."""
    invented = territory()
    return [
        DemoFile(FileKind.MARKETS, "marches.xlsx", sheets.markets()),
        DemoFile(FileKind.PEOPLE, "personnes.csv", sheets.people(invented.people), _FRENCH_WINDOWS),
        *_before(invented.lines),
        *_during(invented.lines),
        *_after(invented.lines),
        DemoFile(FileKind.NEEDS, "besoins.xlsx", sheets.needs()),
        DemoFile(FileKind.EXITS, "sorties.csv", sheets.exits(invented.exits), _UTF8_WITH_BOM),
        DemoFile(
            FileKind.MEETINGS, "rencontres-2023.xlsx", site_year.meetings(invented.people, hired(invented.people))
        ),
    ]


def write_files(folder: Path) -> list[tuple[FileKind, Path]]:
    """Writes the files into ``folder`` (made if need be): their kinds and paths, in the order of import.

    The same bytes each time, so that importing them twice changes nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [(each.kind, each.write(folder)) for each in files()]


def _before(lines: Iterable[Line]) -> Iterator[DemoFile]:
    earlier = [line for line in lines if line.month < YEAR.starts_on]
    yield DemoFile(FileKind.HOURS, "heures-2022-reprise.xlsx", sheets.hours(earlier), validated=True)


def _during(lines: Iterable[Line]) -> Iterator[DemoFile]:
    """The files of each employer, each holding the number of months that it sends at once; by period, then by name."""
    sent: dict[tuple[int, str, str], list[Line]] = defaultdict(list)
    employers: dict[str, Organisation] = {}
    for line in lines:
        if line.month in YEAR:
            employer = line.contract.team.employer
            slug = folded(employer.name).replace(" ", "-")
            employers[slug] = employer
            rank = (line.month.month - 1) // employer.sends
            sent[(rank + 1) * employer.sends, _period(rank, employer.sends), slug].append(line)
    for (_, period, slug), some in sorted(sent.items(), key=lambda item: item[0]):
        csv = employers[slug].writes_csv
        yield DemoFile(
            FileKind.HOURS,
            f"heures-{period}-{slug}.{'csv' if csv else 'xlsx'}",
            sheets.hours(some, capitals=csv),
            encoding=_UTF8_WITH_BOM if csv else None,
            validated=True,
        )


def _period(rank: int, months: int) -> str:
    """``2023-t1`` for a quarter, ``2023-s2`` for a half-year, ``2023`` for the year."""
    letter = {3: "-t", 6: "-s", 12: ""}[months]
    return f"{YEAR.starts_on.year}{letter}{rank + 1 if letter else ''}"


def _after(lines: Sequence[Line]) -> Iterator[DemoFile]:
    """January and February as the Pôle gathers them; of the last month, what one employer has already sent."""
    by_month: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        if line.month > YEAR.ends_on:
            by_month[line.month].append(line)
    for month, some in sorted(by_month.items()):
        name, table = f"heures-{iso_month(month)}", sheets.hours(some)
        if month == HORIZON.replace(day=1):
            own = [line for line in some if line.contract.team.employer == PASSERELLE]
            name, table = f"{name}-{folded(PASSERELLE.name).replace(' ', '-')}", _with_a_stranger(own)
        yield DemoFile(FileKind.HOURS, f"{name}.xlsx", table, validated=month <= VALIDATED_UNTIL)


def _with_a_stranger(lines: Sequence[Line]) -> Table:
    return sheets.with_a_stranger(sheets.hours(lines), lines[-1])
