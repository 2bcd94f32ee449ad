"""Break-glass: an administrator, who sees no personal data, opens those of a territory for a motive, for a short time.

Each opening, each closing and each look is journalised, and the facilitateurs of the territory are told at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from clauses import audit
from clauses.accounts.mailing import post
from clauses.accounts.models import BreakGlass, Territory
from clauses.accounts.queries import emails_of
from clauses.accounts.rules import GLASS_LIFE, LONGEST_MOTIVE, SHORTEST_MOTIVE, ActorKind
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.db import one_at_a_time
from clauses.errors import Conflict, Misused
from clauses.words import tidy


def open_glass(session: Session, scope: Scope, *, territory_id: int, motive: str, now: datetime) -> BreakGlass:
    """Opens the personal data of a territory to who asks, for half an hour.

    Raises ``Misused`` (codes glass.motive, glass.territory); ``Conflict`` while one is open to them there.
    """
    motive = tidy(motive)
    if not SHORTEST_MOTIVE <= len(motive) <= LONGEST_MOTIVE:
        long = f"de {SHORTEST_MOTIVE} à {LONGEST_MOTIVE} caractères"
        raise Misused(f"Dites pourquoi en une phrase, {long}, sans nommer personne.", code="glass.motive")
    place = session.get(Territory, territory_id)
    if place is None:
        raise Misused("Ce territoire n'existe pas. Choisissez-en un dans la liste.", code="glass.territory")
    one_at_a_time(session)  # two demands at once would each find nothing open
    if territory_id in open_now(session, scope.user_id, now=now):
        raise Conflict(
            "Un accès d'urgence vous est déjà ouvert sur ce territoire. Servez-vous-en, ou fermez-le d'abord.",
            code="glass.open",
        )
    made = BreakGlass(
        user_id=scope.user_id,
        territory_id=territory_id,
        motive=motive,
        opened_by=scope.author,
        opened_at=now,
        ends_at=now + GLASS_LIFE,
    )
    session.add(made)
    session.flush()
    audit.record(session, "break_glass", by=scope.author, subject="break_glass", subject_id=made.id, motive=motive)
    _told(session, made, place, scope)
    return made


def _told(session: Session, made: BreakGlass, place: Territory, scope: Scope) -> None:
    """A mail to each facilitateur of the territory, without the name of anybody but the administrator's."""
    minutes = int(GLASS_LIFE.total_seconds()) // 60
    body = (
        f"Bonjour,\n\n{made.opened_by} a ouvert un accès d'urgence aux personnes du territoire « {place.name} » le "
        f"{french_day(made.opened_at)}, pour {minutes} minutes.\n\nMotif : {made.motive}\n\n"
        "Chaque consultation est au journal. Si vous ne l'attendiez pas, demandez-lui pourquoi.\n"
    )
    for address in emails_of(session, ActorKind.F, scope.today, territory_id=made.territory_id):
        post(session, recipient=address, subject="Accès d'urgence aux données", body=body, now=made.opened_at)


def close_glass(session: Session, made: BreakGlass, *, now: datetime, by: str) -> BreakGlass:
    """Closes an emergency access before its time, and any other one of the same account to the same territory.

    Raises ``Conflict`` when it has ended.
    """
    if made.closed_at is not None or made.ends_at <= now:
        raise Conflict("Cet accès d'urgence est déjà terminé. Rechargez la page.", code="glass.ended")
    ending = select(BreakGlass).where(
        col(BreakGlass.user_id) == made.user_id,
        col(BreakGlass.territory_id) == made.territory_id,
        col(BreakGlass.ends_at) > now,
        col(BreakGlass.closed_at).is_(None),
    )
    for one in session.exec(ending.order_by(col(BreakGlass.id))).all():
        one.closed_at = now
        session.add(one)
        session.flush()
        audit.record(session, "close_glass", by=by, subject="break_glass", subject_id=one.id)
    return made


def open_now(session: Session, user_id: int, *, now: datetime) -> dict[int, int]:
    """The territories open to somebody now, with the emergency access of each."""
    query = select(col(BreakGlass.territory_id), col(BreakGlass.id)).where(
        col(BreakGlass.user_id) == user_id, col(BreakGlass.ends_at) > now, col(BreakGlass.closed_at).is_(None)
    )
    return {int(territory): int(number or 0) for territory, number in session.exec(query).all()}


def traced(session: Session, scope: Scope, *, path: str, person_id: int | None, now: datetime) -> None:
    """Journalises one look: at somebody, else at a list of the territories that are open."""
    if person_id is not None:
        audit.record(session, "read_by_glass", by=scope.author, subject="person", subject_id=person_id, path=path)
        return
    for number in sorted(open_now(session, scope.user_id, now=now).values()):
        audit.record(session, "read_by_glass", by=scope.author, subject="break_glass", subject_id=number, path=path)
