"""A sheet's first rows → where its header stands, what each column is, and what the titles say of all the rows below.

Pure, and slow only on the few rows of the top: the rows of data are `imports.rows`' work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from clauses.errors import Unusable
from clauses.files.rules import FileKind
from clauses.words import folded
from imports.cells import letters, position
from imports.columns import fields
from imports.containers import Sheet
from imports.context import Context, of_sheet, said
from imports.days import WHY as DAY
from imports.days import calendar, of_calendar
from imports.headers import UNKNOWN, Match, exactly, rank, recognise
from imports.measures import measure, speaks_of_hours
from imports.months_as_columns import MonthHeader, is_work, month_header
from imports.quarters import months_summed
from imports.spelling import key
from imports.titles import Disputed, Labels, heading, top_rows

_LONG_TITLE = 60
_WORK = frozenset({"hours", "training"})


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its letters, its header as sent, what it stands for."""

    letters: str
    header: str
    match: Match
    month: MonthHeader | None = None
    sums: tuple[str, ...] = ()
    """The letters of the months in columns that it sums up, for a quarter or a half-year that has them all."""

    @property
    def reads(self) -> str | None:
        """The field that the column is read as; months are columns of hours, or of training."""
        if self.match.field is None and self.month is not None and self.match.why.startswith("les heures"):
            return "hours" if self.month.what == "hours" else "training_hours"
        return self.match.field


@dataclass(frozen=True)
class Block:
    """A header and the rows below it. ``start`` and ``stop`` are indexes from 0, the header's own rows left out."""

    start: int
    stop: int
    columns: tuple[Column, ...]
    context: Context
    mapping: Mapping[str, Column] = field(default_factory=dict)
    months: tuple[Column, ...] = ()
    totals: tuple[Column, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    outvoted: tuple[Disputed, ...] = ()
    said: tuple[tuple[int, Context], ...] = ()
    """Rows of labels and values below the header (indexes from 0 in the sheet), and what they say of those below."""

    near: Context = field(default_factory=Context)
    """What the rows just above the header say, of a table that is not the first of its sheet."""

    sums_up: bool = False
    """Whether those rows call the table a summary."""

    titles: tuple[str, ...] = ()
    """The texts of those rows; above the first table of a sheet, of all the rows before its header."""


class Told(NamedTuple):
    """What a person said that a column holds (None: it is not to be read), and when, in words."""

    field: str | None
    why: str = "choisi par une personne"


@dataclass(frozen=True)
class Wanted:
    """What is to be read: a kind of file, what people said of headers (folded), whether there are several sheets."""

    kind: FileKind
    corrections: Mapping[str, Told] = field(default_factory=dict)
    several: bool = False
    by_name: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Sheet → what its name is believed of, against a stale title (`imports.titles.stale_titles`)."""

    def told(self, label: str) -> Told | None:
        """What a person said of a header."""
        return self.corrections.get(folded(label)) if self.corrections else None


def find_header(
    sheet: Sheet, kind: FileKind, *, least: int = 2, told: Collection[str] = ()
) -> tuple[int, int, Labels] | None:
    """``(first row, last row, labels)`` of the header of a sheet, or None; a header may take two rows.

    ``told`` are the headers (folded) that somebody named.
    """
    rows = top_rows(sheet)
    scored = {index: _score(kind, labels) + _told_score(labels, told) for index, labels in rows.items()}
    if not scored:
        return None
    best = max(scored, key=lambda index: (scored[index], -index))
    found = (best, best, rows[best])
    reached = scored[best]
    for first, last in ((best, best + 1), (best - 1, best)):
        if first in rows and last in rows and _may_be_header(kind, rows[last if first == best else first], rows[best]):
            labels = _joined(kind, rows[first], rows[last], sheet.merged, first)
            score = _score(kind, labels) + _told_score(labels, told)
            # Words alone below a header are a part of it, even where they add nothing: « (nb h) », « Réalisé ».
            also = score == reached and first == best and _is_words(rows[last])
            if score > reached or also:
                found, reached = (first, last, labels), score
    return found if reached >= least * 2 else None


def _is_words(labels: Labels) -> bool:
    return sum(1 for label in labels if label) > 1 and not any(sign.isdigit() for label in labels for sign in label)


def _score(kind: FileKind, labels: Labels) -> int:
    """Two for each column recognised, one for each month; months alone are no header."""
    names = {match.field for label in labels if label and (match := exactly(kind, label))}
    months = {found for label in labels if label and not exactly(kind, label) and (found := _worked_month(label))}
    # Months in columns stand for the column of months and that of hours.
    in_columns = 4 if len(names) > 1 and len(months) > 1 else 0
    return 2 * len(names) + in_columns + (min(len(months), 24) if names else 0)


def _told_score(labels: Labels, told: Collection[str]) -> int:
    """A header that somebody named is surer than any: a row that holds it is the header."""
    return 10 * sum(1 for label in labels if label and folded(label) in told) if told else 0


def _worked_month(label: str) -> tuple[int, int | None, str] | None:
    """The month (and year) whose hours a header says it holds, of work or of training."""
    found = month_header(label)
    return (found.month, found.year, found.what) if found and found.what in _WORK else None


def _may_be_header(kind: FileKind, labels: Labels, beside: Labels) -> bool:
    """Whether a row beside a header is a second row of it: short words, and most of them mean something there."""
    said_here = [label for label in labels if label]
    if not said_here or any(len(label) > _LONG_TITLE or _is_title(label) for label in said_here):
        return False
    known = sum(1 for label in said_here if _means_something(kind, label))
    return 2 * known >= len(said_here) or not any(beside[index] for index, label in enumerate(labels) if label)


def _is_title(label: str) -> bool:
    """Whether a cell names the market, the lot or the company of the rows below, as headers never do."""
    context = said(label)
    return bool(context.market or context.lot or context.contractor_name)


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_GROUPS = re.compile(
    r"(?i)\b(salari|contrat|heures?|march|entreprise|employeur|mois|participant|b[ée]n[ée]ficiaire|candidat"
    r"|attributaire|(?:19|20)\d{2}|personne|formation|identit)"
)


def _means_something(kind: FileKind, label: str) -> bool:
    return bool(
        exactly(kind, label) or month_header(label) or _GROUPS.search(label) or measure(label) or is_work(label)
    )


def _joined(kind: FileKind, top: Labels, bottom: Labels, merged: Sequence[str], first: int) -> Labels:
    """Two rows of header → one label a column: the upper row runs over the blanks at its right, or its merged cells."""
    spread = _across(top, merged, first)
    labels = []
    for above, alone, below in zip(spread, top, bottom, strict=True):
        if not below or below == above:
            labels.append(alone or below)
            continue
        month, quarter = month_header(below), months_summed(above)
        if quarter and (month or measure(below) == "total"):  # « 1er trimestre » over « janv » and « Total »
            said_year = quarter[1] if month and not month.year else None
            labels.append(f"{below} {said_year or ''}".strip() if month else f"{below} {above}")
            continue
        if above and month_header(above):  # « janv-24 » over « Heures » and « Formation »
            labels.append(f"{above} {below}")
            continue
        tries: tuple[str, ...] = (f"{above} {below}", f"{below} {above}", below) if above else (below,)
        if kind is FileKind.HOURS and _says_of_what(above) and set(key(below).split()) <= _DONE:
            tries = tries[:2]  # « Jours » over « Travaillés » are days, « Formation » over « Réalisé » is training
        found = next((text for text in tries if exactly(kind, text)), None)
        if found is None:  # « T1 2024 » over « janv »
            year = _YEAR.search(above)
            dated = (*tries, f"{below} {year[1]}") if year else tries
            found = next((text for text in dated if (seen := _worked_month(text)) and seen[1]), None)
        labels.append(found or (tries[0] if above else below))
    return labels


_DONE = frozenset({"realisees", "effectuees", "travaillees", "faites"})


def _says_of_what(above: str) -> bool:
    """Whether the upper row says that what is done below is not hours worked."""
    return measure(above) is not None or "formation" in key(above).split()


def _across(top: Labels, merged: Sequence[str], first: int) -> Labels:
    spans = [found for text in merged if (found := cells_of(text)) and found[0] <= first <= found[1]]
    spread = list(top)
    if spans:
        for _, _, left, right in spans[: len(top)]:  # no more of them fit side by side
            for index in range(left + 1, min(right + 1, len(top))):
                spread[index] = spread[index] or top[left]
        return spread
    for index in range(1, len(spread)):
        spread[index] = spread[index] or spread[index - 1]
    return spread


_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)$")


def cells_of(text: str) -> tuple[int, int, int, int] | None:
    """``"B2:D4"`` → rows 1 to 3, columns 1 to 3 (from 0, ends included)."""
    found = _RANGE.match(text)
    if not found:
        return None
    return int(found[2]) - 1, int(found[4]) - 1, position(found[1]), position(found[3])


def name_says(wanted: Wanted, sheet: Sheet) -> Context:
    """What the name of a sheet says of its rows."""
    named = of_sheet(sheet.name)
    if not wanted.several:  # a single sheet is seldom named after a company: it bears the file's name, or the program's
        named = replace(named, contractor_name=None)
    return named


def build(
    wanted: Wanted, sheet: Sheet, header: tuple[int, int, Labels], stop: int, *, first: int | None = None
) -> Block:
    """The block below a header: each column recognised, at most one column a field, months apart.

    ``first`` is the first row of the sheet's first header, where this is another: the titles of the sheet end there.
    """
    kind = wanted.kind
    last, labels = header[1:]
    until = header[0] if first is None else first
    headed = heading(sheet, until, name_says(wanted, sheet), believed=wanted.by_name.get(sheet.name, ()))
    days = calendar(labels) if kind is FileKind.HOURS else {}
    headed = of_calendar(headed, days.values())
    columns = [_of_day(column, days) for column in _columns(wanted, labels)]
    wide = _is_wide(columns)
    columns, mapping = _one_each(kind, columns, wide=wide)
    _settle_names(mapping)
    _settle_places(mapping)
    if kind is FileKind.HOURS and not wide:
        columns = _for_want_of_worked(columns, mapping)
    columns = [_as_read(column, mapping) for column in columns]
    if not wide:
        columns = [
            _without(column, _UNUSED) if column.reads and not column.match.field else column for column in columns
        ]
    months = tuple(column for column in columns if wide and _is_work(column) and column.match.field is None)
    columns = [_summing(column, months) for column in columns]
    return Block(
        start=last + 1,
        stop=stop,
        columns=tuple(columns),
        context=headed.context,
        mapping=mapping,
        months=months,
        totals=tuple(
            column for column in columns if column.match.field is None and column.match.why.startswith("cumul")
        ),
        disputed=headed.disputed,
        outvoted=headed.outvoted,
    )


def _columns(wanted: Wanted, labels: Labels) -> list[Column]:
    return [_column(wanted, index, label) for index, label in enumerate(labels) if label]


def _of_day(column: Column, days: Collection[str]) -> Column:
    return replace(column, match=Match(None, DAY, 0.9), month=None) if column.header in days else column


def _for_want_of_worked(columns: list[Column], mapping: dict[str, Column]) -> list[Column]:
    """Where no column gives the hours worked, the only one of paid hours is read, else the only total; it is said.

    Else the only one that speaks of hours, under a header that is not known (« Heures chantier »).

    A sheet of weeks (S14, S15…) ends with « Total heures »: it is the month's.
    """
    for why, these in (
        (PAID, [column for column in columns if measure(column.header) == "paid"]),
        (TOTAL, [column for column in columns if _TOTAL_OF_THE_MONTH.match(key(column.header))]),
        (GUESSED, [column for column in columns if column.match.why == UNKNOWN and speaks_of_hours(column.header)]),
    ):
        free = [column for column in these if column.match.field is None]
        if "hours" not in mapping and len(free) == 1:
            mapping["hours"] = replace(free[0], match=Match("hours", why, 0.5))
            columns = [mapping["hours"] if column is free[0] else column for column in columns]
    return columns


def _settle_names(mapping: dict[str, Column]) -> None:
    """« Nom » alone holds whole names; « Salarié » beside « Prénom » holds last names."""
    if "last_name" in mapping and "first_name" not in mapping and "full_name" not in mapping:
        mapping["full_name"] = mapping.pop("last_name")
    if "full_name" in mapping and "first_name" in mapping and "last_name" not in mapping:
        mapping["last_name"] = mapping.pop("full_name")
    elif "last_name" in mapping and "first_name" in mapping:
        mapping.pop("full_name", None)


_MARKET_AND_LOT = re.compile(r"(?i)march[ée]s?\b.*(?:[/&,+–-]|\bet\b).*\blots?\b")


def _settle_places(mapping: dict[str, Column]) -> None:
    """« Marché / Lot » holds both, where no other column holds the market (`imports.rows` takes them apart)."""
    lot = mapping.get("lot")
    if lot is not None and "market" not in mapping and _MARKET_AND_LOT.search(lot.header):
        mapping["market"] = mapping.pop("lot")


def _as_read(column: Column, mapping: Mapping[str, Column]) -> Column:
    """The column with the field that it is read as in the end."""
    name = next((name for name, chosen in mapping.items() if chosen.letters == column.letters), None)
    return replace(column, match=replace(column.match, field=name))


def _is_wide(columns: list[Column]) -> bool:
    """Whether months are columns: two of them, or one where no column gives the month of each row."""
    worked = sum(1 for column in columns if column.month and column.month.what == "hours")
    long = {"month", "hours"} <= {column.match.field for column in columns}
    return worked > 1 or (worked == 1 and not long)


def _summing(column: Column, months: Sequence[Column]) -> Column:
    """« T1 » or « Total 1er trimestre » beside its three months sums them up; without one of them, who knows.

    Of two years that have them all, the one just before it.
    """
    found = None if column.match.field or column.match.told or column.month else months_summed(column.header)
    if found is None or not (column.match.why == UNKNOWN or column.match.why.startswith("cumul")):
        return column
    numbers, of_year = found
    place, best = position(column.letters), None
    for year in {each.month.year for each in months if each.month}:
        of_months = [
            each.letters for each in months
            if each.month and each.month.what == "hours" and each.month.month in numbers and each.month.year == year
        ]  # fmt: skip
        whole = len(of_months) == len(numbers) and (of_year is None or year in (None, of_year))
        last = max(map(position, of_months), default=0)
        if whole and (best is None or best[0] < last < place):
            best = (last, tuple(of_months))
    if best is None:
        return column
    return replace(column, match=Match(None, _SUMMED, _MEASURES["total"][1]), sums=best[1])


def _is_work(column: Column) -> bool:
    return column.month is not None and column.month.what in _WORK


def _column(wanted: Wanted, index: int, label: str) -> Column:
    kind, told = wanted.kind, wanted.told(label)
    name = letters(index)
    if told is not None:
        return Column(name, label, Match(told.field, told.why, 1.0, told=True))
    if kind is FileKind.HOURS and exactly(kind, label) is None:
        month = month_header(label)
        if month is not None:
            return Column(name, label, _of_month(month), month)
    return Column(name, label, recognise(kind, label))


def _of_month(month: MonthHeader) -> Match:
    why, confidence = _MEASURES.get(month.what, (_UNUSED, 0.8))
    return Match(None, why, confidence)


PAID = "heures payées, lues faute d'heures travaillées"
"""Why a column of paid hours is read: leave and sickness are paid and are not worked."""
TOTAL = "total, lu faute d'une colonne des heures du mois"
"""Why a total is read."""
GUESSED = "seule colonne qui parle d'heures"
"""Why a column whose header is not known is read."""
_TOTAL_OF_THE_MONTH = re.compile(
    r"^(?:total(?: general)?(?: (?:nombre )?heures)?(?: (?:travaillees|realisees|effectuees|insertion))*(?: mois)?"
    r"|heures totales?(?: mois)?)$"
)
_UNUSED = "colonne sans usage pour cet import"
_QUALIFIED = "le mois y est accompagné d'autres mots"
_SUMMED = "cumul ou total : recalculé, jamais importé"
_MEASURES = {
    "hours": ("les heures d'un mois", 0.9),
    "training": ("les heures de formation d'un mois", 0.85),
    "total": (_SUMMED, 0.8),
    "unknown": (_QUALIFIED, 0.5),
}


def _one_each(kind: FileKind, columns: list[Column], *, wide: bool) -> tuple[list[Column], dict[str, Column]]:
    """One column for each field, the surest; the others keep their place, without a field."""
    known = fields(kind)
    chosen: dict[str, Column] = {}
    for column in sorted(
        columns,
        key=lambda column: (
            not column.match.told,
            -column.match.confidence,
            rank(kind, column.header),
            position(column.letters),
        ),
    ):
        name = column.match.field
        if name is None or name not in known or (wide and name in {"month", "hours"}):
            continue
        first = chosen.setdefault(name, column)
        if name == "hours" and first is not column and key(first.header) == key(column.header):
            raise Unusable(
                f"Deux colonnes peuvent être les heures travaillées : {first.letters} et {column.letters} "
                f"« {column.header} ». Renommez celle qui ne l'est pas.",
                code="file.ambiguous_column",
            )
    kept = []
    for column in columns:
        name = column.match.field
        if name is None or chosen.get(name) is column:
            kept.append(column)
        elif wide and name == "hours":
            kept.append(_without(column, _SUMMED))
        elif wide and name == "month":
            kept.append(_without(column, "les mois sont en colonnes"))
        else:
            taken = chosen[name]
            kept.append(_without(column, f"déjà donné par la colonne {taken.letters} « {taken.header} »"))
    return kept, chosen


def unread(block: Block, figures: Callable[[str], bool]) -> Iterator[Column]:
    """Columns that may hold hours and are not read: a month that is not, an unknown header of figures between months.

    ``figures`` tells whether the cells of a column (by its letters) are mostly hours.
    """
    read = {column.letters for column in (*block.months, *block.mapping.values())}
    places = [position(column.letters) for column in block.months]
    for column in block.columns:
        if column.letters in read or column.match.told:
            continue
        lost = column.month is not None and column.month.what == "hours"
        between = bool(places) and min(places) < position(column.letters) < max(places)
        doubtful = (between and column.match.why == UNKNOWN) or _may_be_of_a_month(block, column)
        if lost or (doubtful and figures(column.letters)):
            yield column


_PART_OF_A_MONTH = re.compile(r"\b(?:quinzaines?|semaines?|decades?)\b")


def _may_be_of_a_month(block: Block, column: Column) -> bool:
    """« Février rectif »; and what is paid, summed up or a part of a month whose hours no column gives."""
    if column.month is None or column.month.what == "unknown":
        return column.month is not None
    summed = column.month.what == "total" and key(column.header).startswith("total")
    part = column.month.what == "other" and _PART_OF_A_MONTH.search(key(column.header))
    if not block.months or not (column.month.what == "paid" or summed or part):
        return False
    return read_beside(block, column) is None


def read_beside(block: Block, column: Column) -> Column | None:
    """The column that gives the hours of the month of another, if one does."""
    if column.month is None:
        return None
    number, year = column.month.month, column.month.year
    for each in block.months:
        if each.month and each.month.month == number and (year is None or each.month.year in (None, year)):
            return each
    return None


def _without(column: Column, why: str) -> Column:
    return Column(column.letters, column.header, Match(None, why, column.match.confidence), column.month)
