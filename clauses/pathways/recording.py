"""An exit as it is said and as it is kept: what cannot be said at all, and what its protocol says of the rest. Pure.

One rule for a row of a file and for what a program sends: neither may keep what the other could not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clauses.dates import french_day
from clauses.pathways.facts import BusinessFacts, ContractFacts, ExitFacts, TrainingFacts
from clauses.pathways.protocols import ExitReason, Protocol, default_protocol
from clauses.pathways.rules import judge
from clauses.reference.rules import ContractKind, EmployerKind


@dataclass(frozen=True, kw_only=True)
class SaidExit:
    """What is said of an exit. ``weekly_hours`` is in hundredths of an hour; ``reason_text``: the motive as written.

    ``protocol`` None: the one in force on the day of the exit.
    """

    exited_on: date
    reason: ExitReason
    reason_text: str | None = None
    decided_on: date | None = None
    contract_kind: ContractKind | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    weekly_hours: int | None = None
    part_time_agreed: bool = False
    aided: bool = False
    employer: str | None = None
    employer_kind: EmployerKind | None = None
    job: str | None = None
    certified_on: date | None = None
    registered_on: date | None = None
    evidence: str | None = None
    protocol: Protocol | None = None

    @property
    def judged_by(self) -> Protocol:
        return self.protocol or default_protocol(self.exited_on)


@dataclass(frozen=True)
class ExitRecord:
    """An exit as it is stored: the facts, the motive decided, the verdict on the facts."""

    reason: ExitReason
    reason_sent: str
    decided: bool
    decided_on: date | None
    contract_kind: ContractKind | None
    starts_on: date | None
    ends_on: date | None
    weekly_hours: int | None
    part_time_agreed: bool
    aided: bool
    employer: str | None
    employer_kind: EmployerKind | None
    job: str | None
    certified_on: date | None
    registered_on: date | None
    evidence: str | None
    protocol: Protocol
    verdict_positive: bool | None
    verdict_kind: str | None
    verdict_reason: str


@dataclass(frozen=True)
class Unsayable:
    """Why an exit cannot be kept at all, and the field at fault; ``words`` follow the place where it was said."""

    code: str
    field: str
    words: str


def unsayable(starts_on: date | None, ends_on: date | None) -> Unsayable | None:
    """Why the contract that somebody leaves for cannot be; None when it can."""
    if starts_on is None or ends_on is None or ends_on >= starts_on:
        return None
    words = (
        f"le contrat finit le {french_day(ends_on)}, avant son début le {french_day(starts_on)}. "
        "Corrigez l'une des deux dates."
    )
    return Unsayable("exits.contract_reversed", "ends_on", words)


def judged(said: SaidExit, birth_date: date, *, decision_told: bool) -> ExitRecord:
    """An exit as it is stored, judged by its protocol.

    Where nothing tells of a decision, nor of its day (a file without these columns), it is a takeover: the motive that
    is given is the decision.
    """
    protocol = said.judged_by
    verdict = judge(_facts(said, birth_date), protocol)
    return ExitRecord(
        reason=said.reason,
        reason_sent=said.reason_text or said.reason.label,
        decided=not decision_told or said.decided_on is not None,
        decided_on=said.decided_on,
        contract_kind=said.contract_kind,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        weekly_hours=said.weekly_hours,
        part_time_agreed=said.part_time_agreed,
        aided=said.aided,
        employer=said.employer,
        employer_kind=said.employer_kind,
        job=said.job,
        certified_on=said.certified_on,
        registered_on=said.registered_on,
        evidence=said.evidence,
        protocol=protocol,
        verdict_positive=verdict.positive,
        verdict_kind=verdict.kind,
        verdict_reason=verdict.reason,
    )


def _facts(said: SaidExit, birth_date: date) -> ExitFacts:
    contracts: tuple[ContractFacts, ...] = ()
    if said.contract_kind is not None:
        contracts = (
            ContractFacts(
                kind=said.contract_kind,
                starts_on=said.starts_on,
                ends_on=said.ends_on,
                weekly_hours=said.weekly_hours,
                employer=said.employer_kind,
                aided=said.aided,
            ),
        )
    return ExitFacts(
        exited_on=said.exited_on,
        birth_date=birth_date,
        contracts=contracts,
        part_time_agreed=said.part_time_agreed,
        training=TrainingFacts(qualifying=said.reason is ExitReason.FORMATION, certified_on=said.certified_on),
        business=BusinessFacts(registered_on=said.registered_on),
    )
