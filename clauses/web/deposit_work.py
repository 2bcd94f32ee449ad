"""What is done with a file that waits: looked at (nothing stored), then stored. Beside the request when it is big."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from clauses.access.depositing import Depositor, depositor, on_behalf
from clauses.access.queries import found as row_of
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.db import reading
from clauses.errors import ClausesError
from clauses.web.installation import Installation
from clauses.web.waiting import Asked, Waiting
from imports.reader import Given
from imports.report import UNUSABLE, Report
from imports.run import Order, import_file

AT_ONCE: Final = 400_000
"""Bytes read within the request: about 8 000 rows of a workbook, two seconds."""

_BROKEN = "La lecture s'est arrêtée. Rien n'a été enregistré : recommencez, ou signalez-le avec ce fichier."
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="deposit")
log = logging.getLogger("clauses.web")


def look(place: Installation, scope: Scope, kept: Waiting) -> None:
    """Reads the file and says what would change; nothing is stored."""

    def work() -> None:
        report = import_file(place.engine, place.settings.files, order(place, scope, kept, dry_run=True))
        kept.see(report)
        kept.tell(running=False, step="")

    _do(kept, work)


def store(place: Installation, scope: Scope, kept: Waiting) -> None:
    """Stores the file, by the path of every import."""

    def work() -> None:
        report = import_file(place.engine, place.settings.files, order(place, scope, kept, dry_run=False))
        if report.status == UNUSABLE:
            kept.see(report)
            kept.reopen()
            kept.tell(running=False, step="")
            return
        kept.tell(running=False, step="", run=report.run)
        kept.path.unlink(missing_ok=True)

    _do(kept, work)


def _do(kept: Waiting, work: Callable[[], None]) -> None:
    def guarded() -> None:
        try:
            work()
        except ClausesError as refusal:
            kept.reopen()
            kept.tell(running=False, failed=refusal.message)
        except Exception as error:
            log.exception("deposit", extra={"kind": type(error).__name__})
            kept.reopen()
            kept.tell(running=False, failed=_BROKEN)

    kept.tell(running=True, failed="", step="lecture")
    if kept.path.stat().st_size <= AT_ONCE:
        guarded()
    else:
        _workers.submit(guarded)


def order(place: Installation, scope: Scope, kept: Waiting, *, dry_run: bool) -> Order:
    """What is asked of the import, in the name of whom."""
    asked = kept.asked
    who = depositor_of(place, scope, asked)
    return Order(
        kind=asked.kind,
        path=kept.path,
        name=asked.name,
        by=who.by,
        today=scope.today,
        given=given_of(asked),
        dry_run=dry_run,
        confirmed=asked.confirmed,
        correction=asked.correction,
        reason=asked.reason,
        columns=asked.corrections,
        depositor=who,
        step=lambda said: kept.tell(step=said),
    )


def depositor_of(place: Installation, scope: Scope, asked: Asked) -> Depositor:
    """Who deposits; in the name of a company when a facilitateur types what it sent."""
    who = depositor(scope, asked.company_id)
    if who.employer_id is not None or asked.company_id is None:
        return who
    with reading(place.engine) as session:
        return on_behalf(who, row_of(session, scope, Organisation, asked.company_id))


def given_of(asked: Asked) -> Given:
    """What the form says that the file does not."""
    return Given(
        market=asked.market or None,
        lot=asked.lot or None,
        contractor=asked.contractor or None,
        month=asked.first_of_month,
    )


def again(kept: Waiting, **changes: object) -> None:
    """Asks something else of the same file."""
    kept.ask(replace(kept.asked, **changes))  # type: ignore[arg-type]


def readable(report: Report) -> bool:
    """Whether some row of the file could be read."""
    return report.status != UNUSABLE
