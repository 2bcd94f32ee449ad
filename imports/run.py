"""One file, one transaction: kept, read, planned, applied, accounted for.

A dry run stops before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import polars as pl
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.access.depositing import Depositor
from clauses.db import one_at_a_time, reading, writing
from clauses.errors import ClausesError, Unusable
from clauses.files.actions import Kept, begin_run, close_run, keep_file, stored_file
from clauses.files.rules import FileKind, Issue, Severity
from imports import columns, corrections
from imports.arriving import arriving, shelve
from imports.containers import read_sheets
from imports.establishments import with_establishments
from imports.hours import apply as hours_apply
from imports.hours import known as hours_known
from imports.hours import own as hours_own
from imports.hours import plan as hours_plan
from imports.hours.differences import UnitChange, differences
from imports.hours.discreet import silent
from imports.layout import Wanted
from imports.ours import without_ours
from imports.reader import Given, Reading, read
from imports.reading.limits import MEGABYTE, Limits
from imports.report import DONE, SOME_REJECTED, UNUSABLE, Accepted, Changes, Report, counted, in_order, typeset
from imports.resemblances import ask_about_new, last_ones
from imports.said import Headers, fitting
from imports.shapes import sender_of
from imports.unread import Unread, columns_of

if TYPE_CHECKING:  # Hours come every month; what the other kinds need is loaded when one of them comes.
    from imports.decp.reading import DecpRead
    from imports.nomenclatures.reading import NomenclatureRead

NOMENCLATURES = (FileKind.ROME, FileKind.QPV, FileKind.COMMUNES, FileKind.NAF, FileKind.CPV)
"""Official lists of codes, renewed by their publishers."""

READABLE = (
    FileKind.MARKETS,
    FileKind.PEOPLE,
    FileKind.HOURS,
    FileKind.NEEDS,
    FileKind.EXITS,
    FileKind.DECP,
    FileKind.MEETINGS,
    *NOMENCLATURES,
)
"""The kinds of file that are stored today."""

DECP_LIMITS = Limits(
    file_bytes=2_000 * MEGABYTE, memory=600 * MEGABYTE, memory_per_byte=8, seconds=20.0, seconds_per_megabyte=1.0
)
"""Publications of a whole country: JSON is read in pieces, in memory that does not grow; a table is read whole."""


@dataclass(frozen=True)
class Order:
    """What is asked: a file of a kind, and how to take it.

    ``validate``: history that a facilitateur takes over, validated in the name of ``by``. ``confirmed``: units that the
    file spoils are replaced all the same. ``correction``: what a markets' file changes was a slip, mended for every
    day. ``reason``: why what was validated is sent again, for whoever decides. ``columns``: what some headers hold
    (None: not to be read), said now and remembered. ``depositor``: who may write which units; None, the command line,
    may write all of them. ``step`` is told what is being done, for those who wait.
    """

    kind: FileKind
    path: Path
    by: str
    today: date
    given: Given = field(default_factory=Given)
    dry_run: bool = False
    validate: bool = False
    confirmed: bool = False
    correction: bool = False
    reason: str = ""
    name: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    step: Callable[[str], None] = lambda _said: None
    depositor: Depositor | None = None

    @property
    def called(self) -> str:
        """The name that the sender gave the file; bytes that are no text become « ? »."""
        return (self.name or self.path.name).encode(errors="replace").decode()

    @property
    def sender(self) -> str:
        """Who sends files that are made this way; an employer's own are never another's."""
        if self.depositor is not None and self.depositor.employer_id is not None:
            return f"organisation:{self.depositor.employer_id}"
        return sender_of(self.given.contractor, self.called)


@dataclass(frozen=True)
class _Outcome:
    """What a plan says, whatever the kind, and how to write it."""

    issues: tuple[Issue, ...]
    accepted: Accepted
    changes: Changes
    write: Callable[[int], None]
    hours: int | None = None
    units: tuple[UnitChange, ...] = ()
    ignored: int = 0
    """Rows that only the plan could tell are repeated."""


class Found(Protocol):
    """A file read, of any kind: what is said of its rows, and how many they are."""

    @property
    def issues(self) -> tuple[Issue, ...]: ...
    @property
    def read(self) -> int: ...
    @property
    def ignored(self) -> int: ...
    @property
    def recognised(self) -> tuple[Any, ...]: ...


def import_file(engine: Engine, shelf: Path, order: Order) -> Report:
    """Imports one file. Bad rows are issues of the report; an unusable file is a report too, with nothing stored.

    Raises a refusal (`ClausesError`) for what no other file would change: a database that does not answer.
    """
    kept: Kept | None = None
    try:
        with arriving(None if order.dry_run else shelf) as aside:
            largest = DECP_LIMITS.file_bytes if order.kind is FileKind.DECP else None
            kept = keep_file(order.path, aside, largest=largest)
            order.step("lecture")
            found = _found(engine, order, kept)
            order.step("vérification")
            if order.dry_run:
                with reading(engine) as session:
                    found = _helped(session, order, found)
                    return _report(order, kept, found, _plan(session, order, kept, found), run=None)
            with writing(engine) as session:
                one_at_a_time(session)
                report = _store(session, order, kept, _helped(session, order, found))
                shelve(kept, shelf)
            return report
    except Unusable as refusal:
        return _unusable(order, kept, refusal)


def _helped(session: Session, order: Order, found: Found) -> Found:
    """The file read, with what is recorded that may help to correct it."""
    if not isinstance(found, Reading):
        return found
    return replace(found, issues=with_establishments(session, found.issues, order.depositor))


def _store(session: Session, order: Order, kept: Kept, found: Found) -> Report:
    outcome = _plan(session, order, kept, found)
    order.step("écriture")
    run = begin_run(
        session,
        kind=order.kind,
        stored_file_id=stored_file(session, kept),
        file_name=order.called,
        options=_options(order),
        by=order.by,
    )
    run_id = cast("int", run.id)  # a stored row has one
    if order.depositor is not None:
        session.add(order.depositor.receipt(run_id))
    before = last_ones(session)
    outcome.write(run_id)
    ask_about_new(session, before, run_id=run_id)
    corrections.keep(session, order.kind, order.sender, order.columns, found.recognised, by=order.by)
    report = _report(order, kept, found, outcome, run=run_id)
    close_run(
        session,
        run,
        report.issues,
        rows_read=report.rows.read,
        rows_accepted=report.rows.accepted,
        rows_rejected=report.rows.rejected,
        rows_ignored=report.rows.ignored,
        rows_warned=report.rows.warned,
        lines_created=report.changes.created,
        lines_replaced=report.changes.replaced,
        lines_unchanged=report.changes.unchanged,
        hours=report.hours or 0,
    )
    return report


def _options(order: Order) -> dict[str, Any]:
    told = {name: value for name, value in vars(order.given).items() if value is not None}
    return (
        told
        | ({"validate": True} if order.validate else {})
        | ({"replace": True} if order.confirmed else {})
        | ({"correction": True} if order.correction else {})
        | ({"reason": order.reason} if order.reason else {})
        | ({"columns": dict(order.columns)} if order.columns else {})
    )


def _report(order: Order, kept: Kept, found: Found, outcome: _Outcome, *, run: int | None) -> Report:
    issues = in_order((*found.issues, *outcome.issues))
    rows = counted(read=found.read, ignored=found.ignored + outcome.ignored, accepted=outcome.accepted, issues=issues)
    return Report(
        file=order.called,
        kind=order.kind,
        sha256=kept.sha256,
        run=run,
        dry_run=order.dry_run,
        rows=rows,
        changes=outcome.changes,
        hours=outcome.hours,
        issues=issues,
        recognised=tuple(vars(column) for column in found.recognised),
        units=outcome.units,
        status=SOME_REJECTED if rows.rejected else DONE,
    )


def _unusable(order: Order, kept: Kept | None, refusal: ClausesError) -> Report:
    issue = Issue(code=refusal.code, message=typeset(refusal.message), severity=Severity.ERROR)
    return Report(
        file=order.called,
        kind=order.kind,
        sha256=kept.sha256 if kept else None,
        dry_run=order.dry_run,
        issues=(issue,),
        recognised=tuple(vars(column) for column in refusal.recognised) if isinstance(refusal, Unread) else (),
        status=UNUSABLE,
    )


def _headers(kind: FileKind, found: Reading) -> Headers:
    read_as = {(column.sheet, name): column for column in found.recognised for name in _fields_of(column.field)}
    return Headers(
        sent={place: column.header for place, column in read_as.items()},
        canonical={name: column.header for name, column in columns.fields(kind).items()},
        letters={place: column.column for place, column in read_as.items()},
        by_letters={(column.sheet, column.column): column.header for column in found.recognised},
    )


def _fields_of(name: str | None) -> tuple[str, ...]:
    """The fields that a column gives: a name in one cell gives two."""
    if name is None:
        return ()
    return (name, "last_name", "first_name") if name == "full_name" else (name,)


def _fitting(found: Reading) -> Reading:
    """The file read, less the rows with a text that is too long to be kept."""
    kept, refused, issues = fitting(found.frame, found.kind, _headers(found.kind, found))
    if not issues:
        return found
    return replace(
        found,
        frame=kept,
        refused=pl.concat([found.refused, refused], how="diagonal_relaxed"),
        issues=(*found.issues, *issues),
    )


def _found(engine: Engine, order: Order, kept: Kept) -> Found:
    """The file read as its kind is, in the guarded process."""
    if order.kind is FileKind.DECP:
        from imports.decp import reading as decp

        return decp.read(read_sheets(kept.path, name=order.called, how="contracts", limits=DECP_LIMITS), order.called)
    if order.kind in NOMENCLATURES:
        from imports.nomenclatures import reading as nomenclatures

        how = "features" if order.kind is FileKind.QPV else "texts"
        return nomenclatures.read(read_sheets(kept.path, name=order.called, how=how), order.kind, order.called)
    sheets = without_ours(read_sheets(kept.path, name=order.called))
    told = corrections.told(engine, order.kind, order.sender, sheets, order.columns)
    try:
        found = read(sheets, order.kind, given=order.given, today=order.today, corrections=told)
        corrections.require(order.columns, found)
    except Unusable as refusal:
        raise Unread(refusal, columns_of(sheets, Wanted(order.kind, told))) from refusal
    return _fitting(found)


def _plan(session: Session, order: Order, kept: Kept, found: Found) -> _Outcome:
    if order.kind in NOMENCLATURES:
        return _plan_nomenclature(session, kept, cast("NomenclatureRead", found))
    if order.kind is FileKind.DECP:
        return _plan_decp(session, order, cast("DecpRead", found))
    return _PLANS[order.kind](session, order, cast("Reading", found))


def _plan_decp(session: Session, order: Order, found: DecpRead) -> _Outcome:
    """Compared once to be told, then once more to be written: a national file is never whole in memory."""
    from imports.decp import apply as decp_apply

    told = decp_apply.account(session, found, today=order.today)

    def write(run_id: int) -> None:
        decp_apply.apply(session, found, run_id=run_id, today=order.today)

    return _Outcome(
        issues=tuple(told.issues),
        accepted=frozenset(told.accepted),
        changes=Changes(told.created, told.replaced, told.unchanged),
        write=write,
        ignored=told.ignored,
    )


def _plan_nomenclature(session: Session, kept: Kept, found: NomenclatureRead) -> _Outcome:
    from imports.nomenclatures import apply as nomenclatures_apply
    from imports.nomenclatures import plan as nomenclatures_plan

    stored = nomenclatures_apply.load(session, found.parts)
    made = [nomenclatures_plan.plan(part, known) for part, known in zip(found.parts, stored, strict=True)]

    def write(run_id: int) -> None:
        nomenclatures_apply.apply(session, made, sha256=kept.sha256, run_id=run_id)

    return _Outcome(
        issues=tuple(issue for one in made for issue in one.issues),
        accepted=frozenset(place for one in made for place in one.accepted),
        changes=Changes(*nomenclatures_plan.counted(made)),
        write=write,
        ignored=sum(one.repeated for one in made),
    )


def _plan_markets(session: Session, order: Order, found: Reading) -> _Outcome:
    from imports.markets import apply as markets_apply
    from imports.markets import plan as markets_plan

    known = markets_apply.load(session)
    made = markets_plan.plan(
        found.frame.iter_rows(named=True),
        known,
        _headers(order.kind, found),
        today=order.today,
        correction=order.correction,
    )

    def write(run_id: int) -> None:
        markets_apply.apply(
            session, made, known, run_id=run_id, today=order.today, by=order.by, correction=order.correction
        )

    return _Outcome(tuple(made.issues), frozenset(made.accepted), _changes(made), write)


def _plan_people(session: Session, order: Order, found: Reading) -> _Outcome:
    from imports.people import apply as people_apply
    from imports.people import sent as people_sent

    rows, headers = list(found.frame.iter_rows(named=True)), _headers(order.kind, found)
    sends = None if order.depositor is None else order.depositor.sends
    made = people_sent.plan_for(session, sends, rows, headers, today=order.today)

    def write(run_id: int) -> None:
        added = people_apply.apply(session, made, run_id=run_id)
        people_sent.place(session, sends, added, today=order.today, by=order.by)

    return _Outcome(tuple(made.issues), frozenset(made.accepted), _changes(made), write)


def _plan_needs(session: Session, order: Order, found: Reading) -> _Outcome:
    from imports.needs import apply as needs_apply
    from imports.needs import plan as needs_plan

    communes = found.frame["commune"].drop_nulls().unique(maintain_order=True)
    known = needs_apply.load(session, communes, today=order.today)
    made = needs_plan.plan(found.frame.iter_rows(named=True), known, _headers(order.kind, found), today=order.today)

    def write(run_id: int) -> None:
        needs_apply.apply(session, made, run_id=run_id)

    return _Outcome(tuple(made.issues), frozenset(made.accepted), _changes(made), write)


def _plan_meetings(session: Session, order: Order, found: Reading) -> _Outcome:
    from imports.meetings import apply as meetings_apply
    from imports.meetings import plan as meetings_plan

    known = meetings_apply.load(session)
    made = meetings_plan.plan(found.frame.iter_rows(named=True), known, _headers(order.kind, found), today=order.today)

    def write(run_id: int) -> None:
        meetings_apply.apply(session, made, run_id=run_id, by=order.by)

    return _Outcome(tuple(made.issues), frozenset(made.accepted), _changes(made), write)


def _plan_exits(session: Session, order: Order, found: Reading) -> _Outcome:
    from imports.exits import apply as exits_apply
    from imports.exits import plan as exits_plan

    known = exits_apply.load(session)
    made = exits_plan.plan(found.frame.iter_rows(named=True), known, _headers(order.kind, found))

    def write(run_id: int) -> None:
        exits_apply.apply(session, made, run_id=run_id)

    return _Outcome(tuple(made.issues), frozenset(made.accepted), _changes(made), write)


def _plan_hours(session: Session, order: Order, found: Reading) -> _Outcome:
    headers, known = _headers(order.kind, found), hours_known.load(session, found.frame, today=order.today)
    frame, refused, foreign = found.frame, found.refused, list[Issue]()
    if order.depositor is not None:
        own = hours_own.load(session, order.depositor)
        known = own.narrowed(known)
        frame, foreign = own.claimed(frame, headers)
        refused, _ = own.claimed(refused, headers)
    made = hours_plan.plan(
        frame,
        refused,
        known,
        headers,
        frozenset(
            (issue.sheet, issue.row)
            for issue in found.issues
            if issue.severity is Severity.BLOCKING and issue.sheet is not None and issue.row is not None
        ),
        held=found.held,
        confirmed=order.confirmed,
        validate=order.validate,
    )
    made = replace(made, issues=_once(made.issues, found.issues))

    def write(run_id: int) -> None:
        hours_apply.apply(session, made, run_id=run_id, by=order.by)

    units = differences(made, known) if order.dry_run else ()
    issues = (*foreign, *(silent(made.issues) if order.dry_run else made.issues))
    return _Outcome(issues, made.accepted, _changes(made), write, hours=made.hours, units=units)


def _once(issues: Sequence[Issue], before: Sequence[Issue]) -> tuple[Issue, ...]:
    """What is said of a plan, less the rows already said to be another's double before anybody was looked for."""
    doubles = {(issue.sheet, issue.row) for issue in before if issue.code == "hours.duplicate_row"}
    return tuple(
        issue for issue in issues if issue.code != "hours.same_line_twice" or (issue.sheet, issue.row) not in doubles
    )


def _changes(made: Any) -> Changes:
    return Changes(made.created, made.replaced, made.unchanged, getattr(made, "proposed", 0))


_PLANS: dict[FileKind, Callable[[Session, Order, Reading], _Outcome]] = {
    FileKind.MARKETS: _plan_markets,
    FileKind.PEOPLE: _plan_people,
    FileKind.HOURS: _plan_hours,
    FileKind.NEEDS: _plan_needs,
    FileKind.EXITS: _plan_exits,
    FileKind.MEETINGS: _plan_meetings,
}
