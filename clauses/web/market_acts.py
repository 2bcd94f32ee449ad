"""What happens to a market once signed, recorded by hand: amended, invoiced, transferred, closed, checked."""

from __future__ import annotations

from sqlmodel import Session

from clauses.accounts.actions import add_organisations
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict
from clauses.markets import events
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, DerogationMotive, Mention, ShortfallMotive
from clauses.markets.transfers import transfer
from clauses.web.market_form import Asked, Form, Values
from clauses.web.new_market_pages import known_body

_KINDS = [kind for kind in AmendmentKind if kind is not AmendmentKind.TRANSFERT]


def _amend(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.amend(
        session,
        lot_id=given["lot"],
        kind=AmendmentKind(given["sorte"]),
        effective_on=given["date"],
        subject=given["objet"],
        number=given["numero"],
        contractor_id=given["attributaire"],
        hours=_formula(given),
        amount_cents=given["montant"],
        ends_on=given["fin"],
        by=scope.author,
    )


def _formula(given: Values) -> Formula | None:
    """The hours typed: a volume, or one hour for so many euros invoiced, above a threshold."""
    if given["par"] is None:
        if given["seuil"] is not None:
            raise Conflict("Un seuil va avec un montant par heure. Remplissez les deux.", code="markets.formula")
        return None if given["heures"] is None else Formula.fixed(given["heures"])
    if given["heures"] is not None or given["par"] <= 0 or (given["seuil"] or 0) < 0:
        raise Conflict(
            "Donnez un nombre d'heures, ou un montant facturé par heure et son seuil : pas les deux, rien de négatif.",
            code="markets.formula",
        )
    return Formula.per_euro(given["par"], given["seuil"] or 0)


def _invoice(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.invoice(
        session,
        contractor_id=given["attributaire"],
        number=given["numero"],
        invoiced_on=given["date"],
        cents=given["montant"],
        by=scope.author,
    )


def _transfer(session: Session, scope: Scope, _market: int, given: Values) -> None:
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
        by=scope.author,
    )


def _close(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.close(session, lot_id=given["lot"], closed_on=given["date"], reason=given["objet"], by=scope.author)


def _explain(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.state_shortfall(
        session,
        contractor_id=given["attributaire"],
        stated_on=given["date"],
        motive=ShortfallMotive(given["motif"]),
        details=given["details"],
        by=scope.author,
    )


def _derogate(session: Session, scope: Scope, market: int, given: Values) -> None:
    motive = DerogationMotive(given["motif"])
    events.derogate(session, market_id=market, motive=motive, details=given["details"], by=scope.author)


def _mention(session: Session, scope: Scope, market: int, given: Values) -> None:
    events.check_mention(
        session,
        market_id=market,
        mention=Mention(given["mention"]),
        given=given["donnee"] == "oui",
        place=given["endroit"] or "",
        by=scope.author,
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
            Asked("par", "Ou 1 h par … facturés, hors taxes", "euros", help="Par exemple 2 000, au lieu d'un nombre."),
            Asked("seuil", "Seulement au-delà de", "euros", help="Par exemple 2 700 000"),
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
