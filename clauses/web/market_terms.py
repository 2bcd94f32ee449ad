"""What a market says of its hours, recorded by hand: who answers for a lot, what counts, what missing hours cost."""

from __future__ import annotations

import re

from sqlmodel import Session

from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict
from clauses.hours.agreements import set_counting
from clauses.markets import events
from clauses.markets.rewriting import rewrite_contractor, rewrite_lot
from clauses.markets.rules import GroupingKind
from clauses.markets.terms import set_penalty
from clauses.people.publics import Criterion
from clauses.reference.rules import ContractKind, Nature, Role
from clauses.web.market_form import Asked, Form, Values

_MAY = (Resource.OBLIGATION, Act.CREATE)
_YES = (("non", "Non"), ("oui", "Oui"))
_SINCE = Asked("date", "À partir du", "day", help="Vide : depuis le début du marché.")
_SOURCE = Asked("source", "D'où vient la règle", required=True, help="Par exemple CCAP, article 16.1")
_OF = Asked("attributaire", "Attributaire", "contractor", required=True)


def _group(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.group(
        session,
        lot_id=given["lot"],
        kind=GroupingKind(given["sorte"]),
        in_force_on=given["date"],
        source=given["source"],
        by=scope.author,
    )


def kinds_said(text: str) -> dict[ContractKind, int]:
    """« CDI 48 ; CPRO 24 » → months by kind of contract. Raises ``Conflict`` for what is not understood."""
    found: dict[ContractKind, int] = {}
    for part in re.split(r"[;,]", text):
        said = re.fullmatch(r"\s*([A-Za-zÉé_ ]+?)\s*:?\s*(\d{1,4})(?:\s*mois)?\s*", part)
        named = said[1].upper() if said else ""
        kind = next((kind for kind in ContractKind if named in (kind.value, kind.label.upper())), None)
        if said is None or kind is None or not int(said[2]):
            raise Conflict(
                f"« {part.strip()[:40]} » n'est pas compris. Écrivez par exemple CDI 48 ; CPRO 24, en mois.",
                code="hours.kinds",
            )
        found[kind] = int(said[2])
    return found


def _count(session: Session, scope: Scope, market: int, given: Values) -> None:
    set_counting(
        session,
        market_id=market,
        in_force_on=given["date"],
        publics=frozenset(map(Criterion, given["publics"])) if given["publics"] else None,
        training_counts=given["formation"] == "oui",
        proof_required=given["piece"] == "oui",
        eligibility_months=given["eligibilite"],
        person_months=given["personne"],
        person_hours=given["heures"],
        kind_months=kinds_said(given["contrats"]) if given["contrats"] else None,
        source=given["source"],
        by=scope.author,
    )


def _penalty(session: Session, scope: Scope, _market: int, given: Values) -> None:
    set_penalty(
        session,
        contractor_id=given["attributaire"],
        in_force_on=given["date"],
        cents_per_hour=given["heure"],
        multiple=given["multiple"],
        reference_rate=given["taux"],
        cents_per_late_day=given["jour"],
        cap_cents=given["plafond"],
        source=given["source"],
        by=scope.author,
    )


def _notice(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.serve_notice(
        session, contractor_id=given["attributaire"], served_on=given["date"], about=given["objet"], by=scope.author
    )


def _received(session: Session, scope: Scope, _market: int, given: Values) -> None:
    events.receive_proofs(session, notice_id=given["mise_en_demeure"], received_on=given["date"], by=scope.author)


def _company(session: Session, scope: Scope, _market: int, given: Values) -> None:
    values = {"role": Role(given["role"])} | ({} if given["pour"] is None else {"credits_id": given["pour"]})
    corrects = given["correction"] == "oui"
    rewrite_contractor(
        session, given["attributaire"], on=given["date"], today=scope.today, by=scope.author, correction=corrects,
        **values,
    )  # fmt: skip


def _lot(session: Session, scope: Scope, _market: int, given: Values) -> None:
    said = {"title": given["titre"], "sector": given["secteur"], "nature": given["nature"] and Nature(given["nature"])}
    rewrite_lot(
        session, given["lot"], by=scope.author, **{name: value for name, value in said.items() if value is not None}
    )


TERMS = (
    Form(
        "lot",
        "Corriger un lot",
        "Ce qui est laissé vide ne change pas. L'ancienne valeur reste au journal.",
        (
            Asked("lot", "Lot", "lot", required=True),
            Asked("titre", "Intitulé"),
            Asked("secteur", "Secteur d'activité"),
            Asked("nature", "Nature", "choice", choices=tuple((nature.value, nature.label) for nature in Nature)),
        ),
        _lot,
        (Resource.MARKET, Act.MODIFY),
    ),
    Form(
        "entreprise",
        "Changer le rôle d'une entreprise",
        "Titulaire, cotraitante ou sous-traitante ; les heures d'une sous-traitante créditent qui sous-traite. Un "
        "changement vaut à partir de son jour, une erreur se corrige pour tous les jours.",
        (
            _OF,
            Asked("role", "Rôle", "choice", required=True, choices=tuple((role.value, role.label) for role in Role)),
            Asked("pour", "Sous-traite pour", "contractor", help="Pour une sous-traitante."),
            Asked("date", "À partir du", "day", required=True, help="Un jour passé, ou aujourd'hui."),
            Asked("correction", "C'était une erreur", "choice", required=True, choices=_YES),
        ),
        _company,
        (Resource.MARKET, Act.MODIFY),
        dated="date",
    ),
    Form(
        "groupement",
        "Dire comment un groupement répond d'un lot",
        "Solidaire, le lot est jugé dans son ensemble ; conjoint, chaque entreprise répond de ses heures.",
        (
            Asked("lot", "Lot", "lot", required=True),
            Asked("sorte", "Groupement", "choice", required=True,
                  choices=tuple((kind.value, kind.label) for kind in GroupingKind)),
            _SINCE,
            _SOURCE,
        ),
        _group,
        _MAY,
        dated="date",
    ),
    Form(
        "comptage",
        "Dire quelles heures comptent",
        "Ce que le marché ne borne pas compte. Une nouvelle règle vaut pour les mois à partir de son jour ; les mois "
        "d'avant restent comptés comme ils l'étaient.",
        (
            _SINCE,
            Asked("publics", "Publics qui comptent", "several",
                  choices=tuple((one.value, one.label) for one in Criterion),
                  help="Aucun coché : ceux que le marché nomme, ou tous s'il n'en nomme pas."),
            Asked("formation", "Les heures de formation comptent", "choice", required=True, choices=_YES),
            Asked("piece", "Une pièce doit établir l'éligibilité", "choice", required=True, choices=_YES),
            Asked("eligibilite", "Durée de l'éligibilité, en mois depuis l'embauche", "months"),
            Asked("personne", "Durée admise par personne, en mois", "months"),
            Asked("heures", "Heures admises par personne", "hours"),
            Asked("contrats", "Durée admise par type de contrat, en mois", help="Par exemple CDI 48 ; CPRO 24"),
            _SOURCE,
        ),
        _count,
        _MAY,
        dated="date",
    ),
    Form(
        "penalite",
        "Dire ce que coûte une heure manquante",
        "L'application simule une pénalité ; elle ne la notifie jamais. Un montant par heure, ou un multiple d'un taux "
        "de référence daté. Ce qui n'est pas redit du jour de retard et du plafond ne change pas.",
        (
            _OF,
            _SINCE,
            Asked("heure", "Par heure manquante", "euros", help="Par exemple 60"),
            Asked("multiple", "Ou combien de fois un taux de référence", "times", help="Par exemple 3"),
            Asked("taux", "Taux de référence", "rate"),
            Asked("jour", "Par jour de retard des justificatifs", "euros", help="Compté depuis la mise en demeure."),
            Asked("plafond", "Plafond, les deux ensemble", "euros"),
            _SOURCE,
        ),
        _penalty,
        _MAY,
        dated="date",
    ),
    Form(
        "mise-en-demeure",
        "Enregistrer une mise en demeure",
        "Elle réclame des justificatifs ; la pénalité par jour court de ce jour à celui où ils arrivent. L'application "
        "ne l'envoie pas.",
        (
            _OF,
            Asked("date", "Envoyée le", "day", required=True),
            Asked("objet", "Justificatifs demandés", required=True),
        ),
        _notice,
        _MAY,
    ),
    Form(
        "justificatifs",
        "Enregistrer des justificatifs reçus",
        "La pénalité de la mise en demeure s'arrête ce jour-là.",
        (
            Asked("mise_en_demeure", "Mise en demeure", "notice", required=True),
            Asked("date", "Reçus le", "day", required=True),
        ),
        _received,
        _MAY,
    ),
)  # fmt: skip
