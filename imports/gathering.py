"""Sheets of text → one frame of texts, a column a field, and what is said of whole sheets: hidden, skipped, filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import polars as pl

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Issue, Severity
from clauses.words import folded
from imports.cells import IBAN, NIR, Grid, Lexicon, grid
from imports.columns import fields
from imports.containers import Sheet
from imports.layout import PAID, TOTAL, Block, Wanted, top_rows
from imports.rows import Taken, blocks, take
from imports.sentences import prefixed, row_list
from imports.sorting import IgnoredRow
from imports.unread_hours import unread_hours

_RECAP = re.compile(r"^(?:recap\w*|synthese|totaux|total|cumuls?|bilan|tcd|resume|consolid\w*)\b")
OURS = frozenset({"exemple", "listes", "mode d emploi"})
"""Sheets of the product's own templates, folded: never data; only rows added to the example are said."""

PLACES = ("column", "training_column", "month_column")
"""The letters of the columns of a cell of hours, where months may be columns."""

_EXAMPLE, _EXAMPLE_ROWS = "exemple", 2
_OURS_FILLED = "la feuille d'exemple n'est jamais lue"
_NO_HEADER = "aucun en-tête reconnu"
_NO_HOURS = "aucune colonne d'heures"
_SUMMED_UP = "récapitulatif d'autres feuilles"
_NOT_READ = (_OURS_FILLED, _NO_HEADER, _NO_HOURS, _SUMMED_UP)


@dataclass
class Gathered:
    """What the sheets gave, before values are read."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    taken: list[Taken] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def gather(sheets: Sequence[Sheet], wanted: Wanted, given: Set[str] = frozenset()) -> Gathered:
    """The rows of data of every sheet that has a header; the other sheets are listed.

    ``given`` are the fields that the sender says beside the file: they are never missing.
    """
    out = Gathered()
    skipped: list[tuple[Sheet, str]] = []
    # Sheets that sum up others come last: they are read only when they are all there is.
    for sheet in sorted(sheets, key=_sums_up):
        why = _SUMMED_UP if _sums_up(sheet) and out.taken else _taken(out, sheet, wanted)
        if why:
            skipped.append((sheet, why))
    if not out.taken:
        raise _unread(sheets, wanted, skipped, given)
    for sheet, why in skipped:
        _skip(out, sheet, why)
    return out


def _sums_up(sheet: Sheet) -> bool:
    return bool(_RECAP.match(folded(sheet.name)))


def _taken(out: Gathered, sheet: Sheet, wanted: Wanted) -> str | None:
    """Takes the rows of a sheet; why it holds none, where it is not read."""
    if sheet.cells.is_empty() or folded(sheet.name) in OURS:
        filled = folded(sheet.name) == _EXAMPLE and sheet.cells.height > _EXAMPLE_ROWS
        return _OURS_FILLED if filled else None
    kind, cells = wanted.kind, grid(sheet)
    found, headers = blocks(sheet, cells, wanted)
    if not found:
        return _NO_HEADER
    if kind is FileKind.HOURS and not any(_has_hours(block) for block in found):
        return _NO_HOURS
    repeated = {row.row for row in headers}
    for block in found:
        taken = take(sheet, block, kind, cells, headers=repeated, lexicon=out.lexicon)
        out.taken.append(taken)
        out.ignored += taken.ignored
        out.issues += (
            *_filled(taken, kind),
            *_secrets(taken, cells),
            *unread_hours(taken, cells),
            *_for_want_of_worked(taken),
        )
    out.ignored += [row for row in headers if row.why == "nouvel en-tête"]
    out.issues += _hidden(sheet, found)
    return None


def _has_hours(block: Block) -> bool:
    return bool(block.months) or not {"hours", "training_hours"}.isdisjoint(block.mapping)


def _unread(sheets: Sequence[Sheet], wanted: Wanted, skipped: Sequence[tuple[Sheet, str]], given: Set[str]) -> Unusable:
    """No sheet could be read: which columns are missing, or that no header was found."""
    for sheet, why in skipped:
        if why == _NO_HOURS:
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


def _skip(out: Gathered, sheet: Sheet, why: str) -> None:
    filled = grid(sheet).filled
    rows = [row + 1 for row in (filled > 0).arg_true().to_list()]
    out.ignored += [IgnoredRow(sheet.name, row, why) for row in rows]
    if rows:
        out.issues.append(
            Issue(
                code="file.sheet_skipped", sheet=sheet.name,
                severity=Severity.BLOCKING if why == _NO_HOURS else Severity.WARNING,
                message=f"La feuille « {sheet.name} » n'est pas lue : {why} ({len(rows)} lignes).",
            )
        )  # fmt: skip


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
            _require(frame, taken, kind)
            _require_years(frame, taken)
        place = (pl.col("row") + first).alias("place")
        parts.append(frame.with_columns(place, sheet=pl.lit(taken.sheet), block=pl.lit(index, dtype=pl.UInt16)))
        first += taken.block.stop
    frame = pl.concat(parts, how="diagonal")
    absent = [pl.lit(None, dtype=pl.UInt32).alias(name) for name in known if name not in frame.columns]
    letters = [pl.lit(None, dtype=pl.String).alias(name) for name in PLACES if name not in frame.columns]
    return frame.with_columns(*absent, *letters).with_row_index("row_id")


def _require(frame: pl.DataFrame, taken: Taken, kind: FileKind) -> None:
    absent = list(_absent(kind, set(frame.columns)))
    if absent:
        raise _missing(taken.sheet, taken.block, absent)


def _require_years(frame: pl.DataFrame, taken: Taken) -> None:
    """Months in columns need a year: in their headers, a title, the sheet's name, a column, or said by the sender."""
    if "year" in frame.columns or taken.block.context.year:
        return
    nameless = [column.header for column in taken.block.months if column.month and column.month.year is None]
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
    return Unusable(
        f"Feuille « {sheet} » : {'les colonnes' if many else 'la colonne'} {wanted} "
        f"{'manquent' if many else 'manque'}. Ajoutez-{'les' if many else 'la'}, ou dites-le au dépôt. "
        f"En-têtes lus : {seen}.",
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


def _hidden(sheet: Sheet, found: list[Block]) -> Iterator[Issue]:
    """Hidden rows and columns are read, and said so."""
    rows = [row for row in sheet.hidden_rows if any(block.start < row <= block.stop for block in found)]
    if sheet.hidden:
        yield _hidden_issue(sheet, "La feuille est masquée : elle a été lue.")
    if rows:
        yield _hidden_issue(sheet, f"Lignes masquées : {row_list(rows)}. Elles ont été lues comme les autres.")
    names = {column.letters: column.header for block in found for column in block.columns}
    hidden = [f"{letters} « {names[letters]} »" for letters in sorted(sheet.hidden_columns) if letters in names]
    if hidden:
        yield _hidden_issue(sheet, f"Colonnes masquées : {', '.join(hidden)}. Elles ont été lues comme les autres.")


def _hidden_issue(sheet: Sheet, message: str) -> Issue:
    return Issue(code="file.hidden", severity=Severity.WARNING, sheet=sheet.name, message=message)


def ignored_said(rows: Sequence[IgnoredRow]) -> Iterator[Issue]:
    """The rows that hold no data, one issue a sheet and reason; sheets not read have theirs already."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        grouped.setdefault((row.sheet, row.why), []).append(row.row)
    for (sheet, why), numbers in grouped.items():
        if why in _NOT_READ:
            continue
        many = len(numbers) > 1
        yield Issue(
            code="file.rows_ignored", severity=Severity.WARNING, sheet=sheet,
            message=f"{'Lignes ignorées' if many else 'Ligne ignorée'} ({why}) : {row_list(numbers)}.",
        )  # fmt: skip
