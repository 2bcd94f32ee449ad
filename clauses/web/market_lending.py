"""Hours of another market that serve this one, under a convention of globalisation: the page's form, and its act.

The company that lends is named in words (a reference, a lot, a company), among what the asker may record hours of: a
list of every company of a territory would be too long to choose from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from clauses.access.queries import found, narrowed, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.dates import months_between
from clauses.errors import Conflict, NotFound
from clauses.hours import agreements
from clauses.hours.models import Allocation, Convention
from clauses.markets.lot_numbers import lot_key
from clauses.markets.models import Contractor, Lot, Market
from clauses.web.market_form import Asked, Form, Values
from clauses.words import folded


def lender_of(session: Session, scope: Scope, given: Values) -> Contractor:
    """The company that lends. Raises ``Conflict`` where none, or several, may be meant."""
    query = (
        narrowed(scope, Contractor)
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(
            col(Market.reference_key) == folded(given["marche"]),
            within(scope, Contractor, Act.CREATE, Resource.OBLIGATION),
        )
        .order_by(col(Contractor.id))
    )
    if given["lot_prete"]:
        numbers = select(Lot.id, Lot.number).join(Market, col(Market.id) == col(Lot.market_id))
        lots = session.exec(numbers.where(col(Market.reference_key) == folded(given["marche"])))
        asked = lot_key(given["lot_prete"])
        query = query.where(col(Lot.id).in_([lot for lot, number in lots if lot_key(number) == asked]))
    if given["prete"]:
        bare = "".join(given["prete"].split())
        query = query.where((col(Organisation.siret) == bare) | (col(Organisation.name_key) == folded(given["prete"])))
    held = session.exec(query).all()
    if not held:
        raise Conflict(
            "Aucun attributaire que vous suivez n'est celui-là. Vérifiez la référence du marché, le lot, l'entreprise.",
            code="markets.unknown_lender",
        )
    if len(held) > 1:
        raise Conflict(
            f"{len(held)} attributaires peuvent être celui-là : précisez le lot et l'entreprise qui prête.",
            code="markets.which_lender",
        )
    return held[0]


@dataclass(frozen=True)
class Lending:
    """Hundredths of an hour lent each month, the reference of the convention, where it is read.

    ``signed_on`` and ``lender_signed_on``: when the buyers of who borrows and of who lends signed, where it is said.
    """

    reference: str
    document: str
    months: Sequence[date]
    hours: int
    signed_on: date | None = None
    lender_signed_on: date | None = None


def _convention(session: Session, scope: Scope, lending: Lending) -> int:
    """The convention of that reference, opened if it is new."""
    reference = lending.reference
    known = session.exec(select(Convention).where(col(Convention.reference) == reference)).one_or_none()
    if known is None:
        return agreements.open_convention(session, reference=reference, source=lending.document, by=scope.author)
    if session.exec(narrowed(scope, Convention).where(col(Convention.id) == known.id)).one_or_none() is None:
        raise Conflict(
            "Cette référence sert déjà à une autre convention. Ajoutez-lui l'année, ou le territoire.",
            code="hours.reference_taken",
        )
    return known.id or 0


def _buyer(session: Session, contractor: Contractor) -> int:
    lot = session.get_one(Lot, contractor.lot_id)
    return session.get_one(Market, lot.market_id).buyer_id


def lend(session: Session, scope: Scope, lender: Contractor, borrower: Contractor, lending: Lending) -> list[int]:
    """Opens the convention if it is new, signs it as told, lends: for the page and for programs. The ids of the loans.

    Raises ``Conflict`` as the verbs do, and where the reference is that of a convention that the asker does not see.
    """
    convention = _convention(session, scope, lending)
    for side, signed_on in ((borrower, lending.signed_on), (lender, lending.lender_signed_on)):
        if signed_on is not None:
            agreements.sign_convention(
                session, convention_id=convention, buyer_id=_buyer(session, side), signed_on=signed_on, by=scope.author
            )
    return [
        agreements.lend(
            session,
            convention_id=convention,
            lender_id=lender.id or 0,
            borrower_id=borrower.id or 0,
            month=month,
            hours=lending.hours,
            by=scope.author,
        )
        for month in lending.months
    ]


def _lend(session: Session, scope: Scope, _market: int, given: Values) -> None:
    borrower = found(session, scope, Contractor, given["attributaire"], Act.CREATE, resource=Resource.OBLIGATION)
    lender = lender_of(session, scope, given)
    until = given["jusqu"] or given["mois"]
    if until < given["mois"]:
        raise Conflict("Le dernier mois précède le premier. Corrigez l'un des deux.", code="hours.months")
    months = list(months_between(given["mois"], until))
    signatures = (given["signe"], given["signe_autre"])
    lending = Lending(given["reference"], given["document"] or "", months, given["heures"], *signatures)
    lend(session, scope, lender, borrower, lending)


def _lending_market(session: Session, scope: Scope, given: Values) -> Collection[int]:
    try:
        return [session.get_one(Lot, lender_of(session, scope, given).lot_id).market_id]
    except Conflict:
        return []


LENDING = Form(
    "convention",
    "Compter des heures d'un autre marché",
    "Une convention de globalisation, signée par chaque donneur d'ordre, compte sur ce marché des heures faites sur un "
    "autre. Une heure ne compte qu'une fois : elle ne compte plus là où elle a été faite.",
    (
        Asked("reference", "Référence de la convention", required=True, longest=120),
        Asked("document", "Document", help="Par exemple délibération du 12 mars, annexe 2 : tableau d'affectation"),
        Asked("attributaire", "Attributaire de ce marché qui reçoit les heures", "contractor", required=True),
        Asked("marche", "Marché qui les prête", required=True, help="Sa référence.", longest=120),
        Asked("lot_prete", "Lot qui les prête", help="Si ce marché en a plusieurs.", longest=40),
        Asked("prete", "Entreprise qui les prête", help="Son nom ou son SIRET, si le lot en a plusieurs."),
        Asked("mois", "Mois travaillé", "month", required=True),
        Asked("jusqu", "Jusqu'au mois", "month", help="Pour plusieurs mois, autant d'heures chacun."),
        Asked("heures", "Heures par mois", "hours", required=True),
        Asked("signe", "Signée par le donneur d'ordre de ce marché le", "day", help="Si ce n'est pas déjà enregistré."),
        Asked("signe_autre", "Signée par celui de l'autre marché le", "day", help="S'il n'est pas le même."),
    ),
    _lend,
    (Resource.OBLIGATION, Act.CREATE),
    beside=_lending_market,
)


def _signed(session: Session, scope: Scope, given: Values) -> int:
    """The convention of that reference, among those that the asker sees."""
    known = session.exec(
        narrowed(scope, Convention).where(col(Convention.reference) == given["reference"])
    ).one_or_none()
    if known is None or known.id is None:
        raise Conflict("Aucune convention ne porte cette référence. Vérifiez-la.", code="hours.unknown_convention")
    return known.id


def _correct(session: Session, scope: Scope, market: int, given: Values) -> None:
    try:
        agreements.correct_signature(
            session,
            convention_id=_signed(session, scope, given),
            buyer_id=session.get_one(Market, market).buyer_id,
            signed_on=given["signe"],
            by=scope.author,
        )
    except NotFound as refusal:
        raise Conflict(refusal.message, code="hours.unknown_convention") from refusal


def _under_it(session: Session, scope: Scope, given: Values) -> Collection[int]:
    """The markets between which hours are lent under it: which of them counts them may change."""
    try:
        rows = session.exec(select(Allocation).where(col(Allocation.convention_id) == _signed(session, scope, given)))
    except Conflict:
        return []
    sides = {number for row in rows for number in (row.lender_id, row.borrower_id)}
    lots = select(Lot.market_id).join(Contractor, col(Contractor.lot_id) == col(Lot.id))
    seen = narrowed(scope, Market).where(col(Market.id).in_(lots.where(col(Contractor.id).in_(sides))))
    return [market.id or 0 for market in session.exec(seen.order_by(col(Market.id)))]


SIGNING = Form(
    "signature",
    "Corriger la signature d'une convention",
    "Le jour où le donneur d'ordre de ce marché a signé une convention de globalisation. C'est une erreur que l'on "
    "corrige, pour tous les jours : les heures prêtées comptent depuis la dernière signature.",
    (
        Asked("reference", "Référence de la convention", required=True, longest=120),
        Asked("signe", "Signée en réalité le", "day", required=True),
    ),
    _correct,
    (Resource.OBLIGATION, Act.CREATE),
    beside=_under_it,
)
