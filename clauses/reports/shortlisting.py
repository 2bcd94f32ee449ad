"""Whom each need may be offered, and the whole assignment: everything recorded that has a say in it, put together.

Nothing here decides: what is ranked is shown, a person chooses (RGPD art. 22).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.dates import french_day
from clauses.matching import queries
from clauses.matching.assignment import Assignment, Outcome, assign_all
from clauses.matching.decisions import NeedState
from clauses.matching.distance import Places
from clauses.matching.eligible_people import EligiblePeople
from clauses.matching.equity import GroupExposure, exposures
from clauses.matching.grounds import Grounds
from clauses.matching.locating import Located, Written, locate
from clauses.matching.nomenclature import job_index, known_rome
from clauses.matching.queries import NamedPerson, StoredNeed, StoredProposal
from clauses.matching.records import Record, candidate_of, need_of
from clauses.matching.rules import Blocking, Match, Need, ProposalState, Verdict
from clauses.matching.seekers import BUILT_IN, Around, Seeker, record_of, standing_of
from clauses.matching.shortlists import Matcher
from clauses.matching.titles_read import TitlesRead
from clauses.pathways.models import Exit
from clauses.people.queries import facts_of, known_values
from clauses.reference import qpv
from clauses.reference.qpv_queries import quartiers
from clauses.reference.rules import Sex
from clauses.words import tidy

KEPT = 50
"""How many people of each need the whole assignment starts from; it looks further where that would pay."""


@dataclass(frozen=True)
class Placed:
    """Someone whom the whole assignment would propose for a need."""

    need: StoredNeed
    person: int
    match: Match


@dataclass(frozen=True)
class WholeProposal:
    """The whole assignment: who for what, what it gains over serving needs one by one, the posts left vacant."""

    placed: tuple[Placed, ...]
    assignment: Assignment
    vacant: tuple[tuple[StoredNeed, int], ...]


class Board:
    """The needs, the people and the rules of a day, ready to be asked."""

    def __init__(
        self,
        *,
        needs: Sequence[StoredNeed],
        people: Sequence[Seeker],
        named: Mapping[int, NamedPerson],
        proposals: Sequence[StoredProposal],
        matcher: Matcher,
        codes: TitlesRead,
        places: Located,
        weights_id: int,
    ) -> None:
        self.needs = list(needs)
        self.people = list(people)
        self.named = named
        self.proposals = list(proposals)
        self.matcher = matcher
        self.weights_id = weights_id
        self.today = matcher.grounds.today
        self._codes, self._places = codes, places

    @cached_property
    def keys(self) -> list[str]:
        """How people are named, in their order."""
        return [person.key for person in self.people]

    def value_of(self, need: StoredNeed, posts: int | None = None) -> Need:
        """A need as it is compared, with all its posts or with those given."""
        record = need.record if posts is None else {**need.record, "posts": posts}
        return need_of(record, codes=self._codes, places=self._places)

    def asked_for(self, job: str) -> Need:
        """A job in words as a need of the day, of nowhere, that asks for nothing else."""
        return need_of({"key": job, "job": job, "starts_on": self.today}, codes=self._codes, places=self._places)

    def candidates(self, need: StoredNeed, top: int) -> list[Match]:
        """The ``top`` first people for a need with their reasons: the best, then those who are excluded.

        An excluded person stands after every other one, whatever the score, and only where there is room left.
        """
        value = self.value_of(need)
        best = self.matcher.shortlist(value, top).people[:top].tolist()
        if len(best) < top:
            best += self.matcher.left_out(value, top - len(best)).people.tolist()
        matches = self.matcher.matches(best, value)
        return [self._with_history(need, at, match) for at, match in zip(best, matches, strict=True)]

    def candidate(self, need: StoredNeed, at: int) -> Match:
        """One person (by position) for a need, with every reason."""
        return self._with_history(need, at, self.matcher.matches([at], self.value_of(need))[0])

    @cached_property
    def awaiting(self) -> list[StoredNeed]:
        """The open needs with a post left; those that are over only when no other is open."""
        return self._open(over=False) or self._open(over=True)

    def _open(self, *, over: bool) -> list[StoredNeed]:
        return [
            need
            for need in self.needs
            if need.state is NeedState.OPEN and need.left and need.is_over(self.today) is over
        ]

    def exposures(self, first: int) -> dict[str, tuple[GroupExposure, ...]]:
        """Who stands in the ``first`` ranks of the open needs, beside everyone who looks for work."""
        rankings = [
            [self.keys[at] for at in self.matcher.shortlist(self.value_of(need), first).people[:first].tolist()]
            for need in self.awaiting
        ]
        here = [
            (person.key, standing, self.named[person.id].sex)
            for person, standing in zip(self.people, self.matcher.population.standings, strict=True)
            if standing.left_on is None and standing.not_integrated_on is None
        ]
        sexes = {key: Sex(sex).label if sex else None for key, _, sex in here}
        return {
            "sex": exposures(rankings, sexes, first),
            "qpv": exposures(rankings, {key: _QPV_GROUPS[standing.in_qpv] for key, standing, _ in here}, first),
        }

    def whole(self) -> WholeProposal:
        """A proposal for every open need at once: each person at most once, equals by longest wait.

        Needs that are over and that nobody closed come after: they take nobody from the others.
        """
        current = self._assigned(self._open(over=False), frozenset())
        taken = frozenset(one.person for one in current.placed)
        late = self._assigned(self._open(over=True), taken)
        best, alone = (
            Outcome(one.placements + other.placements)
            for one, other in (
                (current.assignment.best, late.assignment.best),
                (current.assignment.one_by_one, late.assignment.one_by_one),
            )
        )
        posts = current.assignment.posts + late.assignment.posts
        return WholeProposal(current.placed + late.placed, Assignment(best, alone, posts), current.vacant + late.vacant)

    def _assigned(self, needs: Sequence[StoredNeed], taken: frozenset[int]) -> WholeProposal:
        """The whole assignment of some needs, among the people (by position) who are not taken."""
        values = [self.value_of(need, need.left) for need in needs]
        aside = {need.key: sorted(taken.union(self._refused.get(need.key, ()))) for need in needs}
        matcher = self.matcher.setting_aside(aside)
        found = assign_all(matcher, matcher.rank_all(values, limit=0, kept=KEPT))
        filled: dict[int, int] = defaultdict(int)
        placed = []
        for one in found.best.placements:
            filled[one.need] += 1
            match = matcher.matches([one.person], values[one.need])[0]
            placed.append(Placed(needs[one.need], one.person, match))
        vacant = [(need, need.left - filled[at]) for at, need in enumerate(needs) if need.left > filled[at]]
        return WholeProposal(tuple(placed), found, tuple(vacant))

    def proposal_of(self, need: StoredNeed, key: str) -> StoredProposal | None:
        """Where someone stands for a need, when they were proposed for it already."""
        return self._proposals.get((need.id, key))

    @cached_property
    def _proposals(self) -> dict[tuple[int, str], StoredProposal]:
        keys = {person.id: person.key for person in self.people}
        return {(proposal.need_id, keys[proposal.person_id]): proposal for proposal in self.proposals}

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {person.id: at for at, person in enumerate(self.people)}

    @cached_property
    def _refused(self) -> dict[str, list[int]]:
        keys = {need.id: need.key for need in self.needs}
        found: dict[str, list[int]] = defaultdict(list)
        for proposal in self.proposals:
            if proposal.state is ProposalState.REFUSED:
                found[keys[proposal.need_id]].append(self._positions[proposal.person_id])
        return found

    @cached_property
    def _refusals(self) -> dict[tuple[int, int], StoredProposal]:
        return {
            (proposal.need_id, proposal.person_id): proposal
            for proposal in self.proposals
            if proposal.state is ProposalState.REFUSED
        }

    def _with_history(self, need: StoredNeed, at: int, match: Match) -> Match:
        """What a person already refused for this very need is to be looked at; the score does not know of it."""
        refused = self._refusals.get((need.id, self.people[at].id))
        if refused is None or refused.reason is None:
            return match
        said = f"Refusée pour ce besoin le {french_day(refused.at)} ({refused.reason.label}): à vérifier."
        blocking = (*match.blocking, Blocking("mise_en_relation", said.replace("):", ")\u00a0:"), Verdict.TO_CHECK))
        verdict = Verdict.TO_CHECK if match.verdict is Verdict.PROPOSABLE else match.verdict
        return replace(match, blocking=blocking, verdict=verdict)


_QPV_GROUPS = {True: "En quartier prioritaire", False: "Hors quartier prioritaire", None: None}


def load(session: Session, *, today: date, folder: Path, only: Collection[int] | None = None) -> Board:
    """Everything recorded, ready to be asked. ``folder``: where the index of job titles is kept.

    ``only``: the people (ids) whom the reader may see; without it (the command line), everyone.
    """
    needs = queries.needs(session)
    people = queries.seekers(session, exits=_exits(session), promised=needs)
    people = [person for person in people if only is None or person.id in only]
    facts = facts_of(session, [person.id for person in people])
    answers = EligiblePeople([facts[person.id] for person in people], known_values(session))
    weights_id, weights = queries.weights_in_force(session, today)
    codes = TitlesRead(job_index(session, folder).index, folder)
    records = [record_of(person, today) for person in people]
    places = locate(session, {_home(record) for record in [*records, *(need.record for need in needs)]})
    grounds = Grounds(today, known_rome(session), Places(places.points), weights)
    around = around_here(session, places)
    pairs = [
        (candidate_of(record, codes=codes, places=places), standing_of(person, today, around))
        for person, record in zip(people, records, strict=True)
    ]
    board = Board(
        needs=needs,
        people=people,
        named=queries.named_people(session),
        proposals=[each for each in queries.proposals(session) if only is None or each.person_id in only],
        matcher=Matcher(pairs, grounds, lambda need: answers.answer(need.publics, need.starts_on)),
        codes=codes,
        places=places,
        weights_id=weights_id,
    )
    for need in needs:
        board.value_of(need)
    codes.keep()
    return board


def around_here(session: Session, places: Located) -> Around:
    """Which communes have a quartier: all of France's once the official list is loaded, the métropoles' before."""
    table = quartiers(session)
    if table is qpv.BUILT_IN:
        return BUILT_IN
    return Around(table, lambda name, postal_code: places(tidy(name), tidy(postal_code or "") or None) is not None)


def _home(record: Record) -> Written:
    return tidy(str(record.get("commune") or "")), tidy(str(record.get("postal_code") or "")) or None


def _exits(session: Session) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for person, day in session.execute(select(col(Exit.person_id), col(Exit.exited_on))):
        found[person].append(day)
    return found
