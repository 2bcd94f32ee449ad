"""Sheets of text → one frame of texts, a column a field, and what is said of whole sheets: hidden, skipped, filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import polars as pl

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Issue, Severity
from clauses.words import folded
from imports.cells import IBAN, NIR, Grid, Lexicon, grid, spread
from imports.columns import Field, fields
from imports.containers import Sheet
from imports.context import Context
from imports.doubtful import doubtful
from imports.hidden import hidden
from imports.layout import PAID, TOTAL, Block, Wanted, find_header, name_says
from imports.moments import month_alone
from imports.quarters import months_summed
from imports.recaps import WHY, recap
from imports.rows import Taken, take
from imports.sentences import prefixed, row_list
from imports.skipped import NO_HEADER, NO_HOURS, NOBODY, NOT_READ, OURS_FILLED, SUMMED_UP, skipped
from imports.sorting import IgnoredRow
from imports.stacked import SUMMARY, blocks
from imports.summaries import of_other_months, own_hours
from imports.titles import Disputed, carried, stale_titles, titles, top_rows, topic, under
from imports.training_apart import training_apart
from imports.unread_hours import unread_hours

OURS = frozenset({"exemple", "listes", "mode d emploi"})
"""Sheets of the product's own templates, folded: never data; only rows added to the example are said."""

PLACES = ("column", "training_column", "month_column")
"""The letters of the columns of a cell of hours, where months may be columns."""

TITLED = (FileKind.HOURS, FileKind.NEEDS)
"""Kinds whose rows a title completes."""

_NAMES = frozenset({"last_name", "first_name", "full_name"})

NAMELESS = "tableau sans nom de salarié"
"""Why the rows of a table below another are ignored."""

_EXAMPLE, _EXAMPLE_ROWS = "exemple", 2


@dataclass
class Gathered:
    """What the sheets gave, before values are read."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    taken: list[Taken] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    """Rows whose hours stand in a summary and nowhere else: they are no rows of data."""

    held: list[pl.DataFrame] = field(default_factory=list)
    """``sheet`` and ``row`` of rows about which something is said of a whole column or sheet that must be looked at."""

    whole_file: bool = False
    """Whether somebody must look at every row, for what a sheet that is not read may hold."""

    def add(self, more: Gathered) -> None:
        """Takes what another gathered, of the same lexicon."""
        self.taken += more.taken
        self.ignored += more.ignored
        self.issues += more.issues
        self.held += more.held


def gather(sheets: Sequence[Sheet], wanted: Wanted, given: Set[str] = frozenset()) -> Gathered:
    """The rows of data of every sheet that has a header; the other sheets are listed.

    ``given`` are the fields that the sender says beside the file: they are never missing.
    """
    out = Gathered()
    wanted = _believed(sheets, wanted)
    skipped: list[tuple[Sheet, str, str | None]] = []
    # Sheets that sum up others come last: they are read only when they are all there is.
    for sheet in sorted(sheets, key=_sums_up):
        if out.taken and _sums_up(sheet):
            why, own = _beside(out, sheet, wanted, given)
        else:
            why, own = _taken(out, sheet, wanted), None
        if why:
            skipped.append((sheet, why, own))
    if not out.taken:
        raise _unread(sheets, wanted, [(sheet, why) for sheet, why, _ in skipped], given)
    for sheet, why, own in skipped:
        _skip(out, sheet, why, own, wanted)
    if wanted.kind is FileKind.HOURS and len(out.taken) > 1:
        _set_recaps_aside(out)
        _take_training(out)
    _say_what_titles_dispute(out, wanted.kind, given)
    return out


def _believed(sheets: Sequence[Sheet], wanted: Wanted) -> Wanted:
    """Sheets whose names tell them apart under one same title: the names are believed."""
    named = {sheet.name: (sheet, name_says(wanted, sheet)) for sheet in sheets if not sheet.cells.is_empty()}
    told = {name: pair for name, pair in named.items() if pair[1] != Context(contractor_name=pair[1].contractor_name)}
    if wanted.kind not in TITLED or len(told) < 2:
        return wanted
    headed = {
        name: (titles(sheet, header[0]).dated(), said)
        for name, (sheet, said) in told.items()
        if (header := find_header(sheet, wanted.kind, told=wanted.corrections)) is not None
    }
    return replace(wanted, by_name=stale_titles(headed))


def _set_recaps_aside(out: Gathered) -> None:
    """Takes out the tables that sum up others: counted and listed, and what they alone say is refused."""
    kept: list[Taken] = []
    for place, taken in enumerate(out.taken):
        found = recap(taken, [*kept, *out.taken[place + 1 :]], out.lexicon)
        if found is None:
            kept.append(taken)
            continue
        if found.is_read:
            kept.append(taken)
            out.held.append(_places(taken, pl.Series(found.repeated, dtype=pl.UInt32)))
            out.issues += found.issues
            continue
        out.ignored += [IgnoredRow(taken.sheet, row, WHY) for row in found.repeated]
        out.refused += [(taken.sheet, row) for row in found.alone]
        out.whole_file = out.whole_file or found.holds_file
        out.issues = [issue for issue in out.issues if not _is_of_total(issue, taken)]
        out.issues += found.issues
    out.taken = kept


def _take_training(out: Gathered) -> None:
    """Takes out the rows of training alone of whoever no table of hours names: refused."""
    whole = tuple(out.taken)
    for place, each in enumerate(whole):
        out.taken[place], rows, issues = training_apart(each, whole, out.lexicon)
        out.refused += [(each.sheet, row) for row in rows]
        out.issues += issues


def _is_of_total(issue: Issue, taken: Taken) -> bool:
    """Whether an issue says how the figures of a summary are read: they no longer are."""
    column = taken.block.mapping.get("hours")
    of_sums = issue.code in ("hours.total_taken", "hours.paid_not_worked")
    return of_sums and column is not None and (issue.sheet, issue.column) == (taken.sheet, column.header)


def _say_what_titles_dispute(out: Gathered, kind: FileKind, given: Set[str]) -> None:
    """What a title and a sheet's name say differently, where rows count on it: neither is believed, or the name is."""
    if kind not in TITLED:
        return
    for taken in out.taken:
        for each in taken.block.disputed:
            rows = _counting_on(taken, each, out.lexicon)
            if each.field not in given and not rows.is_empty():
                out.issues.append(_conflict(taken, each, Severity.BLOCKING, _refused_for_it(each)))
                out.held.append(_places(taken, rows))
        for each in taken.block.outvoted:
            if each.field not in taken.block.mapping:
                out.issues.append(_conflict(taken, each, Severity.BLOCKING, _NAMED_SO))
                out.held.append(_places(taken, taken.frame["row"]))


def _counting_on(taken: Taken, disputed: Disputed, lexicon: Lexicon) -> pl.Series:
    """The numbers of the rows that leave to a title what is disputed; a year, those whose month lacks it."""
    frame, name = taken.frame, disputed.field
    if name in ("month", "year") and taken.block.months:
        return frame["row"].clear()
    if name == "year":
        alone = month_alone(lexicon.words("month")).is_not_null()
        told = "year" in taken.block.mapping or "month" not in frame.columns
        return (
            frame["row"].clear() if told else frame["row"].filter(spread(alone, frame["month"]).fill_null(value=False))
        )
    return frame["row"].filter(frame[name].is_null()) if name in frame.columns else frame["row"]


def _conflict(taken: Taken, disputed: Disputed, severity: Severity, help_: str) -> Issue:
    return Issue(
        code="file.context_conflict", severity=severity, sheet=taken.sheet,
        message=f"Feuille « {taken.sheet} » : {disputed.said}, {disputed.other}. {help_}",
    )  # fmt: skip


def _refused_for_it(disputed: Disputed) -> str:
    return (
        f"Rien ne dit lequel croire : seules sont lues les lignes qui disent elles-mêmes {topic(disputed)}. Corrigez "
        f"l'un des deux, ou dites {topic(disputed)} au dépôt."
    )


_NAMED_SO = "D'autres feuilles ont ce même titre : le nom de la feuille est cru. Vérifiez, et corrigez le titre."


def _places(taken: Taken, rows: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"row": rows.unique()}, schema={"row": pl.UInt32}).with_columns(sheet=pl.lit(taken.sheet))


def _sums_up(sheet: Sheet) -> bool:
    return _is_summary(sheet.name)


def _is_summary(name: str) -> bool:
    return bool(SUMMARY.match(folded(name)))


def _beside(out: Gathered, sheet: Sheet, wanted: Wanted, given: Set[str]) -> tuple[str | None, str | None]:
    """Why a sheet named as a summary is not read beside others, and what says that its hours may be its own.

    Where every sheet is named so (« Récap janvier », « Récap février »), one of other months is read: (None, None).
    """
    if wanted.kind is not FileKind.HOURS:
        return SUMMED_UP, None
    apart = Gathered(lexicon=out.lexicon)
    try:
        unread = _taken(apart, sheet, wanted)
    except Unusable:  # two columns for one field: nothing tells what it holds
        return SUMMED_UP, None
    if unread or not apart.taken:
        return SUMMED_UP, None
    whole = not any(True for each in apart.taken for _ in _absent(wanted.kind, given | set(each.frame.columns)))
    if (
        whole
        and all(_is_summary(each.sheet) for each in out.taken)
        and of_other_months(apart.taken, out.taken, out.lexicon)
    ):
        out.add(apart)
        return None, None
    return SUMMED_UP, own_hours(apart.taken, out.taken, out.lexicon)


def _taken(out: Gathered, sheet: Sheet, wanted: Wanted) -> str | None:
    """Takes the rows of a sheet; why it holds none, where it is not read."""
    if sheet.cells.is_empty() or folded(sheet.name) in OURS:
        filled = folded(sheet.name) == _EXAMPLE and sheet.cells.height > _EXAMPLE_ROWS
        return OURS_FILLED if filled else None
    kind, cells = wanted.kind, grid(sheet)
    found, headers = blocks(sheet, cells, wanted)
    if not found:
        return NO_HEADER
    if kind is FileKind.HOURS and not any(_has_hours(block) for block in found):
        return NO_HOURS
    if kind is FileKind.HOURS and all(_NAMES.isdisjoint(block.mapping) for block in found):
        return NOBODY  # « Lot » | « Heures dues » | « Heures réalisées »
    named = [block for block in found if not _NAMES.isdisjoint(block.mapping)]
    beside = any(cells.filled[row] for block in named for row in range(block.start, block.stop))
    repeated = {row.row for row in headers}
    above = Context()
    for block in found:
        said = list(carried([(0, above), (1, block.near)]))[-1][1]
        if kind is FileKind.HOURS and beside and block not in named:
            _leave_nameless(out, sheet, block, cells)
            above = said
            continue
        below = replace(block, context=under(said, block.context)) if said != Context() else block
        taken = take(sheet, below, kind, cells, headers=repeated, lexicon=out.lexicon)
        above = list(carried([(0, said), (1, taken.below)]))[-1][1]
        out.taken.append(taken)
        out.ignored += taken.ignored
        unread = list(unread_hours(taken, cells))
        out.held += [_places(taken, each.rows) for each in unread]
        out.issues += (
            *_filled(taken, kind),
            *_secrets(taken, cells),
            *(each.issue for each in unread),
            *doubtful(taken, cells, kind),
            *_for_want_of_worked(taken),
        )
    out.ignored += [row for row in headers if row.why == "nouvel en-tête"]
    out.issues += hidden(sheet, found)
    return None


def _leave_nameless(out: Gathered, sheet: Sheet, block: Block, cells: Grid) -> None:
    """Lists the rows of a table that names nobody, below one that does: its hours, if it has any, are nobody's."""
    rows = [row for row in range(block.start, block.stop) if cells.filled[row]]
    out.ignored += [IgnoredRow(sheet.name, row + 1, NAMELESS) for row in rows]
    if not rows or block.sums_up or not _has_hours(block):
        return
    out.whole_file = True
    text = (
        f"Feuille « {sheet.name} » : le tableau dont l'en-tête est à la ligne {block.start} n'a aucune colonne de noms "
        "et n'est pas lu. S'il donne des heures à compter, ajoutez le nom de chaque salarié et renvoyez le fichier ; "
        "sinon, retirez-le, ou validez les lignes une à une."
    )
    out.issues.append(Issue(code="hours.table_not_read", severity=Severity.BLOCKING, sheet=sheet.name, message=text))


def _has_hours(block: Block) -> bool:
    return bool(block.months) or not {"hours", "training_hours"}.isdisjoint(block.mapping)


def _unread(sheets: Sequence[Sheet], wanted: Wanted, skipped: Sequence[tuple[Sheet, str]], given: Set[str]) -> Unusable:
    """No sheet could be read: which columns are missing, or that no header was found."""
    for sheet, why in skipped:
        if why in (NO_HOURS, NOBODY):
            found, _ = blocks(sheet, grid(sheet), wanted)
            said = {name for name in fields(wanted.kind) if found[0].context.text(name)}
            return _missing(sheet.name, found[0], [*_absent(wanted.kind, given | said | set(found[0].mapping))])
    return _without_header(sheets, wanted.kind, given)


def _without_header(sheets: Sequence[Sheet], kind: FileKind, given: Set[str]) -> Unusable:
    seen: list[str] = []
    for sheet in sheets:
        for labels in list(top_rows(sheet, 3).values()):
            seen += [label for label in labels if label]
    wanted = ", ".join(f"« {header} »" for header in _absent(kind, given, blank=True))
    read = ", ".join(f"« {label[:40]} »" for label in seen[:12]) or "rien"
    return Unusable(
        "Aucune ligne d'en-tête n'a été reconnue dans les 20 premières lignes. "
        f"Colonnes attendues : {wanted}. Lu : {read}.",
        code="file.missing_column",
    )


def _skip(out: Gathered, sheet: Sheet, why: str, own: str | None, wanted: Wanted) -> None:
    found = skipped(sheet, why, wanted, own)
    out.ignored += found.rows
    out.whole_file = out.whole_file or found.holds_file
    if found.issue:
        out.issues.append(found.issue)


def joined(gathered: Gathered, kind: FileKind, given: Mapping[str, str]) -> pl.DataFrame:
    """One frame, every field of the kind a column of places in the lexicon; raises where a required one is nowhere.

    ``row_id`` is the place of a row in the frame; ``place`` numbers the rows of the sheets, one for all the months of a
    row; ``block`` is the index of what was taken.
    """
    known = fields(kind)
    lexicon = gathered.lexicon
    said = {name: lexicon.place(name, pl.Series([text]))[0] for name, text in given.items() if name in known}
    parts, first = [], 0
    for index, taken in enumerate(gathered.taken):
        frame = taken.frame
        for name, at in said.items():
            literal = pl.lit(at, dtype=pl.UInt32)
            frame = frame.with_columns(
                (pl.col(name).fill_null(literal) if name in frame.columns else literal).alias(name)
            )
        if frame.height or index == 0:
            frame = _disputed_left_blank(frame, taken, known)
            frame = _unworked_left_blank(frame, gathered)
            _require(frame, taken, kind)
            _require_years(frame, taken)
        place = (pl.col("row") + first).alias("place")
        parts.append(frame.with_columns(place, sheet=pl.lit(taken.sheet), block=pl.lit(index, dtype=pl.UInt16)))
        first += taken.block.stop
    frame = pl.concat(parts, how="diagonal")
    absent = [pl.lit(None, dtype=pl.UInt32).alias(name) for name in known if name not in frame.columns]
    letters = [pl.lit(None, dtype=pl.String).alias(name) for name in PLACES if name not in frame.columns]
    return frame.with_columns(*absent, *letters).with_row_index("row_id")


def _disputed_left_blank(frame: pl.DataFrame, taken: Taken, known: Mapping[str, Field]) -> pl.DataFrame:
    """With a blank column for what titles dispute: each row is refused for want of it, and not the whole file."""
    names = [each.field for each in taken.block.disputed if each.field in known and each.field not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=pl.UInt32).alias(name) for name in names if name != "year")


def _unworked_left_blank(frame: pl.DataFrame, gathered: Gathered) -> pl.DataFrame:
    """With a blank column of hours for a table of training, beside tables of hours worked: none are, on those rows."""
    worked = any("hours" in each.frame.columns for each in gathered.taken)
    trains = "training_hours" in frame.columns and "hours" not in frame.columns
    return frame.with_columns(pl.lit(None, dtype=pl.UInt32).alias("hours")) if worked and trains else frame


def _require(frame: pl.DataFrame, taken: Taken, kind: FileKind) -> None:
    absent = list(_absent(kind, set(frame.columns)))
    if absent:
        raise _missing(taken.sheet, taken.block, absent)


def _require_years(frame: pl.DataFrame, taken: Taken) -> None:
    """Months in columns need a year: in their headers, a title, the sheet's name, a column, or said by the sender."""
    if "year" in frame.columns or taken.block.context.year:
        return
    nameless = [column.header for column in taken.block.months if column.month and column.month.year is None]
    of_year = [each for each in taken.block.disputed if each.field == "year"]
    if nameless and of_year:
        refused = _conflict(taken, of_year[0], Severity.ERROR, "Corrigez l'un des deux, ou dites le mois au dépôt.")
        raise Unusable(refused.message, code=refused.code)
    if nameless:
        raise Unusable(
            f"Feuille « {taken.sheet} » : les mois en colonnes ne disent pas leur année "
            f"({', '.join(f'« {header} »' for header in nameless)}). "
            "Écrivez-la dans l'en-tête ou le titre, par exemple janvier 2024.",
            code="file.missing_year",
        )


def _absent(kind: FileKind, present: Set[str], *, blank: bool = False) -> Iterator[str]:
    """The headers of required columns that are not there, neither in the file nor said elsewhere.

    ``blank``: those that may be left blank are named too.
    """
    for column in fields(kind).values():
        of_whole_name = column.name in {"last_name", "first_name"} and "full_name" in present
        if column.required and (blank or not column.may_be_blank) and column.name not in present and not of_whole_name:
            yield column.header


def _missing(sheet: str, block: Block, absent: Sequence[str]) -> Unusable:
    seen = ", ".join(f"« {column.header} »" for column in block.columns)
    wanted = ", ".join(f"« {header} »" for header in absent)
    many = len(absent) > 1
    months = [column.header for column in block.columns if column.month and not column.reads]
    longer = [column.header for column in block.columns if not column.reads and months_summed(column.header)]
    alone = (
        f" Un mois en en-tête s'écrit seul, dans une seule colonne (par exemple mars 2024) : corrigez "
        f"{', '.join(f'« {header} »' for header in months)}."
    )
    together = (
        f" Les heures se donnent mois par mois, et non ensemble ({', '.join(f'« {header} »' for header in longer)})."
    )
    return Unusable(
        f"Feuille « {sheet} » : {'les colonnes' if many else 'la colonne'} {wanted} "
        f"{'manquent' if many else 'manque'}. Ajoutez-{'les' if many else 'la'}, ou dites-le au dépôt."
        f"{alone if months else ''}{together if longer and not months else ''} En-têtes lus : {seen}.",
        code="file.missing_column",
    )


def _filled(taken: Taken, kind: FileKind) -> Iterator[Issue]:
    """Blank cells that were read as the one above."""
    if taken.down:
        names = ", ".join(f"« {column.header} »" for column in taken.down)
        yield Issue(
            code=prefixed(kind, "filled_down"), severity=Severity.WARNING, sheet=taken.sheet,
            message=f"Les cellules vides de {names} reprennent la valeur du dessus, comme dans un tableau groupé.",
        )  # fmt: skip


def _for_want_of_worked(taken: Taken) -> Iterator[Issue]:
    """Paid hours or a total, read for want of the hours worked."""
    for column in taken.block.columns:
        if column.match.why == TOTAL:
            yield Issue(
                code="hours.total_taken", severity=Severity.WARNING, sheet=taken.sheet, column=column.header,
                message=f"La colonne « {column.header} » est lue comme les heures du mois : aucune autre ne les donne. "
                "Si elle additionne plusieurs mois, envoyez les heures de chaque mois.",
            )  # fmt: skip
        if column.match.why == PAID:
            yield Issue(
                code="hours.paid_not_worked", severity=Severity.WARNING, sheet=taken.sheet, column=column.header,
                message=f"La colonne « {column.header} » donne des heures payées, lues comme travaillées : congés, "
                "maladie et intempéries ne comptent pas. Vérifiez, ou envoyez les heures travaillées.",
            )  # fmt: skip


def _secrets(taken: Taken, cells: Grid) -> Iterator[Issue]:
    """Numbers that must not be kept, in the columns that are not read."""
    read = {column.letters for column in (*taken.block.mapping.values(), *taken.block.months)}
    for letters, column in cells.columns.items():
        if letters in read:
            continue
        for mark, code, what in (
            (NIR, "nir_dropped", "numéros de sécurité sociale"),
            (IBAN, "iban_dropped", "numéros de compte (IBAN)"),
        ):
            if mark in column.words:
                header = next((each.header for each in taken.block.columns if each.letters == letters), letters)
                yield Issue(
                    code=f"file.{code}", severity=Severity.WARNING, sheet=taken.sheet, column=header,
                    message=f"La colonne « {header} » contient des {what} : rien n'en est gardé. Ne les envoyez pas.",
                )  # fmt: skip


def ignored_said(rows: Sequence[IgnoredRow]) -> Iterator[Issue]:
    """The rows that hold no data, one issue a sheet and reason; sheets not read have theirs already."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        grouped.setdefault((row.sheet, row.why), []).append(row.row)
    for (sheet, why), numbers in grouped.items():
        if why in NOT_READ:
            continue
        many = len(numbers) > 1
        yield Issue(
            code="file.rows_ignored", severity=Severity.WARNING, sheet=sheet,
            message=f"{'Lignes ignorées' if many else 'Ligne ignorée'} ({why}) : {row_list(numbers)}.",
        )  # fmt: skip
