"""The year of an invented operator: ninety people received, modules, interviews, visits, and where each signed.

The shape is that of the 2024 call of the PLIE de Dijon for a BTP operator: 90 people, 25 % of positive exits. Nothing
here counts in the bilan of 2023.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from clauses.demo.contracts import Contract
from clauses.demo.people import Person, weekday
from clauses.demo.targets import YEAR
from clauses.demo.writing import Cell, Table
from clauses.people.rules import Sector
from clauses.reference.rules import Nature
from clauses.sites.rules import MeetingKind

PEOPLE: Final = 90
OPERATOR: Final = "Chantiers Ensemble"
HEADER: Final = (
    "Opérateur", "Nom", "Prénom", "Date de naissance", "Objet", "Date", "Lieu", "Référence marché", "Lot", "Entreprise",
    "Tuteur", "Présent", "Test passé le", "Résultat du test", "Motif d'exception", "Constat", "À faire", "Par qui",
    "À faire pour le", "Émargement", "Adressé le", "Référent", "Information FSE+ le", "Personnes prévues",
    "Sorties positives visées (%)", "Source des objectifs", "Cofinancement FSE+",
)  # fmt: skip

_FIRST_MODULE: Final = date(2023, 1, 24)
_AT_A_MODULE: Final = 6
_WEEKS_BETWEEN: Final = 3
_TUTORS: Final = ("M. Petit", "Mme Lagarde", "M. Okafor", "Mme Vasseur")
_SEEN: Final = (
    "Gestes sûrs, casque et chaussures portés", "À l'heure, s'intègre à l'équipe", "Lit un plan simple avec de l'aide",
    "Travaille seul sur des tâches simples", "Fatigue en fin de semaine, à suivre",
)  # fmt: skip
_LEFT_TO_DO: Final = (
    "Fournir des gants",
    "Inscrire à la formation au travail en hauteur",
    "Prévoir un point avec le tuteur",
)


def meetings(people: Sequence[Person], contracts: Iterable[Contract]) -> Table:
    """One row per person and meeting, by day."""
    chosen = _received(people)
    rank = {person.index: place for place, person in enumerate(chosen)}
    rows = [row for place, person in enumerate(chosen) for row in _path(place, person)]
    for contract in contracts:
        if contract.person.index in rank and contract.team.post.market.nature is Nature.BTP:
            rows += _visits(rank[contract.person.index], contract)
    return Table("Rencontres", HEADER, sorted(rows, key=lambda row: (str(row[5]), str(row[1]), str(row[2]))))


def tutor_of(rank: int) -> str:
    """The tutor of a site: one of a few."""
    return _TUTORS[rank % len(_TUTORS)]


def _received(people: Sequence[Person]) -> list[Person]:
    """Those oriented towards building trades first, then others, who were oriented before the year ends."""
    known = [person for person in people if person.orientations[0].oriented_on <= YEAR.ends_on]
    builders = [person for person in known if any(each.sector is Sector.BTP for each in person.orientations)]
    others = [person for person in known if person not in builders]
    return [*builders, *others][:PEOPLE]


def _path(place: int, person: Person) -> Iterator[tuple[Cell, ...]]:
    """Assessed, then at the module with its test, then heard; a few miss something, one interview is an exception."""
    module = _FIRST_MODULE + timedelta(weeks=_WEEKS_BETWEEN * (place // _AT_A_MODULE))
    assessed = weekday(module - timedelta(days=7 + place % 5))
    yield _row(place, person, MeetingKind.EVALUATION, assessed, place_="Permanence de l'opérateur", informed=assessed)
    missed = place % 29 == 28
    yield _row(
        place, person, MeetingKind.MODULE, module, place_="Salle du Lavoir", present=not missed,
        test=None if missed else module, score=f"{8 + place * 7 % 13}/20",
    )  # fmt: skip
    if missed:
        return
    early = place % 45 == 44
    heard = weekday(module + timedelta(days=-2 if early else 6 + place % 6))
    yield _row(
        place, person, MeetingKind.MOTIVATION, heard, place_="Permanence de l'opérateur", present=place % 17 != 16,
        exception="mission à pourvoir la semaine du module" if early else None,
    )  # fmt: skip


def _visits(place: int, contract: Contract) -> Iterator[tuple[Cell, ...]]:
    """A visit of the site every four weeks, from the second one on, within the year."""
    since = max(contract.starts_on, YEAR.starts_on) + timedelta(days=10)
    until = min(contract.ends_on or YEAR.ends_on, YEAR.ends_on)
    post = contract.team.post
    for number in range((until - since).days // 28 + 1):
        day = weekday(since + timedelta(weeks=4 * number))
        if day > until:
            return
        left = _LEFT_TO_DO[(place + number) % len(_LEFT_TO_DO)] if (place + number) % 4 == 0 else None
        yield _row(
            place, contract.person, MeetingKind.SITE_VISIT, day, market=post.market.reference, lot=post.lot.number,
            company=post.holder.company.name, tutor=tutor_of(place),
            seen=_SEEN[(place + number) % len(_SEEN)], task=left, number=number,
        )  # fmt: skip


def _row(
    place: int,
    person: Person,
    kind: MeetingKind,
    day: date,
    *,
    place_: str | None = None,
    market: str | None = None,
    lot: str | None = None,
    company: str | None = None,
    tutor: str | None = None,
    present: bool = True,
    test: date | None = None,
    score: str | None = None,
    exception: str | None = None,
    seen: str | None = None,
    task: str | None = None,
    informed: date | None = None,
    number: int = 0,
) -> tuple[Cell, ...]:
    unsigned = not present or (place * 5 + number * 3 + len(kind)) % 31 == 0
    sheet = None if unsigned else f"feuille {day:%Y-%m-%d}, classée par l'opérateur"
    due = None if task is None else day + timedelta(days=14)
    return (
        OPERATOR, person.last_name, person.first_name, person.birth_date, kind.label, day, place_, market, lot, company,
        tutor, "oui" if present else "non", test, score if test else None, exception, seen, task,
        None if task is None else "L'opérateur", due, sheet, day - timedelta(days=12) if informed else None,
        person.referent, informed, PEOPLE, 25, "Convention de l'opérateur pour 2023 (démonstration)", "oui",
    )  # fmt: skip
