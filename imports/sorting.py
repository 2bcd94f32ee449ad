"""Which rows below a header are data; which are totals, repeated headers, section titles or notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import polars as pl

from clauses.files.rules import FileKind
from clauses.words import folded
from imports.attempts import says_nothing
from imports.cells import Cells, no, position
from imports.context import Context, is_section, of_section
from imports.headers import recognise
from imports.layout import Block
from imports.numbers import hours
from imports.payslips import headings, is_absence, is_money, is_training
from imports.totals import differences, sums_above
from imports.vocabulary import fold

_TOTAL = (
    r"(?i)^(?:sous[- ]?tota(?:l|ux)|s[s/.]?[- ]?total|(?:grand )?total|totaux|somme|moyenne|cumul|report|[àa] reporter"
    r"|ensemble)(?:[^\pL]|$)"
)
_TOTAL_HEADER = re.compile(r"^total\b(?!.*cumul)")
_NOTE = (
    r"^(?:nb|n b|note|remarques?|observations?|fait a|certifi|signature|cachet|visa|date et signature|source|legende"
    r"|attention|merci|le responsable|bon pour)\b"
)
_LONG_NOTE = 60
_FIGURES = r"^[0-9][0-9 .,:h€%]*$"
_HINT = (
    r"(?i)^[(\[]?(?:(?:au )?format ?:? ?)?(?:jj[/.-]mm[/.-]aa(?:aa)?|mm[/.-]aa(?:aa)?|aaaa|texte|nombre|date|h"
    r"|en heures?|heures?|centi[èe]mes?|€|euros?|oui ?/ ?non|f ?/ ?m|14 chiffres|obligatoire|facultatif"
    r"|si diff[ée]rent|liste(?: d[ée]roulante)?|ex(?:emple)?s?[ .:].*)[)\]]?\*?$"
)
_HINT_ROWS = 3
"""So many rows below a header may say how to fill it, or number its columns."""
_SECTION = (
    r"(?i)^(?:le |du )?(?:mois|march|lots?\b|lot ?\d|attributaire|entreprise|titulaire|soci"
    r"|(?:ann[ée]e|exercice)\b"
    r"|(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)\w*\.?(?:[ -]\d|$))"
)
_LONE, _TITLE_CELLS = 2, 6
"""A row of so many cells, at most, may be a title: with one that says so, or where they all do."""

_IDENTITY = {FileKind.MARKETS: ("market",), FileKind.NEEDS: ("reference",)}
_PERSON = ("last_name", "full_name")


def _is_total_of_months(header: str) -> bool:
    """« Total », or « Heures travaillées » beside the months."""
    return bool(_TOTAL_HEADER.match(folded(header))) or recognise(FileKind.HOURS, header).field == "hours"


@dataclass(frozen=True)
class IgnoredRow:
    """A row that holds no data of its own: ``why`` in French."""

    sheet: str
    row: int
    why: str


class Stale(NamedTuple):
    """A total written in a file that its rows do not make; ``summed`` is what they make, in hundredths."""

    row: int
    column: str
    text: str
    summed: int


@dataclass
class Body:
    """The rows below a header: encoded columns, the sheet's row numbers, how many cells of each row are filled.

    ``repeated`` are the rows already known to be headers.
    """

    kind: FileKind
    block: Block
    columns: dict[str, Cells]
    numbers: pl.Series
    filled: pl.Series
    repeated: pl.Series
    total: pl.Series = field(init=False)
    nameless: pl.Series = field(init=False)
    """Rows that hold hours and nothing else, and are no total."""

    def __post_init__(self) -> None:
        self.total = self._named_totals()
        lone = self._hours_alone()
        unnamed = self._sums_above(lone)
        self.total, self.nameless = self.total | unnamed, lone & ~unnamed

    @property
    def none(self) -> pl.Series:
        """No for every row."""
        return no(len(self.numbers))

    @property
    def hours_letters(self) -> list[str]:
        """The columns that hold hours, of work or of training."""
        fields = (self.block.mapping.get(name) for name in ("hours", "training_hours"))
        return [column.letters for column in (self.block.months or [column for column in fields if column])]

    def where(self, letters: str, flag: pl.Expr) -> pl.Series:
        """Rows whose cell of a column satisfies an expression on ``text``; each distinct text is looked at once."""
        column = self.columns[letters]
        words = column.words.to_frame("text")
        return column.where(words.select(flag.fill_null(value=False)).to_series())

    def any_where(self, letters: Iterable[str], flag: pl.Expr) -> pl.Series:
        """Rows where a cell of one of the columns satisfies an expression on ``text``."""
        found = self.none
        for name in letters:
            found = found | self.where(name, flag)
        return found

    def _has(self, name: str) -> pl.Series:
        column = self.block.mapping.get(name)
        return self.columns[column.letters].at.is_not_null() if column else self.none

    def _named_totals(self) -> pl.Series:
        """Rows that a word names a total, unless they name a person (or a market) apart from that word."""
        word = pl.col("text").str.contains(_TOTAL)
        hits = {letters: self.where(letters, word) for letters in self.columns}
        found = self.none
        for hit in hits.values():
            found = found | hit
        if not found.any():
            return found
        named = self.none
        for name in _IDENTITY.get(self.kind, _PERSON):
            if name in self.block.mapping:
                letters = self.block.mapping[name].letters
                named = named | (self.columns[letters].at.is_not_null() & ~hits[letters])
        whole = self._has("first_name") | self._has("full_name")
        detailed = whole & (self._has("birth_date") | self._has("contract_kind"))
        return found & ~named & ~detailed

    def _hours_alone(self) -> pl.Series:
        """Rows with hours and no other cell, not named a total."""
        letters = self.hours_letters
        if self.kind is not FileKind.HOURS or not letters:
            return self.none
        used = {column.letters for column in self.block.mapping.values()} | set(letters)
        beside = [name for name in self.columns if name not in used]
        # Other figures may stand beside, in columns that are not read: cumulated hours, amounts.
        figures = [self.where(name, pl.col("text").str.contains(_FIGURES)) for name in beside]
        known = [self.columns[name].at.is_not_null() for name in letters]
        count = pl.DataFrame([flag.cast(pl.UInt32).alias(str(place)) for place, flag in enumerate((*known, *figures))])
        alone = count.sum_horizontal() == self.filled
        worked = pl.DataFrame([flag.alias(str(place)) for place, flag in enumerate(known)])
        return alone & worked.select(pl.any_horizontal(pl.all())).to_series() & ~self.total

    def _sums_above(self, lone: pl.Series) -> pl.Series:
        """Hours alone in their row are a total when they are the sum of rows above; else a row without a name."""
        if not lone.any():
            return lone
        data = self.worked & ~self.total & ~lone & ~self.repeated
        for name in self.hours_letters:
            agrees = sums_above(self._hours(name), data, lone | self.total)
            lone = lone & (agrees | self.columns[name].at.is_null())
        return lone

    @cached_property
    def worked(self) -> pl.Series:
        """Rows with a cell of hours that says something."""
        return self.any_where(self.hours_letters, ~says_nothing(pl.col("text")))

    @cached_property
    def sections(self) -> list[tuple[int, Context]]:
        """Rows of a few cells that say the market, the lot or the month of those below: (index, what is said)."""
        if self.kind not in (FileKind.HOURS, FileKind.NEEDS):
            return []
        lone = (self.filled > 0) & (self.filled <= _TITLE_CELLS) & ~self.total & ~self.repeated
        for letters in self.hours_letters if lone.any() and self.kind is FileKind.HOURS else ():
            lone = lone & self._hours(letters).is_null()
        found = [(row - self.block.start, said) for row, said in self.block.said]
        if not lone.any():
            return found
        says = [self.where(name, pl.col("text").str.contains(_SECTION)).alias(name) for name in self.columns]
        cells = pl.DataFrame(says).select(pl.sum_horizontal(pl.all().cast(pl.UInt32))).to_series()
        # One cell of two, or every one of several: « Marché 2024-T001 » | « Lot 2 » | « mars 2024 ».
        titles = lone & (cells > 0) & ((self.filled <= _LONE) | (cells == self.filled))
        for index in titles.arg_true().to_list():
            text = " : ".join(said for column in self.columns.values() if (said := column.text(index)))
            if is_section(text):
                found.append((index, of_section(text)))
        return sorted(found, key=lambda section: section[0])

    def data(self, sheet: str) -> tuple[pl.Series, list[IgnoredRow]]:
        """Which rows are data; the others, with the reason, blank rows left out."""
        titles = [index for index, _ in self.sections]
        reasons = [
            ("en-tête répété", self.repeated),
            ("total", self.total),
            ("titre de section", self.none.scatter(titles, [True] * len(titles)) if titles else self.none),
            ("absence payée : congés, maladie et intempéries ne sont pas des heures travaillées", self._absences()),
            ("indemnité, prime ou frais : ce ne sont pas des heures", self._allowances()),
            ("note", self._notes()),
            ("aide au remplissage", self._hints()),
        ]
        if self.kind is FileKind.HOURS:
            reasons.append(("aucune heure indiquée", ~self.worked))
        left = self.filled > 0
        ignored: list[IgnoredRow] = []
        for why, rows in reasons:
            now = left & rows
            if now.any():
                ignored += [IgnoredRow(sheet, row, why) for row in self.numbers.filter(now).to_list()]
                left = left & ~now
        return left, ignored

    @cached_property
    def _headings(self) -> dict[str, bool]:
        if self.kind is not FileKind.HOURS:
            return {}
        read = frozenset(column.letters for column in (*self.block.mapping.values(), *self.block.months))
        return headings(self.block.columns, self.columns, read=read)

    def _absences(self) -> pl.Series:
        """Rows of a payslip's own lines that a column of headings says to be leave, sickness or bad weather."""
        return self.any_where(self._headings, is_absence())

    def _allowances(self) -> pl.Series:
        """Rows of a payslip's own lines that are money, where others are work."""
        return self.any_where([letters for letters, work in self._headings.items() if work], is_money())

    @cached_property
    def training(self) -> pl.Series:
        """Rows of a payslip's own lines whose hours are of training."""
        return self.any_where(self._headings, is_training())

    def _notes(self) -> pl.Series:
        """Rows with nothing in a column that is known, or one cell alone that is a sentence."""
        used = dict.fromkeys(column.letters for column in (*self.block.mapping.values(), *self.block.months))
        known = pl.DataFrame([self.columns[letters].at.is_not_null().alias(letters) for letters in used])
        nothing = ~known.select(pl.any_horizontal(pl.all())).to_series() if used else self.none
        lone = self.filled == 1
        if not lone.any():
            return nothing
        sentence = (pl.col("text").str.len_chars() > _LONG_NOTE) | fold(pl.col("text")).str.contains(_NOTE)
        return nothing | (lone & self.any_where(self.columns, sentence))

    def _hints(self) -> pl.Series:
        """Rows just below the header that say how to fill it (« jj/mm/aaaa ») or number its columns (1, 2, 3)."""
        found = []
        for index in range(min(_HINT_ROWS, len(self.numbers))):
            cells = [text for column in self.columns.values() if (text := column.text(index))]
            hints = sum(1 for text in cells if re.match(_HINT, text))
            numbered = len(cells) > 2 and cells == [str(place) for place in range(1, len(cells) + 1)]
            if numbered or (len(cells) > 1 and 2 * hints > len(cells)):
                found.append(index)
        return self.none.scatter(found, [True] * len(found)) if found else self.none

    def _hours(self, letters: str) -> pl.Series:
        """The hundredths of hours of a column, null where unread."""
        column = self.columns[letters]
        return column.each(hours(column.words).value).alias(letters)

    def stale(self, data: pl.Series) -> list[Stale]:
        """Totals that the rows do not make: rows of totals, and a column of totals beside months in columns."""
        found = []
        if self.kind is FileKind.HOURS and self.total.any():
            for letters in self.hours_letters:
                column = self.columns[letters]
                for index, summed in differences(self._hours(letters), data, self.total & column.at.is_not_null()):
                    found.append(Stale(self.numbers[index], letters, column.text(index) or "", summed))
        return found + self._stale_across(data)

    def _stale_across(self, data: pl.Series) -> list[Stale]:
        months = {column.letters: column.month for column in self.block.months if column.month}
        totals = [c for c in self.block.totals if c.month is None and (c.sums or _is_total_of_months(c.header))]
        of_all = [column for column in totals if not column.sums]
        judged = [column for column in totals if column.sums or len(of_all) == 1]
        if not judged or len(months) < 2:
            return []
        worked = [letters for letters, month in months.items() if month.what == "hours"]
        cells = pl.DataFrame({letters: self._hours(letters) for letters in months})
        unread = pl.DataFrame(
            [self.columns[name].at.is_not_null().alias(name) & cells[name].is_null() for name in months]
        )
        known = data & ~unread.select(pl.any_horizontal(pl.all())).to_series()
        found = []
        for total in judged:
            if total.sums:
                tries = [list(total.sums)]
            else:  # of all the months, hours of training among them or not; or of those before it
                tries = [worked, list(months), [name for name in worked if position(name) < position(total.letters)]]
            sums = [pl.sum_horizontal(names).alias(str(place)) for place, names in enumerate(tries) if names]
            rows = cells.select(*sums).with_columns(written=self._hours(total.letters), known=known)
            differs = pl.all_horizontal(pl.col("written") != pl.col(each.meta.output_name()) for each in sums)
            column = self.columns[total.letters]
            for at, summed in rows.with_row_index("at").filter("known", differs)["at", "0"].iter_rows():
                found.append(Stale(self.numbers[at], total.letters, column.text(at) or "", summed))
        return found
