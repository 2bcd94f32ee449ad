"""One contract as published → its facts, and what is said of what could not be read (pure).

Schema 2.0.4, schema of 2019 and rows of tabular exports, once their columns are named as the schema does
(`imports.decp.tabular`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.markets.drafts import DraftFacts, Holder, Modification, comes_early
from clauses.reference.rules import Nature
from clauses.words import folded
from imports.decp import values
from imports.official import Place, Rows
from imports.sentences import quoted

_REFERENCE_MOST = 120
_LISTED_MOST = 500
_SUPPLIES = frozenset(
    "03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 48".split()  # noqa: SIM905  # read at a glance
)
_INTELLECTUAL = frozenset({"71", "73"})
_CCAG = {
    "travaux": Nature.BTP,
    "prestations intellectuelles": Nature.PI,
    "maitrise d oeuvre": Nature.PI,
}


@dataclass
class _Reader:
    """What is said while one contract is read."""

    rows: Rows
    place: Place

    def warn(self, code: str, message: str, column: str, value: Any) -> None:
        self.rows.say(f"decp.{code}", message, self.place, column=column, value=str(value)[:200])

    def refuse(self, code: str, message: str, column: str | None = None, value: Any = "") -> None:
        self.rows.refuse(f"decp.{code}", message, self.place, column=column, value=str(value)[:200])


def contract(raw: Any, place: Place, rows: Rows, *, today: date) -> DraftFacts | None:
    """The facts of one contract; None when nothing can be made of it, with the reason said."""
    reader = _Reader(rows, place)
    if not isinstance(raw, dict) or "_too_long" in raw:
        reader.refuse(
            "not_a_contract", "Ce n'est pas un contrat lisible : un objet avec « id », « acheteur »… est attendu."
        )
        return None
    reference = values.text(values.first(raw, "id", "uid"))
    if reference is None or not folded(reference):
        reader.refuse("missing_reference", "Il manque l'identifiant du marché (« id »).", "id", raw.get("id") or "")
        return None
    if len(reference) > _REFERENCE_MOST:
        reader.refuse("reference_too_long", f"L'identifiant dépasse {_REFERENCE_MOST} caractères.", "id", reference)
        return None
    buyer = _buyer(raw, reader)
    if buyer is None:
        return None
    cpv = _cpv(raw, reader)
    considerations = values.listed(raw.get("considerationsSociales"), "considerationSociale")
    notified = _day(raw, reader, "dateNotification", "dateSignature", "dateDebutExecution")
    if notified is not None and notified > today:
        reader.warn("future_date", "La notification est à venir : vérifiez cette date.", "dateNotification", notified)
    return DraftFacts(
        reference=reference,
        buyer_siret=buyer[0],
        buyer_name=buyer[1],
        title=values.text(raw.get("objet")) or reference,
        concession=raw.get("_type") == "concession",
        nature=nature_of(values.text(raw.get("ccag")), cpv),
        cpv=cpv,
        procedure=values.text(raw.get("procedure")),
        framework=values.text(raw.get("idAccordCadre")),
        considerations=_words(considerations),
        notified_on=notified,
        published_on=_day(raw, reader, "datePublicationDonnees"),
        months=_months(raw, reader),
        amount_cents=_amount(raw, reader, "montant", "valeurGlobale"),
        place=_place(raw.get("lieuExecution")),
        grouping=_grouping(values.text(raw.get("typeGroupementOperateurs"))),
        holders=_holders(raw, reader),
        subcontractors=_subcontractors(raw, reader),
        modifications=_modifications(raw, reader, notified),
    )


def nature_of(ccag: str | None, cpv: str | None) -> Nature | None:
    """The nature that the CCAG says, else the division of the CPV; None when neither is known.

    A reading: division 45 is works, 71 and 73 intellectual services, supplies from 03 to 44 and 48, services beyond.
    """
    said = _CCAG.get(folded(ccag or ""))
    if said is not None or cpv is None:
        return said
    division = cpv[:2]
    if division == "45":
        return Nature.BTP
    if division in _INTELLECTUAL:
        return Nature.PI
    return Nature.FOURNITURES if division in _SUPPLIES else Nature.MS


def _buyer(raw: dict[str, Any], reader: _Reader) -> tuple[str, str | None] | None:
    given = values.first(raw, "acheteur", "autoriteConcedante")
    told = given if isinstance(given, dict) else {"id": given}
    identifier = told.get("id")
    siret = values.siret(identifier)
    if siret is None:
        message = (
            f"L'acheteur est désigné par {quoted(str(identifier))}, qui n'est pas un SIRET (14 chiffres)."
            if values.text(identifier)
            else "Il manque le SIRET de l'acheteur."
        )
        reader.refuse("no_buyer", message, "acheteur.id", identifier or "")
        return None
    if not values.key_agrees(siret):
        reader.warn(
            "siret_key", f"La clé du SIRET {siret} de l'acheteur est fausse : vérifiez-le.", "acheteur.id", siret
        )
    return siret, values.text(values.first(told, "nom", "denominationSociale"))


def _day(raw: dict[str, Any], reader: _Reader, *names: str) -> date | None:
    given = values.first(raw, *names)
    found = values.day(given)
    if found is None and values.text(given) is not None:
        column = next(name for name in names if raw.get(name) == given)
        message = f"{quoted(str(given)[:40])} n'est pas une date possible : elle n'est pas reprise."
        reader.warn("bad_date", message, column, given)
    return found


def _months(raw: dict[str, Any], reader: _Reader, column: str = "dureeMois") -> int | None:
    given = raw.get(column)
    found = values.months(given)
    if found is None and given not in (None, "", 0):
        message = f"{quoted(str(given)[:40])} n'est pas une durée en mois : la fin du marché reste à écrire."
        reader.warn("unknown_duration", message, column, given)
    return found


def _amount(raw: dict[str, Any], reader: _Reader, *names: str) -> int | None:
    given = values.first(raw, *names)
    found = values.amount(given)
    if found is None and values.text(given) is not None:
        column = next(name for name in names if raw.get(name) == given)
        message = f"{quoted(str(given)[:40])} n'est pas un montant : il n'est pas repris."
        reader.warn("bad_amount", message, column, given)
    return found


def _cpv(raw: dict[str, Any], reader: _Reader) -> str | None:
    given = values.first(raw, "codeCPV", "codeCPV_Original")
    found = values.cpv(given)
    if found is None and values.text(given) is not None:
        reader.warn(
            "bad_cpv", f"{quoted(str(given)[:40])} n'est pas un code CPV : il n'est pas repris.", "codeCPV", given
        )
    return found


def _words(given: list[Any]) -> tuple[str, ...]:
    said = [part for one in given if (whole := values.text(one)) for part in re.split(r"\s*[;|,]\s*", whole)]
    return tuple(dict.fromkeys(part for part in said if part and not folded(part).startswith("pas de consideration")))


def _place(given: Any) -> str | None:
    if not isinstance(given, dict):
        return values.text(given)
    said = [values.text(given.get(name)) for name in ("code", "nom")]
    return " ".join(part for part in said if part) or None


def _grouping(said: str | None) -> str | None:
    word = folded(said or "")
    return next((kind for kind in ("solidaire", "conjoint") if kind in word), None)


def _holders(raw: dict[str, Any], reader: _Reader) -> tuple[Holder, ...]:
    given = values.listed(raw.get("titulaires"), "titulaire") + values.listed(
        raw.get("concessionnaires"), "concessionnaire"
    )
    return _companies(given, reader, "titulaires")


def _subcontractors(raw: dict[str, Any], reader: _Reader) -> tuple[Holder, ...]:
    acts = values.listed(raw.get("actesSousTraitance"), "acteSousTraitance")
    given = [
        one for act in acts if isinstance(act, dict) for one in values.listed(act.get("sousTraitant"), "sousTraitant")
    ]
    return _companies(given, reader, "actesSousTraitance")


def _companies(given: list[Any], reader: _Reader, column: str) -> tuple[Holder, ...]:
    found: dict[tuple[str, str], Holder] = {}
    for one in given[:_LISTED_MOST]:
        holder = _company(one, reader, column)
        if holder is not None:
            found.setdefault((holder.kind, holder.identifier), holder)
    return tuple(found.values())


def _company(given: Any, reader: _Reader, column: str) -> Holder | None:
    told = given if isinstance(given, dict) else {"id": given}
    identifier = values.text(told.get("id"))
    name = values.text(values.first(told, "denominationSociale", "nom"))
    if identifier is None:
        if name is None:
            reader.warn("unknown_holder", "Une entreprise est publiée sans identifiant ni nom.", column, "")
            return None
        return Holder(name[:60], "NOM", None, name)
    siret = values.siret(identifier)
    if siret is not None:
        if not values.key_agrees(siret):
            reader.warn("siret_key", f"La clé du SIRET {siret} est fausse : vérifiez-le.", column, siret)
        return Holder(siret, "SIRET", siret, name)
    kind = (values.text(told.get("typeIdentifiant")) or "SIRET")[:20]
    siren = values.siren_of_vat(identifier)
    said = f"un numéro de TVA (SIREN {siren})" if siren else "un identifiant qui n'est pas un SIRET"
    message = f"{quoted(identifier)} est {said} : l'entreprise est reprise sans SIRET."
    reader.warn("holder_without_siret", message, column, identifier)
    return Holder(identifier[:60], "TVA" if siren else kind, None, name)


def _modifications(raw: dict[str, Any], reader: _Reader, notified: date | None) -> tuple[Modification, ...]:
    found = []
    given = values.listed(raw.get("modifications"), "modification")
    for rank, one in enumerate(given[:_LISTED_MOST], 1):
        if not isinstance(one, dict):
            reader.warn("bad_modification", "Une modification publiée n'est pas lisible.", "modifications", one)
            continue
        modified = _day(one, reader, "dateNotificationModification", "dateSignatureModification")
        if comes_early(modified, notified):
            words = (
                "Une modification est publiée avant la notification du contrat : elle prendra effet à la notification."
            )
            reader.warn("modified_before_notification", words, "dateNotificationModification", modified)
        found.append(
            Modification(
                number=(values.text(one.get("id")) or str(rank))[:80],
                notified_on=modified,
                amount_cents=_amount(one, reader, "montant", "valeurGlobale"),
                months=_months(one, reader),
                holders=_companies(values.listed(one.get("titulaires"), "titulaire"), reader, "modifications"),
                subject=values.text(one.get("objetModification")),
            )
        )
    return tuple({one.number: one for one in found}.values())
