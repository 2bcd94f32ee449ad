"""A world for permissions: two territories, three companies on a market in each, somebody of every kind."""

from dataclasses import dataclass, field

from sqlmodel import Session, SQLModel

from clauses.accounts.models import Membership
from clauses.accounts.queries import scope_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.audit import record
from clauses.files.models import ImportRun
from clauses.hours.models import Allocation, Contract, Convention, Declaration, Line
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    FormalNotice,
    Invoice,
    Lot,
    Obligation,
    PenaltyRule,
    Shortfall,
)
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.matching.models import PostedNeed, Proposal
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Person
from clauses.proofs.models import Proof
from clauses.sites.models import (
    ActivitySheet,
    Attendance,
    FollowUp,
    Meeting,
    Mission,
    OperatorAction,
    Referral,
    VisitTask,
)
from clauses.sites.rules import MeetingKind
from tests import accounts, factories
from tests import factories_sites as sites
from tests.factories import NOON, id_of
from tests.factories_exchanges import penalty_waiver

F, S, E, O, D, P, R, A = ActorKind  # noqa: E741  # the letters of the matrix


@dataclass
class World:
    """Ids by what they are; scopes by who asks."""

    ids: dict[str, int]
    scopes: dict[str, Scope]
    users: dict[str, int] = field(default_factory=dict)


def build(session: Session) -> World:
    """Side 1 is the first territory, side 2 another one; on side 1, companies a and b share a lot's market."""
    ids: dict[str, int] = {}
    scopes: dict[str, Scope] = {}

    def join(name: str, kind: ActorKind, **values: int) -> Membership:
        member = accounts.user(session, name=f"{name} Exemple")
        held = accounts.membership(session, user_id=id_of(member), kind=kind, **values)
        scopes[name] = scope_of(session, member, NOON.date())
        ids[f"user {name}"] = id_of(member)
        return held

    other = id_of(accounts.territory(session, name="Autre pays"))
    for side, territory in (("1", 1), ("2", other)):
        buyer = factories.organisation(session, name=f"Ville {side}")
        market = factories.market(session, buyer_id=id_of(buyer))
        ids[f"buyer {side}"], ids[f"market {side}"] = id_of(buyer), id_of(market)
        if territory != 1:
            accounts.territory_market(session, market_id=id_of(market), territory_id=territory)
        for company in ("a", "b", "c"):
            name = f"{side}{company}"
            body = factories.organisation(session, name=f"Entreprise {name}")
            lot = factories.lot(session, market_id=id_of(market))
            holder = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
            owed = factories.obligation(session, contractor_id=id_of(holder), lot_id=id_of(lot))
            someone = factories.person(session, last_name=f"Exemple {name}")
            if territory != 1:
                accounts.territory_person(session, person_id=id_of(someone), territory_id=territory)
            hired = factories.contract(session, person_id=id_of(someone), employer_id=id_of(body))
            run = factories.run(session)
            declared = factories.declaration(
                session, contractor_id=id_of(holder), employer_id=id_of(body), run_id=id_of(run)
            )
            line = factories.line(session, declaration_id=id_of(declared), contract_id=id_of(hired))
            said = factories.issue(session, run_id=id_of(run))
            sent = factories.orientation(
                session, person_id=id_of(someone), prescriber=f"Mission {name}", run_id=id_of(run)
            )
            left = factories.leaving(session, person_id=id_of(someone), run_id=id_of(run))
            wanted, put = _posted(session, holder, id_of(market), id_of(someone), id_of(run))
            sender = factories.organisation(session, name=f"Mission {name}")
            member = join(f"E{name}", E, organisation_id=id_of(body), manager=True)
            accounts.deposit(
                session,
                run_id=id_of(run),
                user_id=member.user_id,
                organisation_id=id_of(body),
                territory_id=territory,
            )
            spare = accounts.user(session)
            held = accounts.membership(session, user_id=id_of(spare), kind=E, organisation_id=id_of(body))
            program = accounts.token(session, membership_id=id_of(held))
            join(f"R{name}", R, organisation_id=id_of(sender), territory_id=territory)
            guide = join(f"P{name}", P, organisation_id=id_of(sender))
            accounts.assignment(session, membership_id=id_of(guide), person_id=id_of(someone))
            operator = join(f"O{name}", O, organisation_id=id_of(sender))
            accounts.assignment(session, membership_id=id_of(operator), person_id=id_of(someone))
            accounts.lot_assignment(session, membership_id=id_of(operator), lot_id=id_of(lot))
            rows = _followed(session, id_of(sender), territory, id_of(someone), id_of(holder)) | {
                "lot": lot, "contractor": holder, "obligation": owed, "person": someone, "contract": hired,
                "declaration": declared, "line": line, "orientation": sent, "exit": left, "run": run, "body": body,
                "sender": sender, "spare": spare, "membership": held, "token": program, "issue": said,
                "need": wanted, "proposal": put,
                "penalty": factories.penalty_rule(session, contractor_id=id_of(holder)),
                "notice": factories.formal_notice(session, contractor_id=id_of(holder)),
                "shortfall": factories.shortfall(session, contractor_id=id_of(holder)),
                "waiver": penalty_waiver(session, contractor_id=id_of(holder)),
                "invoice": factories.invoice(session, contractor_id=id_of(holder)),
                "amendment": factories.amendment(session, market_id=id_of(market), lot_id=id_of(lot)),
                "closing": factories.closing(
                    session, lot_id=id_of(lot), reopened_by="Ana", reopened_at=factories.NOON
                ),
                "paper": factories.proof(session, contract_id=id_of(hired), organisation_id=id_of(body)),
            }  # fmt: skip
            ids |= {f"{word} {name}": id_of(row) for word, row in rows.items()}
        join(f"F{side}", F, territory_id=territory)
        join(f"S{side}", S, territory_id=territory)
        join(f"D{side}", D, organisation_id=id_of(buyer), manager=True)
    join("A", A)
    scopes["nobody"] = Scope(0, "personne", (), NOON.date())
    for name, asker in scopes.items():
        ids[f"act {name}"] = record(session, "try", by=asker.author, subject="test").number
    return World(ids | _lent(session, ids), scopes, {name: ids[f"user {name}"] for name in scopes if name != "nobody"})


def _lent(session: Session, ids: dict[str, int]) -> dict[str, int]:
    """Each company of a side lends hours to the next one, under a convention of their own."""
    rows: dict[str, int] = {}
    for lender, borrower in ("ab", "bc", "ca"):
        for side in "12":
            holders = {"lender_id": f"contractor {side}{lender}", "borrower_id": f"contractor {side}{borrower}"}
            lent = factories.allocation(session, **{name: ids[key] for name, key in holders.items()})
            rows |= {f"loan {side}{lender}": id_of(lent), f"convention {side}{lender}": lent.convention_id}
    return rows


def _posted(
    session: Session, holder: Contractor, market_id: int, person_id: int, run_id: int
) -> tuple[PostedNeed, Proposal]:
    """A need of a company, and somebody put forward for it."""
    need = factories.posted_need(session, market_id=market_id)
    asked = factories.need_version(session, need_id=id_of(need), contractor_id=id_of(holder), run_id=run_id)
    put = factories.proposal(session, need_id=id_of(need), person_id=person_id)
    said = factories.suggestion(session, proposal_id=id_of(put), need_version_id=id_of(asked))
    factories.proposal_decision(session, proposal_id=id_of(put), suggestion_id=id_of(said))
    return need, put


def _followed(
    session: Session, operator_id: int, territory_id: int, person_id: int, contractor_id: int
) -> dict[str, SQLModel]:
    """An action of the operator, with somebody sent, visited on the site, in mission, and a fiche de suivi."""
    opened = sites.action(session, operator_id=operator_id)
    if territory_id != 1:
        sites.territory_action(session, action_id=id_of(opened), territory_id=territory_id)
    lot_id = session.get_one(Contractor, contractor_id).lot_id
    of = {"action_id": id_of(opened), "person_id": person_id}
    visit = sites.visit(session, action_id=id_of(opened), lot_id=lot_id)
    there = sites.attendance(session, meeting_id=id_of(visit), kind=MeetingKind.SITE_VISIT, person_id=person_id)
    mission = sites.mission(session, contractor_id=contractor_id, **of)
    sheet = sites.activity_sheet(session, mission_id=id_of(mission))
    sites.activity_task(session, sheet_id=id_of(sheet))
    left = sites.visit_task(session, meeting_id=id_of(visit))
    return {
        "action": opened, "referral": sites.referral(session, **of), "meeting": visit, "attendance": there,
        "mission": mission, "sheet": sheet, "task": left, "follow-up": sites.follow_up(session, **of),
    }  # fmt: skip


EVERY = [f"{side}{company}" for side in "12" for company in "abc"]
SIDE_1 = [name for name in EVERY if name.startswith("1")]
WORDS: dict[type[SQLModel], str] = {
    Lot: "lot", Contractor: "contractor", Obligation: "obligation", Person: "person", Contract: "contract",
    Declaration: "declaration", Line: "line", Orientation: "orientation", Exit: "exit", ImportRun: "run",
    PostedNeed: "need", Proposal: "proposal", Proof: "paper", OperatorAction: "action", Referral: "referral",
    Meeting: "meeting",
    Attendance: "attendance", Mission: "mission", FollowUp: "follow-up", ActivitySheet: "sheet", VisitTask: "task",
    PenaltyWaiver: "waiver", PenaltyRule: "penalty", FormalNotice: "notice", Shortfall: "shortfall",
    Invoice: "invoice", Amendment: "amendment", Closing: "closing",
    Allocation: "loan", Convention: "convention",
}  # fmt: skip


SITE: tuple[type[SQLModel], ...] = (
    OperatorAction,
    Referral,
    Meeting,
    Attendance,
    Mission,
    FollowUp,
    ActivitySheet,
    VisitTask,
)


def of(names: list[str], *tables: type[SQLModel]) -> dict[type[SQLModel], list[str]]:
    return {table: list(names) for table in tables}


EVENTS: tuple[type[SQLModel], ...] = (PenaltyRule, FormalNotice, Shortfall, Invoice, Amendment, Closing)
LENT: tuple[type[SQLModel], ...] = (Allocation, Convention)
"""Of two companies: 1a lends to 1b, and borrows from 1c."""

SEEN: dict[str, dict[type[SQLModel], list[str]]] = {
    "F1": of(SIDE_1, *WORDS),
    "S1": of(SIDE_1, *WORDS),
    "E1a": of(
        ["1a"],
        Proof,
        Lot,
        Contractor,
        Obligation,
        *EVENTS,
        Person,
        Contract,
        Declaration,
        Line,
        ImportRun,
        PostedNeed,
        Proposal,
        Meeting,
        Attendance,
        Mission,
        ActivitySheet,
        VisitTask,
    )
    | of(["1a", "1c"], *LENT),
    "O1a": of(
        ["1a"],
        Lot,
        Contractor,
        Obligation,
        *EVENTS,
        Person,
        Contract,
        Declaration,
        Line,
        Orientation,
        Exit,
        PostedNeed,
        Proposal,
        *SITE,
    )
    | of(["1a", "1c"], *LENT),
    "D1": of(SIDE_1, Lot, Contractor, Obligation, *EVENTS, PenaltyWaiver, *LENT),
    "P1a": of(["1a"], Lot, Contractor, Person, Contract, Declaration, Line, Orientation, Exit, Proposal, Proof, *SITE),
    "R1a": of(["1a"], Person, Orientation, Exit),
    "A": of(EVERY, Lot, Contractor),
    "nobody": {},
}
