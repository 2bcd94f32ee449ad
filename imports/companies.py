"""Organisations recognised while a file is read: by SIRET, else by whole name. New ones get negative numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from clauses.words import folded, tidy


@dataclass(frozen=True)
class Body:
    """An organisation already recorded."""

    id: int
    name: str
    siret: str | None


@dataclass
class Companies:
    """The organisations known, and those that the file adds.

    A body known without SIRET gets the one that the file gives under the same name; two bodies with one name are told
    apart by their SIRET only. ``other_names`` are names that somebody said are a body's too (name, id).
    """

    known: Iterable[Body]
    other_names: Iterable[tuple[str, int]] = ()
    new: dict[int, Body] = field(default_factory=dict)
    completed: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bodies: dict[int, Body] = {}
        self._by_siret: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = {}
        for body in self.known:
            self._remember(body)
        for name, number in self.other_names:
            if number in self._bodies:
                self._by_name.setdefault(_key(name), set()).add(number)

    def learn(self, told: Iterable[tuple[str | None, str | None]]) -> None:
        """Every SIRET of the file with the name beside it, before any name alone: who is meant depends on no order."""
        pairs = [(name, siret) for name, siret in told if siret]
        for name, siret in sorted(pairs, key=lambda pair: pair[0] is None):
            self.find(name, siret)

    def only(self, used: Collection[int]) -> None:
        """Leaves aside what was found for rows that are refused."""
        self.new = {number: body for number, body in self.new.items() if number in used}
        self.completed = {number: siret for number, siret in self.completed.items() if number in used}

    def find(self, name: str | None, siret: str | None) -> int | None:
        """The id of the organisation meant, added when it is new.

        None when neither name nor SIRET is given, or when several bodies bear the name and none goes without SIRET.
        """
        if not name and not siret:
            return None
        if siret:
            return self._by_siret.get(siret) or self._by_siret_and_name(tidy(name or siret), siret)
        return self._by_name_alone(tidy(name or ""))

    def _by_siret_and_name(self, name: str, siret: str) -> int:
        nameless = [body for body in self._namesakes(name) if body.siret is None]
        return self._complete(nameless[0], siret) if nameless else self._add(name, siret)

    def _by_name_alone(self, name: str) -> int | None:
        namesakes = self._namesakes(name)
        if not namesakes:
            return self._add(name, None)
        sure = namesakes if len(namesakes) == 1 else [body for body in namesakes if body.siret is None]
        return sure[0].id if sure else None

    def _namesakes(self, name: str) -> list[Body]:
        """The bodies of that name, those recorded first."""
        numbers = self._by_name.get(_key(name), set())
        return [self._bodies[number] for number in sorted(numbers, key=lambda number: (number < 0, abs(number)))]

    def _add(self, name: str, siret: str | None) -> int:
        body = Body(-1 - len(self.new), name, siret)
        self.new[body.id] = body
        self._remember(body)
        return body.id

    def _complete(self, body: Body, siret: str) -> int:
        with_siret = replace(body, siret=siret)
        self._remember(with_siret)
        if body.id < 0:
            self.new[body.id] = with_siret
        else:
            self.completed[body.id] = siret
        return body.id

    def _remember(self, body: Body) -> None:
        self._bodies[body.id] = body
        self._by_name.setdefault(_key(body.name), set()).add(body.id)
        if body.siret:
            self._by_siret[body.siret] = body.id


def _key(name: str) -> str:
    """As organisations are recorded: a name of signs alone (« *** ») is its own key."""
    return folded(name) or tidy(name)
