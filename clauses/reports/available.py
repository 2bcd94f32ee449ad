"""How many people could be proposed for a job on a day, before any need is written."""

from __future__ import annotations

from dataclasses import dataclass

from clauses.matching.jobs_compared import nearest
from clauses.matching.rome import Nearness
from clauses.reports.shortlisting import Board

_SAME = frozenset({Nearness.SAME, Nearness.SAME_BEFORE})
_SURE = 0.5
"""From which score two texts are taken to mean the same job; below, one of them may mean several."""

_NEAR = frozenset({Nearness.NEIGHBOUR, Nearness.SAME_FAMILY})


@dataclass(frozen=True)
class Available:
    """Of those whom nothing known excludes on the day: who looks for this job, and who for a job beside it.

    ``codes`` are the ROME codes that the job was understood as; none where nobody can tell.
    """

    job: str
    codes: tuple[str, ...]
    people: int
    near: int


def available(board: Board, job: str) -> Available:
    """The people for a job on the day of the board: free, not known out of the publics, wherever they live."""
    need = board.asked_for(job)
    able = board.matcher.shortlist(need, len(board.people)).people.tolist()
    people = near = 0
    for at in able:
        found = nearest(board.matcher.population.candidates[at].jobs, need.job, board.matcher.grounds.rome)
        if found is None:
            continue
        people += found.same_words or (found.nearness in _SAME and found.score >= _SURE)
        near += not found.same_words and found.nearness in _NEAR
    return Available(job, tuple(each.code for each in need.job.codes), people, near)
