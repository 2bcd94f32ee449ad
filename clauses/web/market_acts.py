"""What is recorded by hand of a market once signed: the forms, what is wrong in them, and the act each one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from clauses.accounts.actions import add_organisations
from clauses.accounts.matrix import Act, Resource
from clauses.markets import events
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, DerogationMotive, Mention, ShortfallMotive
from clauses.markets.transfers import transfer
from clauses.web.days import day_typed
from clauses.web.new_market_pages import known_body
from clauses.web.typed_values import cents, hundredths
from clauses.words import folded

_KINDS = [kind for kind in AmendmentKind if kind is not AmendmentKind.TRANSFERT]


@dataclass(frozen=True)
class Asked:
    """A field. ``form``: text, day, hours, euros, lot, contractor, or choices (code, label).

    ``longest``: signs that are taken, at most those that its column keeps.
    """

    name: str
    label: str
    form: str = "text"
    required: bool = False
    help: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 300


Values = Mapping[str, Any]
"""What was typed, as values: ids, days, hundredths, cents, texts; None for what was left blank."""


@dataclass(frozen=True)
class Form:
    """A short page. ``dated``: the field that says from when; ``act`` writes, and raises as the events of a market."""

    path: str
    title: str
    lead: str
    fields: tuple[Asked, ...]
    act: Callable[[Session, int, Values, str], None]
    right: tuple[Resource, Act]
    dated: str = ""

    def faults(self, refused: str) -> str:
        """The field at which a refusal is said, by its code."""
        names = {asked.name for asked in self.fields}
        return next((name for name in _FIELDS_AT_FAULT.get(refused, ()) if name in names), self.fields[0].name)


_FIELDS_AT_FAULT = {
    "markets.dates": ("fin",),
    "markets.whose_hours": ("attributaire",),
    "markets.no_number": ("numero",),
    "markets.invoice_known": ("numero",),
    "markets.more_than_due": ("heures",),
    "markets.no_hours": ("heures",),
    "markets.owed_together": ("attributaire",),
    "markets.same_contractor": ("entreprise",),
    "markets.unexplained": ("details",),
}


def _amend(session: Session, _market: int, given: Values, by: str) -> None:
    events.amend(
        session,
        lot_id=given["lot"],
        kind=AmendmentKind(given["sorte"]),
        effective_on=given["date"],
        subject=given["objet"],
        number=given["numero"],
        contractor_id=given["attributaire"],
        hours=None if given["heures"] is None else Formula.fixed(given["heures"]),
        amount_cents=given["montant"],
        ends_on=given["fin"],
        by=by,
    )


def _invoice(session: Session, _market: int, given: Values, by: str) -> None:
    events.invoice(
        session,
        contractor_id=given["attributaire"],
        number=given["numero"],
        invoiced_on=given["date"],
        cents=given["montant"],
        by=by,
    )


def _transfer(session: Session, _market: int, given: Values, by: str) -> None:
    company = known_body(session, given["entreprise"])
    if company is None:
        company = add_organisations(session, [(given["entreprise"], None)])[0]
    transfer(
        session,
        from_id=given["attributaire"],
        organisation_id=company,
        hours=given["heures"],
        effective_on=given["date"],
        reason=given["objet"],
        by=by,
    )


def _close(session: Session, _market: int, given: Values, by: str) -> None:
    events.close(session, lot_id=given["lot"], closed_on=given["date"], reason=given["objet"], by=by)


def _explain(session: Session, _market: int, given: Values, by: str) -> None:
    events.state_shortfall(
        session,
        contractor_id=given["attributaire"],
        stated_on=given["date"],
        motive=ShortfallMotive(given["motif"]),
        details=given["details"],
        by=by,
    )


def _derogate(session: Session, market: int, given: Values, by: str) -> None:
    motive = DerogationMotive(given["motif"])
    events.derogate(session, market_id=market, motive=motive, details=given["details"], by=by)


def _mention(session: Session, market: int, given: Values, by: str) -> None:
    events.check_mention(
        session,
        market_id=market,
        mention=Mention(given["mention"]),
        given=given["donnee"] == "oui",
        place=given["endroit"] or "",
        by=by,
    )


_LOT = Asked("lot", "Lot", "lot", required=True)
_FROM = Asked("date", "À partir du", "day", required=True)
_OF = Asked("attributaire", "Attributaire", "contractor", required=True)
_YES = (("oui", "Oui"), ("non", "Non"))

FORMS = (
    Form(
        "avenant",
        "Enregistrer un avenant",
        "Une tranche et un bon de commande ajoutent des heures, une réduction en retire ; un avenant dit les heures "
        "dues à partir de ce jour. Ce qui était dû avant le reste.",
        (
            Asked("sorte", "Quoi", "choice", required=True, choices=tuple((kind.value, kind.label) for kind in _KINDS)),
            _LOT,
            _FROM,
            Asked("objet", "Objet", required=True),
            Asked("numero", "Numéro", longest=80),
            Asked("heures", "Heures", "hours", help="Ajoutées, retirées, ou dues désormais, selon ce que c'est."),
            Asked("attributaire", "Heures de quel attributaire", "contractor", help="Si plusieurs ont les leurs."),
            Asked("montant", "Montant ajouté ou retiré, hors taxes", "euros", help="Par exemple 12 000 ou -3 500"),
            Asked("fin", "Nouvelle fin", "day"),
        ),
        _amend,
        (Resource.OBLIGATION, Act.DECIDE),
        dated="date",
    ),
    Form(
        "facture",
        "Enregistrer une facture",
        "Elle compte dans les heures dues lorsqu'elles dépendent du montant facturé.",
        (
            _OF,
            Asked("numero", "Numéro", required=True, longest=80),
            Asked("date", "Facturée le", "day", required=True),
            Asked("montant", "Montant hors taxes", "euros", required=True, help="Un avoir s'écrit avec un moins."),
        ),
        _invoice,
        (Resource.OBLIGATION, Act.CREATE),
        dated="date",
    ),
    Form(
        "transfert",
        "Transférer des heures",
        "Une autre entreprise reprend des heures encore dues. Ce qui est fait reste à qui l'a fait.",
        (
            Asked("attributaire", "De", "contractor", required=True),
            Asked("entreprise", "À", required=True, help="Son nom ou son SIRET. Inconnue, elle sera ajoutée."),
            Asked("heures", "Heures transférées", "hours", required=True),
            _FROM,
            Asked("objet", "Pourquoi", required=True),
        ),
        _transfer,
        (Resource.OBLIGATION, Act.CREATE),
        dated="date",
    ),
    Form(
        "cloture",
        "Clore un lot",
        "À partir de ce jour, ce qui manque est manqué. Un lot clos peut être rouvert.",
        (_LOT, Asked("date", "Clos le", "day", required=True), Asked("objet", "Pourquoi", required=True)),
        _close,
        (Resource.OBLIGATION, Act.CREATE),
    ),
    Form(
        "ecart",
        "Dire pourquoi des heures manquent",
        "Le dernier motif dit fait foi : il paraît au décompte du lot et à son attestation de clôture.",
        (
            _OF,
            Asked("date", "Dit le", "day", required=True),
            Asked("motif", "Motif", "choice", required=True,
                  choices=tuple((motive.value, motive.label) for motive in ShortfallMotive)),
            Asked("details", "En quelques mots", required=True, help="Rien sur la santé de quelqu'un."),
        ),
        _explain,
        (Resource.OBLIGATION, Act.CREATE),
    ),
    Form(
        "derogation",
        "Dire pourquoi il n'y a pas de clause",
        "Une dérogation à la condition sociale se motive. Vérifiez le motif dans le texte en vigueur avant de l'écrire "
        "dans une pièce du marché.",
        (
            Asked("motif", "Motif", "choice", required=True,
                  choices=tuple((motive.value, motive.label) for motive in DerogationMotive)),
            Asked("details", "En quelques mots", required=True),
        ),
        _derogate,
        (Resource.MARKET, Act.MODIFY),
    ),
    Form(
        "mention",
        "Vérifier une mention des pièces du marché",
        "Les pièces d'un marché donnent au moins quatre mentions. La dernière vérification de chacune fait foi.",
        (
            Asked("mention", "Mention", "choice", required=True,
                  choices=tuple((mention.value, mention.label) for mention in Mention)),
            Asked("donnee", "Elle est donnée", "choice", required=True, choices=_YES),
            Asked("endroit", "Où", help="Par exemple CCAP, article 1.4"),
        ),
        _mention,
        (Resource.MARKET, Act.MODIFY),
    ),
)  # fmt: skip


def read(
    form: Form, typed: Mapping[str, str], lots: Mapping[str, str], contractors: Mapping[str, str]
) -> tuple[Values, dict[str, str]]:
    """What was typed as values, and what is to be mended, field by field. Lots and contractors are those that show."""
    known = {"lot": lots, "contractor": contractors}
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for asked in form.fields:
        said = typed[asked.name]
        if not said:
            values[asked.name] = None
            if asked.required:
                errors[asked.name] = f"« {asked.label} » est à remplir."
            continue
        value, fault = _value(asked, said, known.get(asked.form, dict(asked.choices)))
        values[asked.name] = value
        if fault:
            errors[asked.name] = fault
    return values, errors


def _value(asked: Asked, said: str, choices: Mapping[str, str]) -> tuple[Any, str]:
    quoted = f"« {said[:40]} »"
    if asked.form in ("lot", "contractor", "choice"):
        if said not in choices:
            return None, f"Choisissez une réponse de la liste pour « {asked.label} »."
        return (said if asked.form == "choice" else int(said)), ""
    readers: dict[str, tuple[Callable[[str], Any], str]] = {
        "day": (day_typed, f"{quoted} n'est pas une date. Choisissez-la dans le calendrier."),
        "hours": (hundredths, f"{quoted} n'est pas un nombre d'heures. Écrivez par exemple 1 000."),
        "euros": (cents, f"{quoted} n'est pas un montant. Écrivez par exemple 12 000,50."),
    }
    if asked.form not in readers:
        if len(said) > asked.longest:
            return said, f"« {asked.label} » compte au plus {asked.longest} signes : raccourcissez."
        return (said, "") if folded(said) else (said, f"« {asked.label} » est à remplir en toutes lettres.")
    reader, otherwise = readers[asked.form]
    value = reader(said)
    return value, otherwise if value is None else ""


def from_day(form: Form, values: Values, today: date) -> date:
    """The day on which what changes is shown: today, or the day that the act takes effect when it is later."""
    given = values.get(form.dated)
    return max(today, given) if isinstance(given, date) else today
