"""Organisations recognised while a file is read: by SIRET, else by whole name. New ones get negative numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    apart by their SIRET only. A row that is refused teaches nothing: `forget` undoes what was found since `keep`.
    """

    known: Iterable[Body]
    new: dict[int, Body] = field(default_factory=dict)
    completed: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_siret: dict[str, int] = {}
        self._by_name: dict[str, list[Body]] = {}
        self._undo: list[Callable[[], object]] = []
        for body in self.known:
            self._remember(body)
        self.keep()

    def keep(self) -> None:
        """What was found so far is needed: it will be written."""
        self._undo.clear()

    def forget(self) -> None:
        """What was found since `keep` was for a row that is refused."""
        while self._undo:
            self._undo.pop()()

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
        nameless = [body for body in self._by_name.get(_key(name), []) if body.siret is None]
        return self._complete(nameless[0], siret) if nameless else self._add(name, siret)

    def _by_name_alone(self, name: str) -> int | None:
        namesakes = self._by_name.get(_key(name), [])
        if not namesakes:
            return self._add(name, None)
        sure = namesakes if len(namesakes) == 1 else [body for body in namesakes if body.siret is None]
        return sure[0].id if sure else None

    def _add(self, name: str, siret: str | None) -> int:
        body = Body(-1 - len(self.new), name, siret)
        self.new[body.id] = body
        self._undo.append(lambda: self.new.pop(body.id))
        self._remember(body)
        return body.id

    def _complete(self, body: Body, siret: str) -> int:
        self._by_name[_key(body.name)].remove(body)
        self._undo.append(lambda: self._by_name[_key(body.name)].append(body))
        if body.id < 0:
            self.new[body.id] = replace(body, siret=siret)
            self._undo.append(lambda: self.new.update({body.id: body}))
        else:
            self.completed[body.id] = siret
            self._undo.append(lambda: self.completed.pop(body.id))
        self._remember(replace(body, siret=siret))
        return body.id

    def _remember(self, body: Body) -> None:
        namesakes = self._by_name.setdefault(_key(body.name), [])
        namesakes.append(body)
        self._undo.append(lambda: namesakes.remove(body))
        if body.siret:
            siret = body.siret
            self._by_siret[siret] = body.id
            self._undo.append(lambda: self._by_siret.pop(siret))


def _key(name: str) -> str:
    """As organisations are recorded: a name of signs alone (« *** ») is its own key."""
    return folded(name) or tidy(name)
