"""Matching: 10 000 people × 1 000 needs, all criteria, the 20 best of each with their reasons; then everyone at once.

The floor is the same number of pairs compared by one string distance and nothing else: rapidfuzz's `cdist`, token_set,
over the distinct titles of people and of needs. The naive choice is its `process.extract`, need by need, measured on a
few and scaled. Jobs come with their ROME codes, as they are once recorded: finding them is another promise.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from time import perf_counter

from rapidfuzz import fuzz, process

from bench.measures import Measure, medians
from clauses.matching.assignment import assign_all
from clauses.matching.distance import Places
from clauses.matching.french_levels import FrenchLevel
from clauses.matching.grounds import Grounds
from clauses.matching.hard_filters import Facts
from clauses.matching.licence_reading import holding, requirements
from clauses.matching.pairs import ranked
from clauses.matching.population import Eligibility
from clauses.matching.rome import Rome
from clauses.matching.rules import Candidate, Engagement, Job, JobCode, Match, Need, Standing, Verdict
from clauses.matching.shortlists import Matcher
from clauses.people.rules import Sector
from clauses.quantities import grouped
from clauses.reference import rome_compact

PEOPLE = 10_000
NEEDS = 1_000
BEST = 20
NAIVE_NEEDS = 10
CHECKED_NEEDS = 5
TODAY = date(2026, 3, 1)

_BEFORE = ("aide", "apprenti", "agent", "ouvrier", "chef d'équipe", "poste de", "débutant", "")
_AFTER = ("H/F", "CDI", "qualifié", "expérimenté", "polyvalent", "de chantier", "du bâtiment", "Dijon", "débutant", "")
_SKILLS = (
    "lecture de plan", "coffrage", "ferraillage", "pose de parpaings", "enduit", "peinture", "ponçage", "soudure",
    "nettoyage des vitres", "monobrosse", "bionettoyage", "tri des déchets", "conduite d'engins", "taille de haies",
    "tonte", "désherbage", "pose de bordures", "manutention", "préparation de commandes", "plonge", "cuisine",
    "accueil", "saisie informatique", "petit électroménager", "câblage", "plomberie", "pose de cloisons", "carrelage",
    "étanchéité", "isolation", "échafaudage", "signalisation de chantier", "conduite de camion", "débroussaillage",
)  # fmt: skip
_LICENCES = (
    "Permis B", "Permis B ; CACES R482 A", "Permis C ; FIMO", "CACES R489 1A, 3, 5", "aucune", "", "", "sans permis",
    "H0B0", "Permis B ; H0B0 BR", "AIPR opérateur", "CACES R486 A et B", "CACES R372 1 (jusqu'au 12/2027)", "Permis BE",
    "Permis B ; SST", "CACES R482 A, B1, F (jusqu'au 06/2028)", "véhiculé", "Permis B en cours", "carte BTP",
)  # fmt: skip
_REQUIRED = ("", "", "", "Permis B", "CACES R482 A", "CACES R489 3 ou 5", "AIPR", "H0B0", "Permis C ; FIMO", "SST")


def _letter_wrong(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text))
    return text[:at] + draw.choice("aeiourstnl") + text[at + 1 :]


class Territory:
    """Invented people and needs: titles written in many ways, skills, licences, communes, dates, from one seed."""

    def __init__(self, people: int = PEOPLE, needs: int = NEEDS, seed: int = 2026) -> None:
        self._draw = random.Random(seed)
        titles = rome_compact.titles()
        self._titles = [(title.appellation, title.code) for title in titles]
        codes = sorted({title.code for title in titles})
        self._communes = {
            str(21000 + at): (47.1 + self._draw.random() / 2, 4.8 + self._draw.random()) for at in range(90)
        }
        skills = {code: tuple(self._draw.sample(_SKILLS, 6)) for code in codes}
        rome = Rome({title.code: title.label for title in titles}, skills=skills)
        self.grounds = Grounds(TODAY, rome, Places(self._communes))
        self.people = [self._person(at) for at in range(people)]
        self.eligibility = Eligibility.of(self._draw.choice((True, True, True, None, False)) for _ in range(people))
        self.needs = [self._need(at) for at in range(needs)]

    def _job(self) -> Job:
        draw = self._draw
        title, code = draw.choice(self._titles)
        text = title
        if draw.random() < 0.5:
            text = " ".join(f"{draw.choice(_BEFORE)} {title} {draw.choice(_AFTER)}".split())
        if draw.random() < 0.2:
            text = _letter_wrong(draw, text)
        others = [
            JobCode(draw.choice(self._titles)[1], round(draw.uniform(0.5, 0.9), 2)) for _ in range(draw.randrange(3))
        ]
        return Job(text, (JobCode(code), *others))

    def _day(self, first: int, last: int) -> date:
        return TODAY + timedelta(days=self._draw.randint(first, last))

    def _person(self, at: int) -> tuple[Candidate, Standing]:
        draw = self._draw
        candidate = Candidate(
            key=f"P{at:05d}",
            jobs=tuple(self._job() for _ in range(draw.choice((0, 1, 1, 1, 2, 2)))),
            skills=tuple(draw.sample(_SKILLS, draw.randrange(5))),
            holding=holding(draw.choice(_LICENCES)),
            place=draw.choice((*self._communes, None)),
            mobility_km=draw.choice((None, 5, 10, 20, 30, 50)),
            french=draw.choice((None, *FrenchLevel)),
            french_assessed_on=draw.choice((None, self._day(-1500, 0))),
            available_on=draw.choice((None, self._day(-60, 120))),
            waiting_since=self._day(-700, 0),
            sectors=frozenset(draw.sample((Sector.BTP, Sector.MS, Sector.PI), draw.choice((0, 1, 1, 2)))),
        )
        contracts = (Engagement(self._day(-200, 0), self._day(0, 120)),) if draw.random() < 0.15 else ()
        permit = self._day(-30, 600) if draw.random() < 0.2 else None
        return candidate, Standing(draw.choice((True, False, None)), permit, contracts)

    def _need(self, at: int) -> Need:
        draw = self._draw
        starts_on = self._day(10, 120)
        return Need(
            key=f"B{at:04d}",
            job=self._job(),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=draw.choice((60, 120, 180, 365))) if draw.random() < 0.8 else None,
            posts=draw.choice((1, 1, 1, 2, 3)),
            skills=tuple(draw.sample(_SKILLS, draw.randrange(4))),
            required=requirements(draw.choice(_REQUIRED)),
            french=draw.choice((None, None, FrenchLevel.A2, FrenchLevel.B1)),
            place=draw.choice((*self._communes,)),
            place_name="Chantier",
            weekly_hours=draw.choice((None, 2400, 3500)),
            sector=draw.choice((None, Sector.BTP, Sector.MS)),
            qpv_only=draw.random() < 0.05,
        )

    def matcher(self) -> Matcher:
        """The people, ready for any need."""
        return Matcher(self.people, self.grounds, lambda _: self.eligibility)

    def titles(self) -> tuple[list[str], list[str]]:
        """The distinct titles of people, and of needs."""
        sought = {job.text: None for candidate, _ in self.people for job in candidate.jobs}
        return list(sought), list({need.job.text: None for need in self.needs})

    def slowly(self, need: Need) -> list[Match]:
        """Every person judged one by one."""
        pairs = (
            Facts(candidate, standing, self.eligibility.of_person(at), need, self.grounds)
            for at, (candidate, standing) in enumerate(self.people)
        )
        return [found for found in ranked(pairs) if found.verdict is not Verdict.EXCLUDED][:BEST]


def same_best(territory: Territory, matcher: Matcher) -> float:
    """The share of the best people, on a few needs, that are those of the exhaustive computation, in the same ranks."""
    pairs = [
        (quick.person, slow.person)
        for need in territory.needs[:CHECKED_NEEDS]
        for quick, slow in zip(matcher.best(need, BEST), territory.slowly(need), strict=True)
    ]
    return sum(quick == slow for quick, slow in pairs) / len(pairs)


def naively(sought: Sequence[str], asked: Sequence[str]) -> float:
    """What `process.extract` takes for all the needs, in seconds, from a few."""
    began = perf_counter()
    for title in asked[:NAIVE_NEEDS]:
        process.extract(title, sought, scorer=fuzz.token_set_ratio, limit=BEST)
    return (perf_counter() - began) * len(asked) / NAIVE_NEEDS


def measure() -> Sequence[Measure]:
    """Ranking everyone for every need, assigning everyone at once, and one need once people are loaded."""
    territory = Territory()
    sought, asked = territory.titles()
    began = perf_counter()
    loaded = territory.matcher()
    loading = perf_counter() - began
    rankings = loaded.rank_all(territory.needs, BEST)

    ranking, floor, whole, one = medians(
        lambda: territory.matcher().rank_all(territory.needs, BEST),
        lambda: process.cdist(sought, asked, scorer=fuzz.token_set_ratio),
        lambda: assign_all(loaded, rankings),
        lambda: loaded.best(territory.needs[0], BEST),
    )
    said = (
        f"{len(sought)} intitulés × {len(asked)}, chargement {loading:.2f} s, {assign_all(loaded, rankings).sentence}"
    )
    print(f"  {said} Mêmes {BEST} meilleurs : {same_best(territory, loaded):.1%}.", file=sys.stderr)
    people, needs = grouped(len(territory.people)), grouped(len(territory.needs))
    work = f"{people} personnes × {needs} besoins"
    return [
        Measure(
            promise="rapprocher",
            work=f"{work}, tous les critères, {BEST} meilleurs avec leurs raisons",
            ours=ranking,
            floor=floor,
            limit=1.0,
            naive=naively(sought, asked),
        ),
        Measure("affecter", f"{work}, tous les postes à la fois, sans écart à l'optimum", whole, ranking, limit=0.1),
        Measure("un besoin", f"1 besoin × {people} personnes chargées, au plus 0,1 s", one, 0.1, limit=1.0),
    ]
