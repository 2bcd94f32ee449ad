"""What stands above a table: rows of titles and the sheet's name, and what they say differently.

Where a title and the sheet's name give two months (or lots, or markets), neither is believed: a template copied keeps
its title, a sheet copied keeps its name. Only where the same title heads several sheets whose names tell them apart is
the title known to be the stale one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from clauses.dates import MONTHS, french_month
from clauses.files.rules import FileKind
from clauses.markets.lot_numbers import lot_key
from clauses.words import folded, tidy
from imports.containers import Sheet
from imports.context import Context, is_section, month_alone, month_within, of_section, of_sheet, said
from imports.headers import exactly

TOP = 20
"""The header is looked for in so many of the first rows that are not blank."""

_LONG_LABEL = 60
_FIELDS = ("month", "year", "lot", "market")
ASIDE = re.compile(
    r"\b(?:version|modele|canevas|maj|mis a jour|mise a jour|edite\w*|imprime\w*|avant|retour\w*|recu\w*|notifi\w*"
    r"|demarrage|debut|fin|signature|consultation|cree|creation|transmis|envoi)\b"
)
"""Words of a sentence whose month is seldom that of the hours."""

_VALUES = 3
"""A row of labels and values has a label for so many cells, at least."""

Labels = list[str]


def top_rows(sheet: Sheet, count: int = TOP + 1) -> dict[int, Labels]:
    """The first rows that are not blank, by index, each cell tidy and "" where blank."""
    rows: dict[int, Labels] = {}
    for index, cells in enumerate(sheet.cells.head(count * 4).iter_rows()):
        labels = [tidy(cell) if cell else "" for cell in cells]
        if any(labels):
            rows[index] = labels
            if len(rows) == count:
                break
    return rows


@dataclass(frozen=True)
class Disputed:
    """What two places of a sheet say differently: the field, then each in words (« le titre dit janvier 2024 »)."""

    field: str
    said: str
    other: str


@dataclass(frozen=True)
class Heading:
    """What is said of all the rows of a table.

    ``disputed``: what nothing says for sure, left out of ``context``. ``outvoted``: titles known to be stale, against
    which the sheet's name was believed.
    """

    context: Context
    disputed: tuple[Disputed, ...] = ()
    outvoted: tuple[Disputed, ...] = ()


def of_row(labels: Sequence[str]) -> tuple[Context, list[Context]]:
    """What a row of titles says: its pairs of cells (« Marché » | « 2023-T004 »), then each of its sentences."""
    cells = [label for label in labels if label]
    pairs = Context()
    for label, value in pairwise(cells):
        pairs = pairs.over(_pair(label, value))
    if pairs.employer_siret:  # which is not the contractor's, whatever stands beside
        return pairs, []
    return pairs, [said(text) for text in (*cells, " ".join(cells))]


def is_pairs(labels: Sequence[str]) -> bool:
    """Whether a row is made of labels and their values, as no header is: « Lot » | « 2 » | « Mois » | « mars »."""
    cells = [label for label in labels if label]
    known = [is_label(cell) for cell in cells]
    if not known or not known[0] or any(left and right for left, right in pairwise(known)):
        return False
    # A row of data may begin with a word of headers too: « Entreprise » is a kind of employer.
    if _VALUES * sum(known) < len(cells):
        return False
    return any(_pair(label, value) != Context() for label, value in pairwise(cells))


def of_title(labels: Sequence[str]) -> Context | None:
    """What a row between two tables says of the lower one; None where it is no title (a row of data, or of totals)."""
    cells = [label for label in labels if label]
    pairs, sentences = of_row(labels)
    if pairs == Context():
        figures = any(re.fullmatch(r"[\d\s.,:h]+", cell) for cell in cells)
        if figures or (len(cells) > 2 and not all(is_section(cell) for cell in cells)):
            return None
    for sentence in sentences:
        pairs = pairs.over(sentence)
    text = " ".join(cells)
    pairs = pairs.over(of_section(text))
    return pairs if pairs.month or pairs.month_number else replace(pairs, month_number=month_within(text))


def is_label(text: str) -> bool:
    """Whether a cell is a header, or a label as headers are."""
    return len(text) <= _LONG_LABEL and exactly(FileKind.HOURS, text.rstrip(" :")) is not None


def _pair(label: str, value: str) -> Context:
    """A label and the value at its right."""
    match = exactly(FileKind.HOURS, label.rstrip(" :")) if len(label) <= _LONG_LABEL else None
    if match is None or exactly(FileKind.HOURS, value):
        return Context()
    if match.field == "month":
        found = said(value) if said(value).month else of_sheet(value)
        iso = re.match(r"^(20\d{2})-(\d{2})-\d{2}", value)
        if iso:
            found = said(f"{iso[1]}-{iso[2]}")
        return Context(month=found.month, month_number=found.month_number)
    if match.field == "year" and re.fullmatch(r"20\d{2}", value):
        return Context(year=int(value))
    said_there = {
        "market": Context(market=value),
        "lot": Context(lot=value),
        "contractor_siret": Context(contractor_siret=value),
        "contractor_name": Context(contractor_name=value),
        "employer_siret": Context(employer_siret=value),
        "employer_name": Context(employer_name=value),
    }
    return said_there.get(match.field or "", Context())


def titles(sheet: Sheet, until: int) -> Context:
    """What the rows above the header say, pairs of cells before sentences; the first to say it where several do."""
    return _above(sheet, until)[0]


_Sentence = tuple[str, Context]


def _above(sheet: Sheet, until: int) -> tuple[Context, Context, list[_Sentence]]:
    """What the rows above say, what of it stands in pairs, and each sentence with its text."""
    pairs, sentences, told = Context(), Context(), list[_Sentence]()
    alone: set[int] = set()
    for index, labels in top_rows(sheet).items():
        if index >= until:
            break
        here, contexts = of_row(labels)
        pairs = pairs.over(here)
        alone |= set(_months_alone(labels))
        for context in contexts:
            sentences = sentences.over(context)
        cells = [label for label in labels if label]
        told += zip(cells, contexts, strict=False)  # the last is that of all the cells together
    if len(alone) == 1 and not _said("month", pairs.over(sentences)):
        sentences = replace(sentences, month_number=alone.pop())
    return pairs.over(sentences), pairs, told


def _months_alone(labels: Sequence[str]) -> Iterator[int]:
    """The months that cells name without their year, but at the right of a label: « Attributaire » | « Mars »."""
    cells = [label for label in labels if label]
    for before, cell in pairwise(("", *cells)):
        if not is_label(before) and (found := month_alone(cell)):
            yield found


def heading(sheet: Sheet, until: int, named: Context, *, believed: Iterable[str] = ()) -> Heading:
    """What is said of the rows of a sheet, its header at ``until``; ``named`` is what its name says.

    ``believed``: the fields whose title is known to be stale (`stale_titles`).
    """
    context, pairs, told = _above(sheet, until)
    apart = [found for field in ("month", "lot", "market") if (found := _among(field, pairs, told, named))]
    for found in apart:
        if found.settled is not None:
            context = _taking(found.disputed.field, context, found.settled)
    context = context.dated()
    disputed = [found.disputed for found in apart if found.settled is None]
    outvoted = []
    for field in _FIELDS:
        if any(each.field == field for each in disputed) or not _differ(field, context, named):
            continue
        said_there = Disputed(field, f"le titre dit {_words(field, context)}", _named(field, named))
        if field in believed:
            outvoted.append(said_there)
            context = _as_named(field, context, named)
        else:
            disputed.append(said_there)
    whole = context.over(named).dated()
    for each in disputed:
        whole = _without(each.field, whole)
    return Heading(whole, tuple(disputed), tuple(outvoted))


@dataclass(frozen=True)
class _Apart:
    """Sentences that disagree, and the one that the sheet's name or their words settle, if any."""

    disputed: Disputed
    settled: Context | None = None


def _among(field: str, pairs: Context, told: Sequence[_Sentence], named: Context) -> _Apart | None:
    """Sentences of the titles that say a field differently, None where they agree."""
    if _said(field, pairs):
        return None
    found: dict[str, list[_Sentence]] = {}
    for text, one in told:
        if getattr(one, field) is not None:
            found.setdefault(_compared(field, one), []).append((text, one))
    if len(found) < 2:
        return None
    (_, first), (_, second) = (each[0] for each in list(found.values())[:2])
    dispute = Disputed(field, f"un titre dit {_words(field, first)}", f"un autre {_words(field, second)}")
    if _said(field, named):
        agreeing = [each[0][1] for each in found.values() if not _differ(field, each[0][1], named)]
    else:
        agreeing = [each[0][1] for each in found.values() if not all(ASIDE.search(folded(text)) for text, _ in each)]
    return _Apart(dispute, agreeing[0] if len(agreeing) == 1 else None)


def _said(field: str, context: Context) -> bool:
    return bool(_number(context)) if field == "month" else getattr(context, field) is not None


def _number(context: Context) -> int | None:
    return context.month.month if context.month else context.month_number


def _differ(field: str, title: Context, named: Context) -> bool:
    """Whether a title and the sheet's name say two things of a field."""
    if field == "month":
        here, there = _number(title), _number(named)
        if here and there:
            both = title.month and named.month
            return here != there or bool(both and title.month != named.month)
        # « 2023 » alone is the name of a sheet of that year.
        return bool(title.month and not there and named.year and named.year != title.month.year)
    if field == "year":
        if title.month or named.month or title.month_number:
            return False
        return bool(title.year and named.year and title.year != named.year)
    here_said, there_said = getattr(title, field), getattr(named, field)
    if here_said is None or there_said is None:
        return False
    return _other(field, _compared(field, title), _compared(field, named))


def _other(field: str, here: str, there: str) -> bool:
    """Whether two texts are of two lots, or of two markets: « T004 » may be short for « 2024-T004 »."""
    return here != there if field == "lot" else here not in there and there not in here


def _compared(field: str, context: Context) -> str:
    text = str(getattr(context, field) or "")
    if field == "lot":
        return lot_key(text)
    return folded(text).replace(" ", "")


def _words(field: str, context: Context) -> str:
    if field == "month":
        number = _number(context)
        return french_month(context.month) if context.month else MONTHS[(number or 1) - 1]
    value = str(getattr(context, field))
    return f"lot {value}" if field == "lot" else f"marché {value}" if field == "market" else value


def _named(field: str, named: Context) -> str:
    """What the sheet's name says, which may be a year against the month of a title."""
    of_year = field == "month" and not _number(named)
    return f"le nom de la feuille {_words('year' if of_year else field, named)}"


def _as_named(field: str, context: Context, named: Context) -> Context:
    """What the titles say, less a field that the sheet's name says; the year of a title holds for its month."""
    if field != "month":
        return _taking(field, context, named)
    if named.month:
        return replace(context, month=named.month, month_number=None, year=named.month.year)
    year = context.month.year if context.month else context.year
    if not named.month_number:
        number = _number(context)
        return replace(context, month=None, month_number=number, year=named.year)
    return replace(context, month=None, month_number=named.month_number, year=year)


def _without(field: str, context: Context) -> Context:
    return _taking(field, context, Context())


def _taking(field: str, context: Context, other: Context) -> Context:
    """A context with one field of another."""
    if field == "month":
        return replace(context, month=other.month, month_number=other.month_number)
    if field == "year":
        return replace(context, year=other.year)
    return replace(context, lot=other.lot) if field == "lot" else replace(context, market=other.market)


def stale_titles(headed: Mapping[str, tuple[Context, Context]]) -> dict[str, frozenset[str]]:
    """Sheet → the fields that its title says as other sheets do, while the names of those sheets tell them apart.

    ``headed``: in the order of the workbook, what the titles of each sheet say, and its name. A month named without its
    year is that of the title's year while months follow one another; past December, nothing tells.
    """
    found: dict[str, set[str]] = {}
    for field in _FIELDS:
        alike: dict[str, list[str]] = {}
        for name, (title, named) in headed.items():
            if _said(field, title) and (_said(field, named) or (field == "month" and named.year)):
                alike.setdefault(_of_title(field, title), []).append(name)
        for names in alike.values():
            told = [_of_name(field, headed[name][1]) for name in names]
            if len(names) > 1 and len(set(told)) == len(told) and (field != "month" or _in_order(told)):
                for name in names:
                    found.setdefault(name, set()).add(field)
    return {name: frozenset(fields) for name, fields in found.items()}


def _of_title(field: str, title: Context) -> str:
    return str(title.month or title.month_number) if field == "month" else _compared(field, title)


def _of_name(field: str, named: Context) -> str:
    if field != "month":
        return _compared(field, named)
    return str(named.month or f"{_number(named) or 0:02d} {named.year or ''}")


def _in_order(told: Sequence[str]) -> bool:
    """Whether months named without a year follow one another: names that give their year need no order."""
    alone = [name for name in told if re.fullmatch(r"\d{2} ", name)]
    return not alone or (alone == sorted(alone) and len(alone) == len(told))


_TOPIC = {"month": "le mois", "year": "l'année", "lot": "le lot", "market": "le marché"}


def topic(disputed: Disputed) -> str:
    """What is disputed, in words."""
    return _TOPIC[disputed.field]


def carried(sections: Iterable[tuple[int, Context]]) -> Iterator[tuple[int, Context]]:
    """Each section with what earlier ones said and it does not: a lot is of the market above it."""
    current = Context()
    for index, context in sections:
        before = current
        if context.market:
            before = Context(month=before.month, month_number=before.month_number, year=before.year)
        if context.month or context.month_number:
            before = replace(before, month=None, month_number=None)
        current = context.over(before)
        yield index, current


def under(section: Context, above: Context) -> Context:
    """What holds below a section: what it does not say is said above it; another market has its own lot and company."""
    if section.market and above.market and _other("market", _compared("market", section), _compared("market", above)):
        above = Context(month=above.month, month_number=above.month_number, year=above.year)
    if section.month_number and not section.month:
        above = replace(above, month=None, year=above.year or (above.month.year if above.month else None))
    return section.over(above).dated()
