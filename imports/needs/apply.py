"""Needs recorded and the markets they may be of, read for a plan; and a plan of needs, written.

Both in the caller's transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, true
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import ends_changed
from clauses.matching.actions import record_need
from clauses.matching.locating import locate
from clauses.matching.models import NeedVersion, PostedNeed, Proposal
from clauses.matching.rules import ProposalState
from imports.needs.facts import KnownNeeds, NeedFacts, NeedKey, RecordedMarket, RecordedNeed
from imports.needs.plan import NeedsPlan


def load(session: Session, communes: Iterable[str] = (), *, today: date) -> KnownNeeds:
    """Every market with its lots and contractors, every need in its last version; which of ``communes`` are placed."""
    places = locate(session, [(name, None) for name in communes])
    nowhere = frozenset(name for (name, _), insee in places.codes.items() if insee is None)
    return KnownNeeds(_markets(session, today), _needs(session), nowhere)


def _markets(session: Session, today: date) -> dict[str, tuple[RecordedMarket, ...]]:
    lots: dict[int, dict[str, dict[str, int]]] = defaultdict(dict)
    names: dict[int, dict[int, str]] = defaultdict(dict)
    bare: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    held = (
        columns(
            col(Lot.market_id),
            col(Lot.number),
            col(Contractor.id),
            col(Organisation.siret),
            col(Organisation.name),
        )
        .join(Contractor, col(Contractor.lot_id) == col(Lot.id), isouter=True)
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id), isouter=True)
    )
    for market, number, contractor, siret, name in session.execute(held):
        holders = lots[market].setdefault(number, {})
        if contractor is not None and siret is None:
            bare[market][number] = (*bare[market].get(number, ()), name)
        elif contractor is not None:
            holders[siret] = contractor
            names[market][contractor] = name
    changed = ends_changed(session, true())
    found: dict[str, tuple[RecordedMarket, ...]] = defaultdict(tuple)
    for number, key, reference, ends_on in session.execute(
        columns(col(Market.id), col(Market.reference_key), col(Market.reference), col(Market.ends_on)).order_by(
            col(Market.id)
        )
    ):
        held_by = lots.get(number, {}), names.get(number, {}), bare.get(number, {})
        end = changed[number].on(today) if number in changed else ends_on
        found[key] += (RecordedMarket(number, reference, end, *held_by),)
    return dict(found)


def _needs(session: Session) -> dict[NeedKey, RecordedNeed]:
    counted = columns(col(Proposal.need_id), func.count()).where(col(Proposal.state) == ProposalState.RETAINED)
    retained = dict(list(session.execute(counted.group_by(col(Proposal.need_id)))))
    found: dict[NeedKey, RecordedNeed] = {}
    written = select(PostedNeed, NeedVersion).join(NeedVersion, col(NeedVersion.need_id) == col(PostedNeed.id))
    for need, version in session.exec(written.order_by(col(NeedVersion.version))):
        number = need.id or 0
        found[need.market_id, need.reference_key] = RecordedNeed(
            number, need.state, version.version, _facts(version), retained.get(number, 0)
        )
    return found


def _facts(version: NeedVersion) -> NeedFacts:
    return NeedFacts(**{name: getattr(version, name) for name in NeedFacts.__dataclass_fields__})


def apply(session: Session, plan: NeedsPlan, *, run_id: int) -> None:
    """Adds needs and versions, in the order of the file."""
    for (market, _), planned in plan.needs.items():
        record_need(
            session,
            market_id=market,
            reference=planned.reference,
            state=planned.state,
            version=planned.version,
            run_id=run_id,
            **vars(planned.facts),
            **vars(planned.place),
        )
