"""The sides of a doubt, fact by fact: what two records say alike, what they do not, what one of them does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.access.doubts import Doubt
from clauses.access.queries import narrowed, within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Orientation, Person
from clauses.quantities import ABSENT, french_hours, grouped
from clauses.questions.rules import Claimed, QuestionKind
from clauses.words import folded

PERSON: Final = (
    "Nom", "Prénom", "Né(e) le", "Identifiant", "Première orientation", "Employeurs", "Contrats", "Heures validées",
)  # fmt: skip
BODY: Final = ("Nom", "SIRET", "Sorte d'employeur", "Lots tenus", "Contrats signés")
MARKET: Final = ("Référence", "Objet", "Donneur d'ordre", "Nature", "Notifié le", "Fin", "Lots")
_COMPARED: Final = {QuestionKind.SAME_PERSON: 4, QuestionKind.SAME_COMPANY: 2, QuestionKind.SAME_MARKET: 6}
"""How many facts, from the first, are said alike or not; those after them only help to know who it is."""


@dataclass(frozen=True)
class Side:
    """One record, or what a file wrote: ``values`` in the order of the labels; ``href`` opens it."""

    id: int | None
    title: str
    values: tuple[str, ...]
    href: str | None = None


@dataclass(frozen=True)
class Fact:
    """One row of the comparison: the value on the left, then each candidate's with how it compares."""

    label: str
    left: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Compared:
    """A doubt, side by side."""

    left: Side
    candidates: tuple[Side, ...]
    facts: tuple[Fact, ...]


def compared(session: Session, scope: Scope, doubt: Doubt) -> Compared:
    """The sides of a doubt, in a number of queries that does not grow with them."""
    kind, gone = doubt.question.kind, doubt.question.subject_id
    asked = [*doubt.sides, *([gone] if gone is not None else [])]
    labels, found = _facts(session, scope, kind, asked)
    if gone is None:
        left = Side(None, "Dans le fichier", _claimed(session, doubt))
    elif gone in found:
        left = Side(gone, "La fiche ajoutée", found[gone], _address(kind, gone))
    else:
        left = Side(None, "La fiche ajoutée", (str(doubt.subject.get("said", ABSENT)), *_blank(len(labels) - 1)))
    sides = tuple(
        Side(number, "Déjà enregistré", found[number], _address(kind, number))
        for number in doubt.sides
        if number in found
    )
    facts = tuple(
        Fact(
            label,
            left.values[at],
            tuple((side.values[at], _alike(left.values[at], side.values[at], at, kind)) for side in sides),
        )
        for at, label in enumerate(labels)
    )
    return Compared(left, sides, facts)


def _blank(number: int) -> tuple[str, ...]:
    return (ABSENT,) * number


def _address(kind: QuestionKind, number: int) -> str | None:
    if kind is QuestionKind.SAME_PERSON:
        return f"/personnes/{number}"
    return f"/marches/{number}" if kind is QuestionKind.SAME_MARKET else None


def _alike(left: str, right: str, at: int, kind: QuestionKind) -> str:
    """« identique », « différent », or nothing where one of them says nothing."""
    if at >= _COMPARED[kind] or ABSENT in (left, right):
        return ""
    return "identique" if folded(left) == folded(right) else "différent"


def _day(day: date | None) -> str:
    return french_day(day) if day else ABSENT


def _claimed(session: Session, doubt: Doubt) -> tuple[str, ...]:
    said = Claimed.of(doubt.subject)
    wanted = {*doubt.employers, *([said.employer_id] if said.employer_id else [])}
    names = session.scalars(
        select(col(Organisation.name)).where(col(Organisation.id).in_(wanted)).order_by(col(Organisation.name))
    )
    return (
        said.last_name, said.first_name, _day(said.birth_date), ABSENT, ABSENT, ", ".join(names) or ABSENT, ABSENT,
        f"{french_hours(doubt.hours)} à vérifier" if doubt.lines else ABSENT,
    )  # fmt: skip


def _facts(
    session: Session, scope: Scope, kind: QuestionKind, numbers: Sequence[int]
) -> tuple[tuple[str, ...], dict[int, tuple[str, ...]]]:
    if kind is QuestionKind.SAME_PERSON:
        return PERSON, _people(session, scope, numbers)
    if kind is QuestionKind.SAME_COMPANY:
        return BODY, _bodies(session, scope, numbers)
    return MARKET, _markets(session, scope, numbers)


def _people(session: Session, scope: Scope, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    people = session.scalars(narrowed(scope, Person).where(col(Person.id).in_(numbers))).all()
    whose = col(Orientation.person_id)
    sent = select(whose, func.min(col(Orientation.oriented_on))).where(within(scope, Orientation))
    first = _by(session, whose, numbers, sent)
    held = session.execute(
        select(col(Contract.person_id), col(Contract.id), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == col(Contract.employer_id))
        .where(col(Contract.person_id).in_(numbers), within(scope, Contract))
        .order_by(col(Contract.starts_on))
    ).all()
    worked = (
        select(col(Contract.person_id), func.sum(col(Line.hours)))
        .join(Line, col(Line.contract_id) == col(Contract.id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(
            col(Line.state) == LineState.VALIDATED,
            col(Declaration.state) == DeclarationState.CURRENT,
            within(scope, Line),
        )
    )
    hours = _by(session, col(Contract.person_id), numbers, worked)
    return {
        person.id or 0: (
            person.last_name, person.first_name, _day(person.birth_date), person.identifier or ABSENT,
            _day(first.get(person.id)),
            ", ".join(dict.fromkeys(name for number, _, name in held if number == person.id)) or ABSENT,
            grouped(sum(number == person.id for number, _, _ in held)),
            french_hours(int(hours.get(person.id, 0))),
        )
        for person in people
    }  # fmt: skip


def _bodies(session: Session, scope: Scope, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    bodies = session.scalars(select(Organisation).where(col(Organisation.id).in_(numbers))).all()
    holder, employer = col(Contractor.organisation_id), col(Contract.employer_id)
    lots = _by(session, holder, numbers, select(holder, func.count()).where(within(scope, Contractor)))
    signed = _by(session, employer, numbers, select(employer, func.count()).where(within(scope, Contract)))
    return {
        body.id or 0: (
            body.name, body.siret or ABSENT, body.employer_kind.label if body.employer_kind else ABSENT,
            grouped(int(lots.get(body.id, 0))), grouped(int(signed.get(body.id, 0))),
        )
        for body in bodies
    }  # fmt: skip


def _markets(session: Session, scope: Scope, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = narrowed(scope, Market).where(col(Market.id).in_(numbers))
    rows: Any = session.execute(
        query.join(Organisation, col(Organisation.id) == col(Market.buyer_id)).add_columns(col(Organisation.name))
    ).all()
    of = col(Lot.market_id)
    lots = _by(session, of, numbers, select(of, func.count()).where(within(scope, Lot)))
    return {
        market.id: (
            market.reference, market.title, buyer, market.nature.label, _day(market.notified_on),
            _day(market.ends_on), grouped(int(lots.get(market.id, 0))),
        )
        for market, buyer in rows
    }  # fmt: skip


def _by(session: Session, key: Any, numbers: Sequence[int], query: Any) -> dict[Any, Any]:
    """What a query says of each of these, by id; of no other."""
    return dict(session.execute(query.where(key.in_(numbers)).group_by(key)).all())
