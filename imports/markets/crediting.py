"""Who may not become a subcontractor: a company that others, once the whole file is applied, still credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from clauses.files.rules import Severity
from clauses.markets.holding import Held, Holding, chained
from clauses.reference.rules import Role
from imports.markets.facts import ContractorFacts, KnownMarkets
from imports.said import Row, Saying

Key = tuple[tuple[tuple[int, str], str], int]
"""A contractor's: its lot's, and its organisation."""


def refused(
    said: Iterable[ContractorFacts], known: KnownMarkets, *, today: date, correction: bool
) -> dict[object, Saying]:
    """By key of a contractor, why its row is refused. Rows may come in any order: the end of the file decides.

    Only what ``said`` changes is refused, on every day that it changes (`clauses.markets.holding.chained`).
    """
    lots: dict[object, dict[int, Held]] = defaultdict(dict)
    for contractor in said:
        if contractor.key in known.contractors and contractor.role is not None:
            number, before = _held(contractor.key, known)
            credited = before.now.credits_id if contractor.role is Role.SOUS_TRAITANT else None
            after = before.rewritten(Holding(contractor.role, credited), today, correction=correction)
            lots[contractor.lot][number] = after
    moved = {lot for lot, rows in lots.items() if any(each.now.role is Role.SOUS_TRAITANT for each in rows.values())}
    on_lots: dict[object, dict[int, Key]] = defaultdict(dict)
    for key, (number, _) in known.contractors.items():
        if key[0] in moved:
            on_lots[key[0]][number] = key
    found: dict[object, Saying] = {}
    for lot, keys in on_lots.items():
        as_was = dict(_held(key, known) for key in keys.values())
        under: dict[int, list[int]] = defaultdict(list)
        for number, credited_id in chained({**as_was, **lots[lot]}) - chained(as_was):
            under[credited_id].append(keys[number][1])
        for number, bodies in under.items():
            sentence = _credited(keys[number][1], bodies, known)
            found[keys[number]] = Saying("markets.credited", "role", Severity.ERROR, sentence)
    return found


def _held(key: Key, known: KnownMarkets) -> tuple[int, Held]:
    number, facts = known.contractors[key]
    return number, known.holdings.get(number) or Held(Holding(facts.role or Role.TITULAIRE))


def _credited(body: int, under: list[int], known: KnownMarkets) -> Callable[[Row], str]:
    names = {each.id: each.name for each in known.bodies}
    subcontractors = ", ".join(sorted(names[each] for each in under))
    return lambda row: (
        f"Ligne {row['row']} : « {names[body]} » a ses propres sous-traitants sur ce lot ({subcontractors}) et ne peut "
        "pas le devenir. Changez d'abord leur rôle, ou pour qui ils sous-traitent, dans ce fichier ou sur la page du "
        "marché ; puis renvoyez cette ligne."
    )
