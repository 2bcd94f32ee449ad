"""What each form of a market recorded so far, in sentences, and where the undoing of what may be undone is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from clauses.access.queries import narrowed, within
from clauses.access.withdrawing import withdrawable
from clauses.accounts.matrix import Act
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.dates import french_day, of_month
from clauses.hours.models import CountingRule
from clauses.hours.queries import counting_rules
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    FormalNotice,
    Grouping,
    Invoice,
    Lot,
    PenaltyRule,
    Shortfall,
)
from clauses.markets.obligations import euros
from clauses.markets.rules import Rewriting
from clauses.people.publics import listed
from clauses.quantities import french, french_hours
from clauses.web import market_reads
from clauses.web.market_loans import Lent, loans
from clauses.web.market_waivers import WAIVING
from clauses.web.market_waivers import recorded as waivers_recorded

Said = tuple[str, str]
"""A sentence, and where its undoing is sent; empty where nothing undoes it but another record."""


def recorded(session: Session, scope: Scope, path: str, market_id: int) -> Sequence[tuple[str, Sequence[str]]]:
    """What the form of that path recorded of a market, the last first, each with where what may be done of it is sent.

    The asker may record it: they read it.
    """
    if path == WAIVING.path:
        return waivers_recorded(session, scope, market_id)
    reader = _READERS.get(path)
    found = [] if reader is None else reader(session, scope, market_id)
    return [(sentence, [address] if address else []) for sentence, address in found]


def _invoices(session: Session, scope: Scope, market_id: int) -> list[Said]:
    rows = session.exec(
        _of_lots(narrowed(scope, Invoice, Act.MODIFY), Invoice.contractor_id, market_id)
        .where(col(Invoice.withdrawn_at).is_(None))
        .order_by(col(Invoice.invoiced_on).desc(), col(Invoice.id).desc())
    )
    return [(f"Facture {row.number} du {french_day(row.invoiced_on)}", f"/factures/{row.id}/retrait") for row in rows]


def _of_lots(query: Any, holder: Any, market_id: int) -> Any:
    return (
        query.join(Contractor, col(Contractor.id) == col(holder))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .where(col(Lot.market_id) == market_id)
    )


def _closings(session: Session, scope: Scope, market_id: int) -> list[Said]:
    closed = session.exec(
        select(Closing, Lot)
        .join(Lot, col(Lot.id) == col(Closing.lot_id))
        .where(col(Lot.market_id) == market_id, col(Closing.reopened_at).is_(None), within(scope, Closing, Act.MODIFY))
    )
    return [
        (f"Lot {lot.number}, clos le {french_day(row.closed_on)}", f"/lots/{lot.id}/reouverture") for row, lot in closed
    ]


def _amendments(session: Session, scope: Scope, market_id: int) -> list[Said]:
    theirs = select(Amendment.id).where(col(Amendment.market_id) == market_id, withdrawable(scope))
    open_to_them = set(session.exec(theirs))
    return [
        (f"{row.kind.label} du {french_day(row.effective_on)}", f"/modifications/{row.id}/retrait")
        for row in market_reads.amendments(session, scope, market_id)
        if row.withdrawn_at is None and row.id in open_to_them
    ]


def _groupings(session: Session, _scope: Scope, market_id: int) -> list[Said]:
    rows = session.exec(
        select(Grouping, Lot)
        .join(Lot, col(Lot.id) == col(Grouping.lot_id))
        .where(col(Lot.market_id) == market_id)
        .order_by(col(Lot.id), col(Grouping.version).desc())
    )
    return [
        (f"Lot {lot.number} : {row.kind.label.lower()}{_since(row.in_force_on, row.source)}", "") for row, lot in rows
    ]


def _since(day: Any, source: str) -> str:
    since = f"depuis le {french_day(day)}" if day else "depuis le début du marché"
    return f", {since}{f' ({source})' if source else ''}"


def _rules(session: Session, _scope: Scope, market_id: int) -> list[Said]:
    numbers = select(col(CountingRule.market_id)).where(col(CountingRule.market_id) == market_id)
    found: list[Said] = []
    for rule in reversed(counting_rules(session, numbers).get(market_id, [])):
        parts = ["formation comptée" if rule.training_counts else "formation non comptée"]
        parts += ["éligibilité à établir par une pièce"] if rule.proof_required else []
        parts += [f"publics : {listed(rule.publics)}"] if rule.publics else []
        parts += [f"éligibilité {rule.eligibility_months} mois"] if rule.eligibility_months else []
        parts += [f"{rule.person_months} mois par personne"] if rule.person_months else []
        parts += [f"{french_hours(rule.person_hours)} par personne"] if rule.person_hours is not None else []
        parts += [f"{kind.value} {months} mois" for kind, months in sorted(rule.kind_months.items())]
        words = ", ".join(parts)
        found.append((f"{words[:1].upper()}{words[1:]}{_since(rule.in_force_on, rule.source)}", ""))
    return found


def _penalties(session: Session, _scope: Scope, market_id: int) -> list[Said]:
    rows = session.exec(
        _named(
            select(PenaltyRule, col(Organisation.name), col(Lot.number)), PenaltyRule.contractor_id, market_id
        ).order_by(col(PenaltyRule.contractor_id), col(PenaltyRule.version).desc())
    )
    return [(f"{name}, lot {lot} : {_price(row)}{_since(row.in_force_on, row.source)}", "") for row, name, lot in rows]


def _price(row: PenaltyRule) -> str:
    if row.cents_per_hour is not None:
        parts = [f"{euros(row.cents_per_hour)} l'heure"]
    else:
        parts = [f"{french(row.multiple or 0)} fois {(row.reference_rate or '').replace('_', ' ')} l'heure"]
    parts += [f"{euros(row.cents_per_late_day)} par jour de retard"] if row.cents_per_late_day is not None else []
    parts += [f"au plus {euros(row.cap_cents)}"] if row.cap_cents is not None else []
    return ", ".join(parts)


def _named(query: Any, holder: Any, market_id: int) -> Any:
    return _of_lots(query, holder, market_id).join(
        Organisation, col(Organisation.id) == col(Contractor.organisation_id)
    )


def _notices(session: Session, _scope: Scope, market_id: int) -> list[Said]:
    rows = session.exec(
        _named(
            select(FormalNotice, col(Organisation.name), col(Lot.number)), FormalNotice.contractor_id, market_id
        ).order_by(col(FormalNotice.served_on).desc(), col(FormalNotice.id).desc())
    )
    return [
        (f"{name}, lot {lot} : {row.about or 'justificatifs'}, mise en demeure du {french_day(row.served_on)}, "
         + (f"reçus le {french_day(row.received_on)}" if row.received_on else "pas encore reçus"), "")
        for row, name, lot in rows
    ]  # fmt: skip


def _shortfalls(session: Session, _scope: Scope, market_id: int) -> list[Said]:
    rows = session.exec(
        _named(select(Shortfall, col(Organisation.name), col(Lot.number)), Shortfall.contractor_id, market_id).order_by(
            col(Shortfall.stated_on).desc(), col(Shortfall.id).desc()
        )
    )
    return [
        (f"{name}, lot {lot}, le {french_day(row.stated_on)} : {row.motive.label.lower()} ({row.details})", "")
        for row, name, lot in rows
    ]


def _loans(session: Session, scope: Scope, market_id: int) -> list[Said]:
    return [
        (_lent(each), f"/prets/{each.id}/retrait" if each.both else "")
        for each in loans(session, scope, market_id)
        if not each.withdrawn
    ]


def _lent(each: Lent) -> str:
    moved = f"{french_hours(each.hours)} {of_month(each.month)}, de {each.lender} à {each.borrower}"
    return f"{each.convention} : {moved}{'' if each.signed else ' (pas signée par tous)'}"


def _companies(session: Session, _scope: Scope, market_id: int) -> list[Said]:
    columns = (col(Organisation.name), col(Lot.number), col(Contractor.role))
    query = _named(select(ContractorBefore, *columns), ContractorBefore.contractor_id, market_id)
    rows = session.exec(query.order_by(col(ContractorBefore.id).desc()))
    return [
        (f"{name}, lot {lot} : {row.role.label.lower()} jusqu'au {french_day(row.until)}, puis {role.label.lower()}"
         if row.rewriting is Rewriting.CHANGE else
         f"{name}, lot {lot} : corrigé le {french_day(row.until)}, « {row.role.label.lower()} » avant", "")
        for row, name, lot, role in rows
    ]  # fmt: skip


_READERS: Mapping[str, Callable[[Session, Scope, int], list[Said]]] = {
    "facture": _invoices,
    "cloture": _closings,
    "avenant": _amendments,
    "transfert": _amendments,
    "groupement": _groupings,
    "comptage": _rules,
    "penalite": _penalties,
    "mise-en-demeure": _notices,
    "justificatifs": _notices,
    "ecart": _shortfalls,
    "entreprise": _companies,
    "convention": _loans,
}
