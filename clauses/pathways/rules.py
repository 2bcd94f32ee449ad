"""Judging an exit: the facts against one protocol, without a database, a clock or a file.

A protocol reads facts as they stand on the day of the exit: what starts, or is certified, afterwards is not there yet.
Where several facts are given the best speaks: a positive one, else one that a person must decide, else none; among
equals, the order of ``KINDS``. Two limits of what is known are deliberate:

- **Unknown is not "no"**: where only the weekly hours, a start, an end, a birth date or the kind of employer is
  missing, the case goes to the commission; it is not refused.
- **Kinds do not add up** with one another, nor aided contracts with others; no protocol read so far says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clauses.dates import add_months, french_day
from clauses.pathways.contracts import Finding, Outcome, contract_findings
from clauses.pathways.facts import BusinessFacts, ContractFacts, ExitFacts, TrainingFacts
from clauses.pathways.presence import lasts, months_worded, whole_months
from clauses.pathways.protocols import ExitReason, Protocol, ProtocolRules, RateBase, RateRule, default_protocol
from clauses.reference.rules import ContractKind

__all__ = [
    "BUSINESS",
    "KINDS",
    "TRAINING",
    "BusinessFacts",
    "ContractFacts",
    "ExitFacts",
    "ExitReason",
    "Protocol",
    "RateBase",
    "RateRule",
    "TrainingFacts",
    "Verdict",
    "default_protocol",
    "judge",
]

TRAINING, BUSINESS = "FORMATION", "CREATION"
"""The kinds of an exit that is not a contract."""

KINDS: tuple[str, ...] = (
    ContractKind.CDI.value,
    ContractKind.CDI_INTERIMAIRE.value,
    ContractKind.CDD.value,
    ContractKind.CPRO.value,
    ContractKind.APPRENTISSAGE.value,
    ContractKind.GEIQ.value,
    ContractKind.INTERIM.value,
    ContractKind.CUI.value,
    ContractKind.CDDI.value,
    ContractKind.CTTI.value,
    ContractKind.AUTRE.value,
    TRAINING,
    BUSINESS,
)
"""Kinds of exits, the most durable first: which one names an exit that several would."""


@dataclass(frozen=True)
class Verdict:
    """What a protocol says of an exit.

    ``positive`` is None exactly when ``needs_decision``. ``kind`` is what makes it positive, or what is to be decided
    (one of ``KINDS``); None when it is not positive. ``reason`` is one French sentence, without its full stop.
    """

    positive: bool | None
    kind: str | None
    needs_decision: bool
    reason: str

    def as_json(self, identifier: str) -> dict[str, object]:
        """The verdict of one exit as ``clauses exits judge --json`` prints it."""
        return {
            "id": identifier,
            "positive": self.positive,
            "kind": self.kind,
            "needs_decision": self.needs_decision,
            "reason": self.reason,
        }


def judge(facts: ExitFacts, protocol: Protocol) -> Verdict:
    """The verdict of ``protocol`` on an exit. Source of the rules: ``protocol.rules.source``."""
    rules = protocol.rules
    findings = sorted(_findings(facts, rules), key=_rank)
    if not findings:
        nothing = "Ni contrat, ni formation qualifiante, ni entreprise"
        return Verdict(False, None, False, f"{nothing} au {french_day(facts.exited_on)}")
    best = findings[0]
    if best.outcome is Outcome.POSITIVE:
        return Verdict(True, best.kind, False, best.reason)
    if best.outcome is Outcome.DECISION or rules.refers_shortfalls:
        return Verdict(None, best.kind, True, f"{best.reason}\u00a0; {rules.decided_by} décide")
    return Verdict(False, None, False, "\u00a0; ".join(finding.reason for finding in findings))


def _rank(finding: Finding) -> tuple[int, int, str]:
    return finding.outcome, KINDS.index(finding.kind), finding.reason


def _findings(facts: ExitFacts, rules: ProtocolRules) -> Iterator[Finding]:
    yield from contract_findings(facts, rules)
    yield from _training_findings(facts, rules)
    yield from _business_findings(facts, rules)


def _training_findings(facts: ExitFacts, rules: ProtocolRules) -> Iterable[Finding]:
    training, rule = facts.training, rules.training
    if not training.qualifying:
        return []
    if rule.certified_since is None or facts.exited_on < rule.certified_since:
        return [Finding(Outcome.POSITIVE, TRAINING, "Formation qualifiante")]
    certified_on = training.certified_on
    if certified_on is None:
        return [Finding(Outcome.NO, TRAINING, "Formation qualifiante sans diplôme, titre ni certificat")]
    validated = f"Formation qualifiante validée le {french_day(certified_on)}"
    if certified_on > facts.exited_on:
        return [Finding(Outcome.NO, TRAINING, f"{validated}, après la sortie du {french_day(facts.exited_on)}")]
    if add_months(certified_on, rule.then_months) > facts.exited_on:
        short = f"moins de {rule.then_months} mois avant la sortie du {french_day(facts.exited_on)}"
        return [Finding(Outcome.NO, TRAINING, f"{validated}, {short}")]
    return [Finding(Outcome.POSITIVE, TRAINING, validated)]


def _business_findings(facts: ExitFacts, rules: ProtocolRules) -> Iterable[Finding]:
    registered_on, active_until = facts.business.registered_on, facts.business.active_until
    exited_on = facts.exited_on
    if registered_on is None:
        return []
    if registered_on > exited_on:
        late = f"Entreprise immatriculée le {french_day(registered_on)}, après la sortie du {french_day(exited_on)}"
        return [Finding(Outcome.NO, BUSINESS, late)]
    if active_until is not None and active_until < exited_on:
        closed = f"Entreprise fermée le {french_day(active_until)}, avant la sortie du {french_day(exited_on)}"
        return [Finding(Outcome.NO, BUSINESS, closed)]
    age = months_worded(whole_months(registered_on, exited_on))
    since = f"Entreprise immatriculée depuis {age} au {french_day(exited_on)}"
    if not lasts(registered_on, exited_on, rules.business_months):
        return [Finding(Outcome.NO, BUSINESS, f"{since} (il faut {rules.business_months} mois)")]
    return [Finding(Outcome.POSITIVE, BUSINESS, since)]
