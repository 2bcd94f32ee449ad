"""Which acts of the journal somebody reads: by what each act is about, then by who did it.

An act about a row of a market, a person, a file or an account is of the territory where that row is, whoever acted and
however they signed (an account, a program's token, a company's deposit). An act about nothing that has a place (a
month, a refused address) is of the territory of the account that signed it. The first territory keeps what is in no
other one, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, not_, or_, select, true
from sqlmodel import SQLModel, col

from clauses.access import conditions as on
from clauses.accounts.keys import Token
from clauses.accounts.matrix import Reach
from clauses.accounts.models import (
    Assignment,
    BreakGlass,
    Membership,
    Territory,
    TerritoryMarket,
    TerritoryPerson,
    User,
)
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Standing
from clauses.audit import Journal
from clauses.files.models import ImportRun
from clauses.hours.models import Allocation, Contract, CountingRule, Declaration, Line
from clauses.markets.draft_models import MarketDraft
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    Derogation,
    FormalNotice,
    Grouping,
    Invoice,
    Lot,
    Market,
    MentionCheck,
    Obligation,
    PenaltyRule,
    Shortfall,
)
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.matching.models import PostedNeed, Proposal
from clauses.pathways.models import Exit
from clauses.people.models import Evidence, Opinion, Orientation, Person
from clauses.proofs.models import Proof
from clauses.questions.models import Question
from clauses.sites.models import (
    ActivitySheet,
    Attendance,
    AttendanceSignature,
    FollowUp,
    FollowUpSending,
    Meeting,
    Mission,
    Referral,
    TerritoryAction,
    VisitTask,
)

Condition = ColumnElement[bool]

PLACED: Final[Mapping[str, tuple[type[SQLModel], str, str]]] = {
    "lot": (Lot, "market_id", "market"),
    "contractor": (Contractor, "lot_id", "lot"),
    "obligation": (Obligation, "lot_id", "lot"),
    "closing": (Closing, "lot_id", "lot"),
    "grouping": (Grouping, "lot_id", "lot"),
    "amendment": (Amendment, "market_id", "market"),
    "derogation": (Derogation, "market_id", "market"),
    "mention_check": (MentionCheck, "market_id", "market"),
    "counting_rule": (CountingRule, "market_id", "market"),
    "market_draft": (MarketDraft, "run_id", "import_run"),
    "exchange": (Exchange, "contractor_id", "contractor"),
    "counterpart": (Counterpart, "contractor_id", "contractor"),
    "invoice": (Invoice, "contractor_id", "contractor"),
    "penalty_rule": (PenaltyRule, "contractor_id", "contractor"),
    "formal_notice": (FormalNotice, "contractor_id", "contractor"),
    "penalty_waiver": (PenaltyWaiver, "contractor_id", "contractor"),
    "shortfall": (Shortfall, "contractor_id", "contractor"),
    "allocation": (Allocation, "lender_id", "contractor"),
    "declaration": (Declaration, "contractor_id", "contractor"),
    "line": (Line, "declaration_id", "declaration"),
    "contract": (Contract, "person_id", "person"),
    "orientation": (Orientation, "person_id", "person"),
    "exit": (Exit, "person_id", "person"),
    "evidence": (Evidence, "person_id", "person"),
    "opinion": (Opinion, "person_id", "person"),
    "referral": (Referral, "person_id", "person"),
    "follow_up": (FollowUp, "person_id", "person"),
    "follow_up_sending": (FollowUpSending, "follow_up_id", "follow_up"),
    "meeting": (Meeting, "action_id", "operator_action"),
    "visit_task": (VisitTask, "meeting_id", "meeting"),
    "mission": (Mission, "person_id", "person"),
    "activity_sheet": (ActivitySheet, "mission_id", "mission"),
    "attendance": (Attendance, "person_id", "person"),
    "attendance_signature": (AttendanceSignature, "attendance_id", "attendance"),
    "need": (PostedNeed, "market_id", "market"),
    "proposal": (Proposal, "need_id", "need"),
    "question": (Question, "run_id", "import_run"),
    "token": (Token, "membership_id", "membership"),
    "assignment": (Assignment, "membership_id", "membership"),
}
"""Subject of an act → its table, and the column that says where it is, by the subject that this one leads to."""

_OF_ONE: Final[Mapping[str, tuple[type[SQLModel], Mapping[str, str]]]] = {
    "proof": (
        Proof,
        {
            "evidence_id": "evidence",
            "contract_id": "contract",
            "declaration_id": "declaration",
            "exit_id": "exit",
            "meeting_id": "meeting",
        },
    ),
}
"""Subjects of one thing among several: each column that may say where it is, by the subject that it leads to."""

_BY_TERRITORY: Final[Mapping[str, tuple[Any, Any]]] = {
    "market": (TerritoryMarket.market_id, TerritoryMarket.territory_id),
    "person": (TerritoryPerson.person_id, TerritoryPerson.territory_id),
    "operator_action": (TerritoryAction.action_id, TerritoryAction.territory_id),
    "break_glass": (BreakGlass.id, BreakGlass.territory_id),
    "territory": (Territory.id, Territory.id),
}
"""Subjects whose territory is written: the column of their number, and that of the territory."""

_REMOVED: Final[Mapping[str, type[SQLModel]]] = {
    "market": Market,
    "lot": Lot,
    "contractor": Contractor,
    "grouping": Grouping,
    "amendment": Amendment,
    "person": Person,
    "contract": Contract,
    "proof": Proof,
}
"""Subjects whose rows may go away, in no territory any more: a draft taken back, two records of one person, papers of
somebody made anonymous."""

SUBJECTS: Final = frozenset({*PLACED, *_OF_ONE, *_BY_TERRITORY, "import_run", "user", "membership"})
"""Subjects of acts that have a place, by themselves or by what they are of."""


def journal(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Acts: one's own, those of one's body, those of one's territory."""
    member = select(col(Membership.user_id))
    match reach, standing.kind:
        case Reach.ACTS, _:
            return _signed_by(col(User.id).in_(member.where(col(Membership.id) == standing.membership_id)))
        case Reach.TERRITORY, _:
            return _of_territory(standing)
        case (Reach.OWN, _) | (Reach.NAMELESS, ActorKind.D):
            ours = member.where(col(Membership.organisation_id) == standing.organisation_id)
            return _signed_by(col(User.id).in_(ours))
        case Reach.NAMELESS, ActorKind.A:
            return true()
        case _:
            return false()


def _of_territory(standing: Standing) -> Condition:
    number, subject = col(Journal.subject_id), col(Journal.subject)
    numbered = number.is_not(None)
    placed = and_(subject.in_(sorted(SUBJECTS)), numbered, not_(or_(*_gone(subject, number))))
    # What is in a territory is listed for a later one; what is in the later ones, for the first: it is the short list.
    # Without a number, « in » is neither true nor false, and its contrary too: nobody would read the act.
    listed = [and_(subject == name, numbered, number.in_(_listed(name, standing))) for name in sorted(SUBJECTS)]
    signed = _signed_by(col(User.id).in_(_listed("user", standing)))
    if standing.territory_id == FIRST_TERRITORY:
        return not_(or_(*listed, and_(not_(placed), signed)))
    return or_(*listed, and_(not_(placed), signed))


def _gone(subject: Any, number: Any) -> Iterator[Condition]:
    """Acts about a row that is no more: they are read where their signer is, and not by everybody of the first one."""
    for name, table in _REMOVED.items():
        own: Any = getattr(table, "id")  # noqa: B009  # every table has one
        yield and_(subject == name, number.is_not(None), ~exists().where(col(own) == number))


def _listed(subject: str, standing: Standing) -> Any:
    """The rows of the standing's territory; for the first one, those of the others."""
    if subject in _BY_TERRITORY:
        key, territory = _BY_TERRITORY[subject]
        return select(col(key)).where(_there(territory, standing))
    match subject:
        case "import_run":
            return select(col(ImportRun.id)).where(on.run_listed(standing))
        case "user":
            return _held(col(Membership.user_id), standing)
        case "membership":
            return _held(col(Membership.id), standing)
    if subject in _OF_ONE:
        held, columns = _OF_ONE[subject]
        there = [col(getattr(held, name)).in_(_listed(above, standing)) for name, above in columns.items()]
        return select(col(getattr(held, "id"))).where(or_(*there))  # noqa: B009  # every table has one
    table, column, above = PLACED[subject]
    own: Any = getattr(table, "id")  # noqa: B009  # every table has one
    return select(col(own)).where(col(getattr(table, column)).in_(_listed(above, standing)))


def _held(column: Any, standing: Standing) -> Any:
    """Of capacities: those of the territory; for the first one, those that have a place, and not also in the first."""
    here = select(column).where(on.member_here(standing))
    if standing.territory_id != FIRST_TERRITORY:
        return here
    return select(column).where(on.member_placed(), column.not_in(here))


def _there(territory: Any, standing: Standing) -> Condition:
    first = standing.territory_id == FIRST_TERRITORY
    there: Condition = col(territory) != FIRST_TERRITORY if first else col(territory) == standing.territory_id
    return there


def _signed_by(those: Condition) -> Condition:
    """Acts that end with the signature of such an account (`User.author`), alone or behind a program or a company."""
    number = cast(col(User.id), String)
    signed = [
        col(Journal.author).like("%(compte " + number + ")"),
        col(Journal.author).like("%compte " + number + "))"),
    ]
    return exists().where(those, or_(*signed))
