"""What the record kept takes of the one absorbed, so that nothing told of either is lost. Pure: from values to values.

Of two rows that become one, the kept one's silence is filled; what both tell and tell differently is refused, but for
free text, which is joined.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from clauses.words import folded

_JOINED: Final = frozenset(
    {
        "contract.job", "exit.evidence", "exit.job", "exit.reason_sent", "exit.verdict_reason", "lot.title",
        "orientation.reason", "residence.address",
    }
)  # fmt: skip
"""Free text: « Maçon » and « Coffreur » are both kept."""

_OF_THE_FILE: Final = frozenset({"id", "run_id", "sheet", "row", "file_name", "organisation_id", "author", "at"})
"""Where each was read: the kept one's stands, the other's is in the effects of the decision."""

_MOTIVE: Final = (
    "reason", "reason_sent", "decided_on", "protocol", "verdict_positive", "verdict_kind", "verdict_reason",
)  # fmt: skip
"""The motive decided counts (`docs/domain`): that of a decided exit goes before the other's, whole."""

_QUARTIER: Final = ("qpv_key", "qpv_name", "outside_qpv")
"""One answer in three columns."""

_WORDS: Final = {
    "contract": "du même contrat de travail",
    "residence": "de la même adresse",
    "participation": "du même accompagnement par le PLIE",
    "orientation": "de la même orientation",
    "exit": "de la même sortie",
    "contractor": "du même attributaire",
    "lot": "du même lot",
    "proof": "de la même pièce",
    "aided": "contrat aidé",
    "amount_cents": "montant",
    "certified_on": "diplôme obtenu le",
    "commune": "commune",
    "contract_kind": "type de contrat",
    "cpv": "CPV",
    "credits_id": "pour qui il sous-traite",
    "dated_on": "date",
    "decided": "décidée",
    "decided_on": "décision le",
    "decision": "décision",
    "employer": "employeur",
    "employer_kind": "type d'employeur",
    "ends_on": "fin",
    "kind": "sorte",
    "modality": "modalité",
    "nature": "nature",
    "number": "numéro",
    "origin": "origine",
    "part_time_agreed": "temps partiel accepté",
    "postal_code": "code postal",
    "prescriber": "prescripteur",
    "protocol": "protocole",
    "qpv_key": "quartier prioritaire",
    "reason": "motif",
    "referent": "référent",
    "registered_on": "immatriculée le",
    "role": "rôle",
    "sector": "secteur",
    "starts_on": "début",
    "valid_until": "valable jusqu'au",
    "verdict_kind": "avis du protocole",
    "verdict_positive": "avis du protocole",
    "weekly_hours": "heures par semaine",
}


class Contradiction(Exception):
    """Both tell, and tell differently. ``said`` is what, in French: of which fact, which of its values."""

    def __init__(self, table: str, names: Collection[str]) -> None:
        told = ", ".join(dict.fromkeys(_WORDS.get(name, name) for name in names))
        self.said = f"{_WORDS.get(table, table)} ({told})"
        super().__init__(self.said)


def completion(
    table: str, gone: Mapping[str, Any], kept: Mapping[str, Any], *, apart: Collection[str]
) -> dict[str, Any]:
    """What the row kept takes of the one that says the same fact; ``apart`` are the columns that make them one.

    Raises ``Contradiction``.
    """
    left = set(apart) | _OF_THE_FILE
    taken: dict[str, Any] = {}
    if table == "exit" and gone["decided"] != kept["decided"]:
        left |= {"decided", *_MOTIVE}
        if gone["decided"]:
            taken = {name: gone[name] for name in ("decided", *_MOTIVE)}
    if table == "residence":
        left |= set(_QUARTIER)
        taken = _quartier(gone, kept)
    differing = []
    for name in (name for name in gone if name not in left):
        if name == "credits_id" and gone[name] == kept["id"]:
            continue  # who worked for the one kept is the one kept
        if _tells(gone[name]) and not _tells(kept[name]):
            taken[name] = gone[name]
        elif _tells(gone[name]) and not _same(gone[name], kept[name]):
            if f"{table}.{name}" in _JOINED:
                taken[name] = f"{kept[name]} ; {gone[name]}"
            else:
                differing.append(name)
    if differing:
        raise Contradiction(table, differing)
    return {name: value for name, value in taken.items() if value != kept[name]}


def _quartier(gone: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    one, other = ((row["qpv_key"], row["outside_qpv"] or None) for row in (gone, kept))
    if other == (None, None):
        return {name: gone[name] for name in _QUARTIER}
    if one not in ((None, None), other):
        raise Contradiction("residence", ["qpv_key"])
    return {}


def _tells(value: Any) -> bool:
    """A blank, and a « non » that is a column's default, tell nothing."""
    return value not in (None, False, "")


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    return bool(one == other)


def identity(
    gone: Mapping[str, Any], kept: Mapping[str, Any], names: Collection[str], lists: Collection[str]
) -> tuple[dict[str, Any], list[str]]:
    """For the records themselves: what the kept one takes, and the names of what it says otherwise and keeps.

    ``lists`` are texts « a ; b »: both are kept, each once. Elsewhere whoever decides chose whose word stands.
    """
    taken, aside = {}, []
    for name in names:
        if gone[name] in (None, ""):
            continue
        if kept[name] in (None, ""):
            taken[name] = gone[name]
        elif name in lists:
            both = _listed(kept[name], gone[name])
            taken |= {name: both} if both != kept[name] else {}
        elif gone[name] != kept[name]:
            aside.append(name)
    return taken, aside


def _listed(*texts: str) -> str:
    words: dict[str, str] = {}
    for word in (word.strip() for text in texts for word in text.split(";")):
        words.setdefault(folded(word) or word, word)
    words.pop("", None)
    return " ; ".join(words.values())
