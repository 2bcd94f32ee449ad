"""Lots and companies written over: what each said before stays in the journal, and what was counted stays counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from clauses import audit
from clauses.accounts.models import Organisation
from clauses.dates import french_day
from clauses.db import one_at_a_time
from clauses.errors import Conflict, Invalid, NotFound
from clauses.markets.actions import creditable
from clauses.markets.holding import Holding, chained, changed_after, rewriting_of
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.models import Contractor, Lot
from clauses.markets.queries import holdings
from clauses.markets.rules import Rewriting
from clauses.reference.rules import Role


def rewrite_lot(session: Session, lot_id: int, *, by: str, **values: Any) -> None:
    """Writes new values on a lot: each is a slip mended, for every day. The journal keeps what they were.

    Raises ``NotFound``.
    """
    lot = _locked(session, Lot, lot_id, "Ce lot n'existe pas.")
    _write(session, lot, values, by=by)


def rewrite_contractor(
    session: Session,
    contractor_id: int,
    *,
    on: date,
    today: date,
    by: str,
    run_id: int | None = None,
    correction: bool = False,
    **values: Any,
) -> None:
    """Writes new values on a contractor; another role, or another company to credit, holds from ``on``.

    ``correction``: what was written was a slip, and the new values hold for every day. Who is no subcontractor credits
    nobody. Raises ``NotFound``; ``Invalid`` where another role would credit somebody, or a subcontractor another lot's
    company, another subcontractor or itself, and where others credit the one that would become a subcontractor.
    ``Conflict`` for a change from a day to come (``today``), since lists and documents read the row, or from a day
    before another change that stands: which of the two holds after it could not be told.
    """
    one_at_a_time(session)
    row = _locked(session, Contractor, contractor_id, "Cet attributaire n'existe pas.")
    role, credited = values.get("role", row.role), values.get("credits_id")
    if credited is not None:
        creditable(session, row.lot_id, role, credited, itself=row.id)
    now = Holding(role, values.get("credits_id", row.credits_id) if role is Role.SOUS_TRAITANT else None)
    was = Holding(row.role, row.credits_id)
    if now != was:
        if rewriting_of(was, now, correction=correction) is Rewriting.CHANGE:
            _refuse_out_of_order(session, row, on, today)
        if role is Role.SOUS_TRAITANT:
            _refuse_chains(session, row, now, on, values, correction=correction)
        session.add(
            ContractorBefore(
                contractor_id=contractor_id,
                role=was.role,
                credits_id=was.credits_id,
                until=on,
                rewriting=rewriting_of(was, now, correction=correction),
                run_id=run_id,
                author=by,
                at=datetime.now(UTC),
            )
        )
    _write(session, row, {**values, "role": now.role, "credits_id": now.credits_id}, by=by, on=on.isoformat())


def _refuse_out_of_order(session: Session, row: Contractor, on: date, today: date) -> None:
    if on > today:
        raise Conflict(
            f"Un changement se note quand il a lieu\u00a0: le {french_day(on)} est à venir. Notez-le ce jour-là, ou "
            "corrigez la date.",
            code="markets.not_yet",
        )
    held = holdings(session, select(col(Lot.id)).where(col(Lot.id) == row.lot_id))[int(row.id or 0)]
    since = changed_after(held.before, held.now, on)
    if since is not None:
        raise Conflict(
            f"Un changement de cette entreprise est déjà enregistré à partir du {french_day(since)}\u00a0: un autre ne "
            "peut pas prendre effet avant lui. Si c'était une erreur, corrigez-le d'abord, puis notez les changements "
            "dans l'ordre de leurs jours.",
            code="markets.changed_since",
        )


def _refuse_chains(
    session: Session, row: Contractor, now: Holding, on: date, said: Collection[str], *, correction: bool
) -> None:
    number = int(row.id or 0)
    lot = holdings(session, select(col(Lot.id)).where(col(Lot.id) == row.lot_id))
    after = {**lot, number: lot[number].rewritten(now, on, correction=correction)}
    made = chained(after) - chained(lot)
    field = "credits_id" if "credits_id" in said else "role"
    if any(credited != number for _, credited in made):
        raise Invalid(
            "L'entreprise créditée est elle-même sous-traitante à l'une de ces dates. Choisissez celle qui sous-traite "
            "au titulaire, ou une date où elle ne l'est plus.",
            field=field,
            code="markets.credits",
        )
    if made:
        names = select(Organisation.name).join(Contractor, col(Contractor.organisation_id) == col(Organisation.id))
        under = session.scalars(names.where(col(Contractor.id).in_(sorted(each for each, _ in made))))
        raise Invalid(
            f"Cette entreprise a ses propres sous-traitants sur ce lot ({', '.join(sorted(under))}) : elle ne peut pas "
            "le devenir elle-même. Changez d'abord leur rôle, ou pour qui ils sous-traitent, au plus tard ce jour-là.",
            field=field,
            code="markets.credited",
        )


def _locked(session: Session, table: type[Any], number: int, otherwise: str) -> Any:
    row = session.scalars(
        select(table).where(col(table.id) == number).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(otherwise)
    return row


def _write(session: Session, row: SQLModel, values: dict[str, Any], *, by: str, **details: Any) -> None:
    """Writes what differs, and journalises each value before and after."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    told = {"before": before, "after": changed, **details}
    number = getattr(row, "id")  # noqa: B009  # every table has one
    audit.record(session, "rewrite", by=by, subject=str(type(row).__tablename__), subject_id=number, **told)
