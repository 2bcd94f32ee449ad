"""How near two jobs are, in the Répertoire opérationnel des métiers et des emplois (ROME, France Travail).

Two vintages of codes live together: since ROME 4.0 a fiche of before 2023 may be several, each naming its parent. The
value is made of plain mappings, the official files or the compact table; with codes alone it still works, through the
letters of a code: F is the domain (construction), F17 the family (gros œuvre).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

CODE = re.compile(r"(?<![A-Za-z0-9])([A-Na-n][0-9]{4})(?![0-9])")
"""A ROME code inside a text."""


class Nearness(IntEnum):
    """How near two jobs are, from nothing in common to the same."""

    FAR = 0
    SAME_DOMAIN = 1
    SAME_FAMILY = 2
    NEIGHBOUR = 3
    SAME_BEFORE = 4
    SAME = 5


SCORES = (0.0, 0.2, 0.5, 0.75, 0.85, 1.0)
"""What each nearness is worth, in the order of `Nearness`."""


@dataclass(frozen=True)
class Rome:
    """What is known of jobs, by code; each mapping may be empty.

    ``labels``: the name of a job. ``parents``: its code before 2023. ``neighbours``: the jobs that one may move to
    (« rubrique mobilité »). ``skills``: its skills, in words. ``divisions``: the NAF divisions (two digits) where it
    is found.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    skills: Mapping[str, Sequence[str]] = field(default_factory=dict)
    divisions: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def label(self, code: str) -> str:
        """« Maçon / Maçonne (F1703) », or the code alone."""
        return f"{self.labels[code]} ({code})" if code in self.labels else code

    def nearness(self, one: str, other: str) -> Nearness:
        """Same job, same fiche before 2023, neighbouring jobs, same family, same domain, or nothing."""
        if one == other:
            return Nearness.SAME
        if self.parents.get(one, one) == self.parents.get(other, other):
            return Nearness.SAME_BEFORE
        if other in self.neighbours.get(one, ()) or one in self.neighbours.get(other, ()):
            return Nearness.NEIGHBOUR
        if one[:3] == other[:3]:
            return Nearness.SAME_FAMILY
        return Nearness.SAME_DOMAIN if one[:1] == other[:1] else Nearness.FAR

    def is_found_in(self, code: str, division: str) -> bool | None:
        """Whether a job is found in a NAF division; None when nothing is known of either."""
        return division in self.divisions[code] if code in self.divisions else None


class _Groups:
    """Positions by name."""

    def __init__(self, names: Sequence[str]) -> None:
        self._positions: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            self._positions.setdefault(name, []).append(at)

    def of(self, name: str) -> list[int]:
        return self._positions.get(name, [])


class RomeTable:
    """The jobs that a population knows, ready to be compared with any other job, all at once."""

    def __init__(self, rome: Rome, codes: Sequence[str]) -> None:
        self.codes = list(codes)
        self._rome = rome
        self._positions = {code: at for at, code in enumerate(self.codes)}
        self._domains = _Groups([code[:1] for code in self.codes])
        self._families = _Groups([code[:3] for code in self.codes])
        self._parents = _Groups([rome.parents.get(code, code) for code in self.codes])
        self._towards: dict[str, list[int]] = {}
        for at, code in enumerate(self.codes):
            for near in rome.neighbours.get(code, ()):
                self._towards.setdefault(near, []).append(at)

    def scores(self, code: str) -> NDArray[np.float64]:
        """What a job is worth beside each job of the table: the scores of `Rome.nearness`."""
        found = np.zeros(len(self.codes))
        found[self._domains.of(code[:1])] = SCORES[Nearness.SAME_DOMAIN]
        found[self._families.of(code[:3])] = SCORES[Nearness.SAME_FAMILY]
        found[self._towards.get(code, [])] = SCORES[Nearness.NEIGHBOUR]
        near = [self._positions[job] for job in self._rome.neighbours.get(code, ()) if job in self._positions]
        found[near] = SCORES[Nearness.NEIGHBOUR]
        found[self._parents.of(self._rome.parents.get(code, code))] = SCORES[Nearness.SAME_BEFORE]
        if code in self._positions:
            found[self._positions[code]] = SCORES[Nearness.SAME]
        return found


def valid_code(text: str) -> str | None:
    """The ROME code that a text is, in capitals; None when it is none."""
    found = CODE.fullmatch(text.strip())
    return found[1].upper() if found else None
