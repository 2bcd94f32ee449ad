"""What the invented operator wrote in its year beside its meetings: missions followed, fiches, and to whom they went.

No hour comes of it: the bilan of 2023 stays that of the files. Some fiches and sendings are missing, as in life, so
that a control has something to name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Final

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.dates import add_months
from clauses.db import writing
from clauses.demo.contracts import Contract, hired
from clauses.demo.people import everybody
from clauses.demo.site_year import OPERATOR, tutor_of
from clauses.demo.targets import YEAR
from clauses.errors import NotFound
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Person
from clauses.reference.rules import Nature
from clauses.sites import actions
from clauses.sites.models import Mission, Referral
from clauses.sites.reading import find_action
from clauses.sites.rules import Done, Level, Recipient
from clauses.words import folded

_TASKS: Final[Mapping[str, tuple[str, ...]]] = {
    "maçonnerie": (
        "Préparer un mortier au dosage demandé",
        "Monter un mur de parpaings d'aplomb",
        "Coffrer une semelle",
    ),
    "peinture": (
        "Protéger et préparer les supports",
        "Passer une couche d'impression",
        "Nettoyer et ranger le matériel",
    ),
    "isolation": ("Monter un échafaudage sous surveillance", "Poser des panneaux isolants", "Calfeutrer les joints"),
    "plomberie": ("Repérer une installation sur un plan", "Poser des supports de tuyauterie", "Contrôler l'étanchéité"),
    "voirie et réseaux": ("Baliser la zone de travail", "Poser des bordures au cordeau", "Guider un engin de chantier"),
    "électricité": ("Tirer des câbles en gaine", "Poser des boîtes d'encastrement", "Repérer les circuits"),
}
_ANYWHERE: Final = ("Approvisionner les postes de travail", "Tenir le chantier propre et sûr", "Porter ses protections")
_LEVELS: Final = (Level.HELPED, Level.ALONE, Level.MASTERED)
_TUTOR_SAID: Final = (
    "Ponctuel, demande quand il ne sait pas", "Gestes sûrs ; à encourager à prendre des initiatives",
    "Bonne entente avec l'équipe", "Doit encore apprendre à lire un plan",
)  # fmt: skip
_PERSON_SAID: Final = ("Le métier me plaît", "J'aimerais continuer dans ce métier", "Les trajets sont longs le matin")
_STANDS: Final = (
    "En mission, le tuteur est satisfait", "Cherche une seconde mission dans le même métier",
    "Prêt pour une formation qualifiante", "Freins de mobilité à lever avant la prochaine mission",
)  # fmt: skip
_NEXT: Final = ("Point avec l'entreprise à la fin du mois", "Rendez-vous avec le référent", None)


@dataclass(frozen=True)
class _Followed:
    """A mission of the operator: whose, where, over which days of work."""

    rank: int
    person_id: int
    contractor_id: int
    contract: Contract


def follow(engine: Engine, *, by: str) -> None:
    """Records the missions and the fiches of the operator's year, once: a second time changes nothing."""
    with writing(engine) as session:
        try:
            action = find_action(session, operator=OPERATOR, year=YEAR.starts_on.year)
        except NotFound:  # the file of its meetings was not brought in
            return
        if session.scalars(select(Mission).where(col(Mission.action_id) == action).limit(1)).first() is not None:
            return
        for each in _missions(session, action):
            _mission(session, action, each, by)
        _follow_ups(session, action, by)


def _missions(session: Session, action: int) -> Iterator[_Followed]:
    """The contracts on sites of people received, that run in the year, and that the database holds a contractor for."""
    received = {
        (last, first, born): person
        for person, last, first, born in session.execute(
            select(col(Person.id), col(Person.last_key), col(Person.first_key), col(Person.birth_date))
            .join(Referral, col(Referral.person_id) == col(Person.id))
            .where(col(Referral.action_id) == action)
        )
    }
    held = {
        (reference, lot, siret): contractor
        for contractor, reference, lot, siret in session.execute(
            select(col(Contractor.id), col(Market.reference), col(Lot.number), col(Organisation.siret))
            .join(Lot, col(Lot.id) == col(Contractor.lot_id))
            .join(Market, col(Market.id) == col(Lot.market_id))
            .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        )
    }
    ranks = count()
    for contract in hired(everybody()):
        who, post = contract.person, contract.team.post
        person = received.get((folded(who.last_name), folded(who.first_name), who.birth_date))
        contractor = held.get((post.market.reference, post.lot.number, post.holder.company.siret))
        runs = contract.starts_on <= YEAR.ends_on and (contract.ends_on or YEAR.ends_on) >= YEAR.starts_on
        if post.market.nature is Nature.BTP and person and contractor and runs:
            yield _Followed(next(ranks), person, contractor, contract)


def _mission(session: Session, action: int, each: _Followed, by: str) -> None:
    contract, trade = each.contract, each.contract.team.post.lot.sector
    mission = actions.begin_mission(
        session,
        action_id=action,
        person_id=each.person_id,
        contractor_id=each.contractor_id,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        job=contract.team.job,
        tutor=tutor_of(each.rank),
        by=by,
    )
    tasks = (*_TASKS.get(trade, ()), *_ANYWHERE)
    since = max(contract.starts_on, YEAR.starts_on)
    for number in range(1 + each.rank % 2 if each.rank % 5 != 4 else 0):  # one mission in five has no fiche yet
        starts_on = add_months(since, 2 * number)
        ends_on = add_months(starts_on, 2) - timedelta(days=1)
        if ends_on > min(contract.ends_on or YEAR.ends_on, YEAR.ends_on):
            return
        chosen = [tasks[(each.rank + number + row) % len(tasks)] for row in range(3)]
        actions.write_activity_sheet(
            session,
            mission_id=mission,
            starts_on=starts_on,
            ends_on=ends_on,
            tasks=[Done(task, _LEVELS[(each.rank + number + row) % 3]) for row, task in enumerate(chosen)],
            tutor_remark=_TUTOR_SAID[(each.rank + number) % len(_TUTOR_SAID)],
            person_remark=_PERSON_SAID[each.rank % len(_PERSON_SAID)] if each.rank % 3 else None,
            by=by,
        )


def _follow_ups(session: Session, action: int, by: str) -> None:
    """A fiche de suivi of two people in three, in the middle of the year or at its end; most have left for both."""
    people = session.execute(
        select(col(Referral.person_id), col(Referral.referent))
        .where(col(Referral.action_id) == action)
        .order_by(col(Referral.person_id))
    ).all()
    for rank, (person, referent) in enumerate(people):
        if rank % 3 == 2:
            continue
        fiche = actions.write_follow_up(
            session,
            action_id=action,
            person_id=person,
            written_on=date(2023, 6, 30) if rank % 2 else date(2023, 12, 15),
            situation=_STANDS[rank % len(_STANDS)],
            next_steps=_NEXT[rank % len(_NEXT)],
            by=by,
        )
        actions.send_follow_up(
            session, follow_up_id=fiche, recipient=Recipient.REFERENT, name=referent or "Référent", by=by
        )
        if rank % 7:
            actions.send_follow_up(
                session, follow_up_id=fiche, recipient=Recipient.STRUCTURE, name="Structure d'animation", by=by
            )
