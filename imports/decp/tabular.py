"""Rows of tabular exports → contracts named as the schema names them (pure).

Exports flatten the schema in their own ways: « acheteur.id », « acheteur_id », « idAcheteur »; holders in columns
(« titulaire_id_1 », « titulaire_id_2 ») or in rows; modifications in rows (« modification_id »).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from clauses.words import folded

_SAID = {
    "id": "id|id marche|reference|numero marche",
    "uid": "uid",
    "acheteur.id": "acheteur id|id acheteur|idacheteur|acheteurid|acheteur siret|siret acheteur|acheteur",
    "acheteur.nom": "acheteur nom|nom acheteur|nomacheteur",
    "objet": "objet|objet marche",
    "nature": "nature",
    "codeCPV": "codecpv|code cpv|cpv",
    "procedure": "procedure",
    "ccag": "ccag",
    "dureeMois": "dureemois|duree mois|duree",
    "dateNotification": "datenotification|date notification",
    "datePublicationDonnees": "datepublicationdonnees|date publication donnees|date publication",
    "montant": "montant|montant ht",
    "considerationsSociales": "considerationssociales|considerations sociales",
    "typeGroupementOperateurs": "typegroupementoperateurs|type groupement operateurs|type groupement",
    "idAccordCadre": "idaccordcadre|id accord cadre",
    "lieuExecution": "lieuexecution code|lieu execution code|lieuexecution|code lieu execution",
    "titulaires": "titulaires",
    "modifications": "modifications",
    "modification": "modification id|id modification",
    "modifiedOn": "datenotificationmodification|date notification modification|date modification",
    "modifiedSubject": "objetmodification|objet modification",
}
_FIELDS = {header: field for field, headers in _SAID.items() for header in headers.split("|")}
_HOLDER = re.compile(
    r"titulaires? ?(?:(?P<before>\d+) )?(?P<what>id|siret|typeidentifiant|type identifiant|denominationsociale|"
    r"denomination sociale|nom)(?: ?(?P<rank>\d+))?"
    r"|(?P<what2>id|siret|typeidentifiant|denominationsociale|nom) ?titulaires?(?: ?(?P<rank2>\d+))?"
)
_WHAT = {
    "id": "id",
    "siret": "id",
    "typeidentifiant": "typeIdentifiant",
    "type identifiant": "typeIdentifiant",
    "denominationsociale": "denominationSociale",
    "denomination sociale": "denominationSociale",
    "nom": "denominationSociale",
}

Columns = Mapping[int, str | tuple[int, str]]
"""What each column holds: a field of the schema, or (rank, what) of a holder."""


def columns(headers: Sequence[str | None]) -> Columns:
    """What the columns of a header row hold; the first of several of the same field."""
    found: dict[int, str | tuple[int, str]] = {}
    for place, header in enumerate(headers):
        name = folded(header or "")
        told: str | tuple[int, str] | None = _FIELDS.get(name)
        match = None if told is not None else _HOLDER.fullmatch(name)
        if match is not None:
            what = match["what"] or match["what2"]
            told = (int(match["rank"] or match["before"] or match["rank2"] or 1), _WHAT[what])
        if told is not None and told not in found.values():
            found[place] = told
    return found


def is_decp(found: Columns) -> bool:
    """Whether columns are those of contracts: an identifier, a buyer, an object."""
    return {"acheteur.id", "objet"} <= {*map(_plain, found.values())} and bool(
        {"id", "uid"} & {*map(_plain, found.values())}
    )


def _plain(told: str | tuple[int, str]) -> str:
    return told if isinstance(told, str) else ""


def raw(cells: Sequence[str | None], found: Columns) -> dict[str, Any]:
    """A row as a contract of the schema; a row of a modification has its own values under ``modifications``."""
    said: dict[str, Any] = {}
    holders: dict[int, dict[str, str]] = {}
    for place, told in found.items():
        text = cells[place]
        if text is None or not text.strip():
            continue
        if isinstance(told, tuple):
            holders.setdefault(told[0], {})[told[1]] = text
        else:
            said[told] = _value(text)
    buyer = {name: said.pop(f"acheteur.{name}") for name in ("id", "nom") if f"acheteur.{name}" in said}
    made = {**said, "acheteur": buyer}
    if holders:
        made["titulaires"] = [{"titulaire": holders[rank]} for rank in sorted(holders)]
    return _modified(made)


def _modified(made: dict[str, Any]) -> dict[str, Any]:
    number = made.pop("modification", None)
    on, subject = made.pop("modifiedOn", None), made.pop("modifiedSubject", None)
    if number in (None, "0", 0) and not on:
        return made
    change: dict[str, Any] = {name: made.pop(name) for name in ("montant", "dureeMois") if name in made}
    change |= {"id": number, "dateNotificationModification": on, "objetModification": subject}
    change["titulaires"] = made.get("titulaires")
    return {**made, "modifications": [{"modification": change}]}


def _value(text: str) -> Any:
    """A cell; lists and objects that an export writes as JSON are read, when they are JSON."""
    if text[:1] in ("[", "{"):
        try:
            value = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError):
            return text
        return value if isinstance(value, dict | list) else text
    return text
