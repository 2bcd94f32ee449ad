"""Rows for tests: small, valid and invented. Give only the columns that the test is about.

Each function adds one row (and the rows it needs) in the caller's session and returns it, with its id.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from clauses.accounts.models import Organisation
from clauses.files.models import ImportIssue, ImportRun, LayoutCorrection, StoredFile
from clauses.files.papers import PaperForm
from clauses.files.rules import FileKind, Severity
from clauses.hours.models import (
    Allocation,
    Contract,
    ContractCap,
    Convention,
    CountingRule,
    Declaration,
    Line,
    LockedMonth,
    Signature,
    Submission,
)
from clauses.hours.rules import DeclarationState, LineState
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
from clauses.markets.rules import (
    AmendmentKind,
    DerogationMotive,
    GroupingKind,
    Mention,
    ObligationKind,
    ShortfallMotive,
)
from clauses.matching.models import (
    NeedVersion,
    PostedNeed,
    Proposal,
    ProposalDecision,
    Suggestion,
    WeightsVersion,
)
from clauses.matching.rules import ProposalState, Verdict
from clauses.pathways.models import Exit
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.people.models import Evidence, Opinion, Orientation, Participation, Person, Residence
from clauses.people.publics import Criterion
from clauses.people.rules import Name, Sector
from clauses.proofs.models import Proof
from clauses.proofs.rules import ProofKind
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind
from clauses.reference.rules import ContractKind, EmployerKind, Nature, Role
from clauses.words import folded

R = TypeVar("R", bound=SQLModel)

NOON = datetime(2023, 4, 3, 12, 0, tzinfo=UTC)
_numbers = count(1)


def id_of(row: SQLModel) -> int:
    """The id of a stored row, as an `int`."""
    number: int | None = getattr(row, "id", None)
    assert number is not None, "the row is not stored yet"
    return number


def _add(session: Session, table: type[R], defaults: dict[str, Any], values: dict[str, Any]) -> R:
    row = table(**{**defaults, **values})
    session.add(row)
    session.flush()
    return row


def _parent(values: dict[str, Any], column: str, make: Callable[[], SQLModel]) -> None:
    """The row above, made only where the test did not give one."""
    if column not in values:
        values[column] = id_of(make())


def siret(number: int) -> str:
    """Fourteen digits, different for each number; not the number of a real company."""
    return f"999{number:011d}"


def organisation(session: Session, **values: Any) -> Organisation:
    """A body with a SIRET; ``siret=None`` for one known by its name only."""
    number = next(_numbers)
    name = values.get("name", f"Bâti Bourgogne {number}")
    defaults = {
        "name": name,
        "name_key": folded(name),
        "siret": siret(number),
        "employer_kind": EmployerKind.ENTREPRISE,
    }
    return _add(session, Organisation, defaults, values)


def person(session: Session, **values: Any) -> Person:
    """Someone with a name and a birth date; the keys follow the name."""
    number = next(_numbers)
    last, first = values.get("last_name", f"Exemple {number}"), values.get("first_name", "Camille")
    name = Name.of(last, first)
    defaults = {
        "last_name": last,
        "first_name": first,
        "last_key": name.last,
        "first_key": name.first,
        "birth_date": date(1985, 3, 12),
    }
    return _add(session, Person, defaults, values)


def stored_file(session: Session, **values: Any) -> StoredFile:
    """A file kept under its (invented) SHA-256."""
    defaults = {"sha256": f"{next(_numbers):064x}", "size": 1234, "stored_at": NOON}
    return _add(session, StoredFile, defaults, values)


def run(session: Session, **values: Any) -> ImportRun:
    """One reading of one file."""
    _parent(values, "stored_file_id", lambda: stored_file(session))
    defaults = {"kind": FileKind.HOURS, "file_name": "heures-2023-04.xlsx", "author": "Bâti Bourgogne", "at": NOON}
    return _add(session, ImportRun, defaults, values)


def issue(session: Session, **values: Any) -> ImportIssue:
    """One thing said of one cell."""
    _parent(values, "run_id", lambda: run(session))
    defaults = {
        "severity": Severity.ERROR,
        "code": "hours.not_a_number",
        "message": "Ligne 14 : « abc » n'est pas un nombre d'heures.",
    }
    return _add(session, ImportIssue, defaults, values)


def layout_correction(session: Session, **values: Any) -> LayoutCorrection:
    """A column of a sender's files that somebody named."""
    defaults = {
        "sender": f"file:heures {next(_numbers)}",
        "kind": FileKind.HOURS,
        "shape": "a" * 64,
        "header": "Qté prestée",
        "header_key": "quantite prestee",
        "field": "hours",
        "author": "Facilitatrice",
        "at": NOON,
    }
    return _add(session, LayoutCorrection, defaults, values)


def question(session: Session, **values: Any) -> Question:
    """A doubt about somebody, not settled."""
    number = next(_numbers)
    defaults = {"kind": QuestionKind.SAME_PERSON, "key": f"#{number}", "subject": "{}", "asked_at": NOON}
    return _add(session, Question, defaults, values)


def residence(session: Session, **values: Any) -> Residence:
    """Where someone lived from a day on."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.PEOPLE))
    defaults = {"since": date(2022, 9, 1), "commune": "Dijon", "sheet": "Feuil1", "row": 2}
    return _add(session, Residence, defaults, values)


def participation(session: Session, **values: Any) -> Participation:
    """A time in the PLIE, open unless ``ends_on`` is given."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.PEOPLE))
    return _add(session, Participation, {"starts_on": date(2022, 9, 1), "sheet": "Feuil1", "row": 2}, values)


def orientation(session: Session, **values: Any) -> Orientation:
    """Someone sent towards the clauses, not decided yet."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.PEOPLE))
    defaults = {"oriented_on": date(2023, 1, 16), "sector": Sector.BTP, "sheet": "Feuil1", "row": 2}
    return _add(session, Orientation, defaults, values)


def leaving(session: Session, **values: Any) -> Exit:
    """Someone leaving for a job, decided."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.EXITS))
    defaults = {
        "exited_on": date(2023, 11, 30),
        "reason": ExitReason.EMPLOI,
        "reason_sent": "Emploi",
        "decided": True,
        "contract_kind": ContractKind.CDI,
        "protocol": Protocol.DIJON_2023,
        "verdict_reason": "CDI depuis 7 mois au 30/11/2023",
        "sheet": "Feuil1",
        "row": 2,
    }
    return _add(session, Exit, defaults, values)


def market(session: Session, **values: Any) -> Market:
    """A market of works, of a buyer of its own unless ``buyer_id`` is given."""
    _parent(values, "buyer_id", lambda: organisation(session, name=f"Ville de Test-sur-Saône {next(_numbers)}"))
    reference = values.get("reference", f"2023-T{next(_numbers):03d}")
    defaults = {
        "reference": reference,
        "reference_key": folded(reference),
        "title": "Construction d'un groupe scolaire",
        "nature": Nature.BTP,
        "notified_on": date(2023, 1, 2),
        "ends_on": date(2024, 6, 30),
    }
    return _add(session, Market, defaults, values)


def lot(session: Session, **values: Any) -> Lot:
    """A lot of a market."""
    _parent(values, "market_id", lambda: market(session))
    return _add(session, Lot, {"number": str(next(_numbers)), "title": "Gros œuvre"}, values)


def contractor(session: Session, **values: Any) -> Contractor:
    """The titulaire of a lot."""
    _parent(values, "lot_id", lambda: lot(session))
    _parent(values, "organisation_id", lambda: organisation(session))
    return _add(session, Contractor, {"role": Role.TITULAIRE}, values)


def obligation(session: Session, **values: Any) -> Obligation:
    """1 000 hours due, of a contractor; of the lot with ``contractor_id=None`` and ``lot_id``."""
    if "contractor_id" not in values:
        holder = contractor(session, **({"lot_id": values["lot_id"]} if "lot_id" in values else {}))
        values |= {"contractor_id": id_of(holder), "lot_id": holder.lot_id}
    _parent(values, "lot_id", lambda: lot(session))
    return _add(session, Obligation, {"kind": ObligationKind.FIXED, "due": 100_000}, values)


def penalty_rule(session: Session, **values: Any) -> PenaltyRule:
    """50 € a missing hour."""
    _parent(values, "contractor_id", lambda: contractor(session))
    return _add(session, PenaltyRule, {"cents_per_hour": 5_000}, values)


def contract(session: Session, **values: Any) -> Contract:
    """A CDDI of someone."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "employer_id", lambda: organisation(session, employer_kind=EmployerKind.EI))
    return _add(session, Contract, {"kind": ContractKind.CDDI, "starts_on": date(2023, 1, 9)}, values)


def submission(session: Session, **values: Any) -> Submission:
    """What a run brought of one employer for one contractor: the one that is there, if it is."""
    _parent(values, "contractor_id", lambda: contractor(session))
    _parent(values, "employer_id", lambda: organisation(session))
    _parent(values, "run_id", lambda: run(session))
    return session.get(Submission, values) or _add(session, Submission, {}, values)


def declaration(session: Session, **values: Any) -> Declaration:
    """The hours of one employer for one contractor in April 2023, in force."""
    named = ("contractor_id", "employer_id", "run_id")
    values |= submission(session, **{name: values[name] for name in named if name in values}).model_dump()
    defaults = {
        "month": date(2023, 4, 1),
        "version": 1,
        "state": DeclarationState.CURRENT,
        "author": "Bâti Bourgogne",
        "at": NOON,
    }
    return _add(session, Declaration, defaults, values)


def line(session: Session, **values: Any) -> Line:
    """151.67 hours submitted, waiting to be validated."""
    _parent(values, "declaration_id", lambda: declaration(session))
    _parent(values, "contract_id", lambda: contract(session))
    defaults = {
        "hours": 15_167,
        "sent": "151,67",
        "state": LineState.SUBMITTED,
        "sheet": "Feuil1",
        "row": next(_numbers),
        "column": "Heures travaillées",
    }
    return _add(session, Line, defaults, values)


def locked_month(session: Session, **values: Any) -> LockedMonth:
    """A month closed to uploads."""
    defaults = {"month": date(2023, 4, 1), "locked_by": "Facilitatrice", "locked_at": NOON}
    return _add(session, LockedMonth, defaults, values)


SIGNED = {"author": "Facilitatrice", "at": NOON}


def amendment(session: Session, **values: Any) -> Amendment:
    """An avenant of a market, from 1 September 2023 on."""
    _parent(values, "market_id", lambda: market(session))
    return _add(session, Amendment, {"kind": AmendmentKind.AVENANT, "effective_on": date(2023, 9, 1), **SIGNED}, values)


def grouping(session: Session, **values: Any) -> Grouping:
    """Companies of a lot that answer for one another."""
    _parent(values, "lot_id", lambda: lot(session))
    return _add(session, Grouping, {"kind": GroupingKind.SOLIDAIRE, **SIGNED}, values)


def invoice(session: Session, **values: Any) -> Invoice:
    """100 000 € before tax."""
    _parent(values, "contractor_id", lambda: contractor(session))
    defaults = {"number": f"F-{next(_numbers)}", "invoiced_on": date(2023, 5, 31), "cents": 10_000_000, **SIGNED}
    return _add(session, Invoice, defaults, values)


def formal_notice(session: Session, **values: Any) -> FormalNotice:
    """A mise en demeure served on 2 May 2023."""
    _parent(values, "contractor_id", lambda: contractor(session))
    return _add(session, FormalNotice, {"served_on": date(2023, 5, 2), **SIGNED}, values)


def shortfall(session: Session, **values: Any) -> Shortfall:
    """Why hours are missing."""
    _parent(values, "contractor_id", lambda: contractor(session))
    defaults = {
        "stated_on": date(2023, 9, 1),
        "motive": ShortfallMotive.CANDIDATS,
        "details": "Deux offres sans candidat",
        **SIGNED,
    }
    return _add(session, Shortfall, defaults, values)


def closing(session: Session, **values: Any) -> Closing:
    """A lot closed on 1 December 2023."""
    _parent(values, "lot_id", lambda: lot(session))
    return _add(session, Closing, {"closed_on": date(2023, 12, 1), "reason": "Travaux reçus", **SIGNED}, values)


def mention_check(session: Session, **values: Any) -> MentionCheck:
    """A mention found in the documents of a market."""
    _parent(values, "market_id", lambda: market(session))
    return _add(session, MentionCheck, {"mention": Mention.PERIMETER, "given": True, **SIGNED}, values)


def derogation(session: Session, **values: Any) -> Derogation:
    """A market without a social condition, and why."""
    _parent(values, "market_id", lambda: market(session))
    defaults = {"motive": DerogationMotive.DISPONIBLE, "details": "Fournitures sur étagère", **SIGNED}
    return _add(session, Derogation, defaults, values)


def counting_rule(session: Session, **values: Any) -> CountingRule:
    """What counts for a market: everything, as its CCAP says."""
    _parent(values, "market_id", lambda: market(session))
    return _add(session, CountingRule, {"source": "CCAP, article 6", **SIGNED}, values)


def contract_cap(session: Session, **values: Any) -> ContractCap:
    """A CDI counts for four years."""
    _parent(values, "counting_rule_id", lambda: counting_rule(session))
    return _add(session, ContractCap, {"kind": ContractKind.CDI, "months": 48}, values)


def convention(session: Session, **values: Any) -> Convention:
    """A convention of globalisation."""
    return _add(session, Convention, {"reference": f"GLOB-{next(_numbers)}", **SIGNED}, values)


def signature(session: Session, **values: Any) -> Signature:
    """A buyer's signature on a convention."""
    _parent(values, "convention_id", lambda: convention(session))
    _parent(values, "buyer_id", lambda: organisation(session))
    return _add(session, Signature, {"signed_on": date(2023, 1, 2), **SIGNED}, values)


def allocation(session: Session, **values: Any) -> Allocation:
    """Ten hours of April 2023 lent by one contractor to another."""
    _parent(values, "convention_id", lambda: convention(session))
    _parent(values, "lender_id", lambda: contractor(session))
    _parent(values, "borrower_id", lambda: contractor(session))
    return _add(session, Allocation, {"month": date(2023, 4, 1), "hours": 1_000, **SIGNED}, values)


def evidence(session: Session, **values: Any) -> Evidence:
    """A certificate of RSA of 1 March 2023."""
    _parent(values, "person_id", lambda: person(session))
    defaults = {
        "criterion": Criterion.RSA,
        "document": "Attestation CAF",
        "evidence_on": date(2023, 3, 1),
        **SIGNED,
    }
    return _add(session, Evidence, defaults, values)


def opinion(session: Session, **values: Any) -> Opinion:
    """Someone eligible in the reasoned opinion of the facilitatrice."""
    _parent(values, "person_id", lambda: person(session))
    defaults = {"eligible": True, "decided_on": date(2023, 3, 1), "reason": "Rupture de parcours", **SIGNED}
    return _add(session, Opinion, defaults, values)


def weights(session: Session, **values: Any) -> WeightsVersion:
    """Weights of a territory of its own, in force since 2023."""
    defaults = {
        "name": f"essai {next(_numbers)}",
        "since": date(2023, 1, 1),
        "points": '{"metier": 1}',
        "limits": "{}",
        "author": "Facilitatrice",
        "at": NOON,
    }
    return _add(session, WeightsVersion, defaults, values)


def posted_need(session: Session, **values: Any) -> PostedNeed:
    """An open need of a market, without any version yet."""
    _parent(values, "market_id", lambda: market(session))
    reference = values.get("reference", f"B{next(_numbers):03d}")
    return _add(session, PostedNeed, {"reference": reference, "reference_key": folded(reference)}, values)


def need_version(session: Session, **values: Any) -> NeedVersion:
    """Two masons in Chenôve from May 2024 on."""
    _parent(values, "need_id", lambda: posted_need(session))
    _parent(values, "contractor_id", lambda: contractor(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.NEEDS))
    defaults = {
        "version": 1,
        "job": "Maçon",
        "commune": "Chenôve",
        "posts": 2,
        "starts_on": date(2024, 5, 2),
        "ends_on": date(2024, 12, 31),
        "sheet": "Feuil1",
        "row": 2,
    }
    return _add(session, NeedVersion, defaults, values)


def proposal(session: Session, **values: Any) -> Proposal:
    """Someone put forward for a need."""
    _parent(values, "need_id", lambda: posted_need(session))
    _parent(values, "person_id", lambda: person(session))
    return _add(session, Proposal, {"state": ProposalState.PROPOSED}, values)


def suggestion(session: Session, **values: Any) -> Suggestion:
    """What the machine said of a proposal."""
    _parent(values, "proposal_id", lambda: proposal(session))
    _parent(values, "need_version_id", lambda: need_version(session))
    _parent(values, "weights_id", lambda: weights(session))
    defaults = {"score": 8_200, "verdict": Verdict.PROPOSABLE, "details": "{}", "at": NOON}
    return _add(session, Suggestion, defaults, values)


def proposal_decision(session: Session, **values: Any) -> ProposalDecision:
    """The first decision of a proposal: somebody put forward."""
    _parent(values, "suggestion_id", lambda: suggestion(session))
    _parent(values, "proposal_id", lambda: proposal(session))
    defaults = {"number": 1, "after": ProposalState.PROPOSED, "author": "Facilitatrice", "at": NOON}
    return _add(session, ProposalDecision, defaults, values)


def proof(session: Session, **values: Any) -> Proof:
    """A certificate about a contract of work."""
    about = ("evidence_id", "contract_id", "declaration_id", "exit_id", "meeting_id", "person_id")
    if not any(name in values for name in about):
        values["contract_id"] = id_of(contract(session))
    _parent(values, "stored_file_id", lambda: stored_file(session))
    defaults = {"kind": ProofKind.OTHER, "form": PaperForm.PDF, "file_name": "piece.pdf", "dated_on": date(2023, 3, 1)}
    return _add(session, Proof, {**defaults, **SIGNED}, values)
