"""What the contracts of an exit are worth under a protocol: which row judges each, and what that row finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import assert_never

from clauses.dates import add_months, french_day
from clauses.pathways.facts import ContractFacts, ExitFacts
from clauses.pathways.presence import lasts, months_worded, weekly_average, whole_months, window_opens_on
from clauses.pathways.protocols import (
    AidedRule,
    FixedTermRule,
    MissionsRule,
    OpenEndedRule,
    ProtocolRules,
    SignedRule,
    WeeklyHours,
)
from clauses.quantities import french_hours
from clauses.reference.rules import ContractKind, EmployerKind

Rule = OpenEndedRule | FixedTermRule | SignedRule | MissionsRule | AidedRule
Begun = Sequence[tuple[date, ContractFacts]]
"""Contracts begun by the day of the exit, each behind its start."""

INSERTION = frozenset({ContractKind.CDDI, ContractKind.CTTI})
OPEN_ENDED = frozenset({ContractKind.CDI, ContractKind.CDI_INTERIMAIRE})
"""A CDI intérimaire is a CDI (Code du travail L1251-58-1), also under the protocols that do not name it."""
FIXED_TERM = frozenset(
    {ContractKind.CDD, ContractKind.CPRO, ContractKind.APPRENTISSAGE, ContractKind.GEIQ, ContractKind.CUI}
)
"""Alternance is judged as a CDD by every protocol: those of 2024 and of Rouen say so, and the bilan of 2023, whose rows
do not name it, prints 8 contrats de professionnalisation among its positive exits. A contract known only as a GEIQ's is
one of these."""


class Outcome(IntEnum):
    """What a fact leads to, the best first."""

    POSITIVE = 0
    DECISION = 1
    NO = 2


@dataclass(frozen=True)
class Finding:
    """What one kind of fact leads to, and why, in French."""

    outcome: Outcome
    kind: str
    reason: str


Found = Iterator[tuple[Outcome, str]]


def rule_of(contract: ContractFacts, rules: ProtocolRules) -> Rule | None:
    """The row that judges a contract; None where the protocol does not count it."""
    insertion = contract.kind in INSERTION
    aided = contract.aided or insertion or contract.kind is ContractKind.CUI
    if aided and (insertion or contract.employer not in rules.aided_as_others):
        return rules.aided
    if contract.kind in OPEN_ENDED:
        return rules.open_ended
    if contract.kind in FIXED_TERM:
        return rules.fixed_term
    return rules.missions if contract.kind is ContractKind.INTERIM else None


def contract_findings(facts: ExitFacts, rules: ProtocolRules) -> Iterator[Finding]:
    """Findings on the contracts, kind by kind and row by row: they do not add up with one another."""
    groups: dict[tuple[ContractKind, Rule | None], list[ContractFacts]] = {}
    for contract in facts.contracts:
        groups.setdefault((contract.kind, rule_of(contract, rules)), []).append(contract)
    for (kind, rule), contracts in groups.items():
        for outcome, reason in _group(rule, contracts, facts):
            yield Finding(outcome, kind.value, f"{kind.label}{reason}")


def _group(rule: Rule | None, contracts: Sequence[ContractFacts], facts: ExitFacts) -> Found:
    if rule is None:
        aided = " (contrat aidé)" if any(contract.aided for contract in contracts) else ""
        yield Outcome.NO, f"{aided}\u00a0: non compté par ce protocole"
        return
    exited_on = facts.exited_on
    dated = [(contract.starts_on, contract) for contract in contracts if contract.starts_on]
    begun = [(start, contract) for start, contract in dated if start <= exited_on]
    if len(dated) < len(contracts):
        yield Outcome.DECISION, "\u00a0: date de début à renseigner"
    if begun:
        yield _judged(rule, begun, facts)
    elif dated:
        first = min(start for start, _ in dated)
        yield Outcome.NO, f" qui commence le {french_day(first)}, après la sortie du {french_day(exited_on)}"


def _judged(rule: Rule, begun: Begun, facts: ExitFacts) -> tuple[Outcome, str]:
    contracts = [contract for _, contract in begun]
    match rule:
        case OpenEndedRule():
            return min(_open_ended(rule, start, contract, facts) for start, contract in begun)
        case SignedRule():
            return min(_signed(rule, start, contract, facts.exited_on) for start, contract in begun)
        case FixedTermRule():
            return _fixed_term(rule, contracts, facts)
        case MissionsRule():
            return _missions(rule, contracts, facts.exited_on)
        case AidedRule():
            return _aided(rule, contracts, facts)
        case _:
            assert_never(rule)


def _open_ended(rule: OpenEndedRule, start: date, contract: ContractFacts, facts: ExitFacts) -> tuple[Outcome, str]:
    exited_on = facts.exited_on
    if contract.ends_on is not None and contract.ends_on < exited_on:
        return Outcome.NO, f" terminé le {french_day(contract.ends_on)}, avant la sortie du {french_day(exited_on)}"
    since = f" depuis {months_worded(whole_months(start, exited_on))} au {french_day(exited_on)}"
    if not lasts(start, exited_on, rule.months):
        return Outcome.NO, f"{since} (il faut {rule.months} mois)"
    enough = _hours_suffice(rule.hours, contract, facts)
    if enough is None:
        return Outcome.DECISION, f"{since}, durée hebdomadaire à renseigner"
    if not enough:
        return Outcome.NO, f"{since}, {_too_few_hours(rule.hours)}"
    return Outcome.POSITIVE, since


def _signed(rule: SignedRule, start: date, contract: ContractFacts, exited_on: date) -> tuple[Outcome, str]:
    end = contract.ends_on
    if end is not None and end < window_opens_on(exited_on, rule.within):
        return Outcome.NO, f" terminé le {french_day(end)}, plus de {rule.within} mois avant la sortie"
    until = f"au {french_day(end)}" if end is not None else "avec une date de fin à renseigner"
    signed = f" du {french_day(start)} {until}"
    if lasts(start, end or exited_on, rule.months, strictly=True):
        return Outcome.POSITIVE, f"{signed}, plus de {rule.months} mois"
    return (Outcome.DECISION, signed) if end is None else (Outcome.NO, f"{signed} (il faut plus de {rule.months} mois)")


def _fixed_term(rule: FixedTermRule, contracts: Sequence[ContractFacts], facts: ExitFacts) -> tuple[Outcome, str]:
    presence, exited_on = rule.presence, facts.exited_on
    sure = [contract for contract in contracts if _hours_suffice(rule.hours, contract, facts)]
    if presence.reached(sure, exited_on):
        return Outcome.POSITIVE, f"\u00a0: {presence.measured(sure, exited_on)}"
    possible = [contract for contract in contracts if _hours_suffice(rule.hours, contract, facts) is not False]
    if presence.reached(possible, exited_on):
        return Outcome.DECISION, f"\u00a0: {presence.measured(possible, exited_on)}, durée hebdomadaire à renseigner"
    measured = f"\u00a0: {presence.measured(contracts, exited_on)}"
    if presence.reached(contracts, exited_on):
        return Outcome.NO, f"{measured}, {_too_few_hours(rule.hours)}"
    return Outcome.NO, f"{measured} ({presence.wanted()})"


def _missions(rule: MissionsRule, contracts: Sequence[ContractFacts], exited_on: date) -> tuple[Outcome, str]:
    measured = f"\u00a0: {rule.presence.measured(contracts, exited_on)}"
    if not rule.presence.reached(contracts, exited_on):
        return Outcome.NO, f"{measured} ({rule.presence.wanted()})"
    if not rule.average:
        return Outcome.POSITIVE, measured
    average = weekly_average(contracts, rule.presence, exited_on)
    if average is None:
        return Outcome.DECISION, f"{measured}, durée hebdomadaire à renseigner"
    # Shown rounded down: 27,996 h must not read as the 28,00 h it does not reach.
    worked = f"{measured}, {french_hours(int(average))} par semaine en moyenne"
    if average < rule.average:
        return Outcome.NO, f"{worked} (il faut {french_hours(rule.average)})"
    return Outcome.POSITIVE, worked


def _aided(rule: AidedRule, contracts: Sequence[ContractFacts], facts: ExitFacts) -> tuple[Outcome, str]:
    exited_on = facts.exited_on
    in_aci = [contract for contract in contracts if contract.employer is EmployerKind.ACI]
    unknown = [contract for contract in contracts if _employer_unknown(contract)]
    elsewhere = [
        contract
        for contract in contracts
        if contract.employer is not EmployerKind.ACI and not _employer_unknown(contract)
    ]
    if rule.presence.reached(elsewhere, exited_on):
        return Outcome.POSITIVE, f"\u00a0: {rule.presence.measured(elsewhere, exited_on)}"
    let_in, age = _let_in(rule, facts)
    in_aci_long_enough = rule.senior_presence.reached(in_aci, exited_on)
    worked_in_aci = f" en ACI\u00a0: {rule.senior_presence.measured(in_aci, exited_on)}"
    if in_aci_long_enough and let_in is not Outcome.NO:
        return let_in, f"{worked_in_aci}, {age}"
    outside = [*elsewhere, *unknown]
    worked_outside = f"\u00a0: {rule.presence.measured(outside, exited_on)}"
    may_be_let_in = let_in is not Outcome.NO and rule.senior_presence.reached([*in_aci, *unknown], exited_on)
    if may_be_let_in or rule.presence.reached(outside, exited_on):
        return Outcome.DECISION, f"{worked_outside}, type d'employeur à renseigner (ACI ou non)"
    if in_aci_long_enough:
        return Outcome.NO, f"{worked_in_aci}, {age}"
    if outside:
        return Outcome.NO, f"{' hors ACI' if in_aci else ''}{worked_outside} ({rule.presence.wanted()})"
    return Outcome.NO, f"{worked_in_aci} ({rule.senior_presence.wanted()})"


def _employer_unknown(contract: ContractFacts) -> bool:
    """Only an ETTI signs a CTTI: its employer needs no naming."""
    return contract.employer is None and contract.kind is not ContractKind.CTTI


def _let_in(rule: AidedRule, facts: ExitFacts) -> tuple[Outcome, str]:
    """What six months in an ACI are worth at the age of the person on the day of the exit, and that age in words."""
    if facts.birth_date is None:
        return Outcome.DECISION, "date de naissance à renseigner"
    if add_months(facts.birth_date, rule.senior_age * 12) > facts.exited_on:
        return Outcome.NO, f"avant {rule.senior_age} ans"
    if rule.seniors_count:
        return Outcome.POSITIVE, f"à {rule.senior_age} ans ou plus"
    return Outcome.DECISION, f"à {rule.senior_age} ans ou plus, au cas par cas"


def _hours_suffice(hours: WeeklyHours, contract: ContractFacts, facts: ExitFacts) -> bool | None:
    """Whether the weekly hours are enough, or fewer were agreed; None when they are not known."""
    if not hours.least or (hours.less_if_agreed and facts.part_time_agreed):
        return True
    return None if contract.weekly_hours is None else contract.weekly_hours >= hours.least


def _too_few_hours(hours: WeeklyHours) -> str:
    agreement = ", sans accord enregistré de la personne" if hours.less_if_agreed else ""
    return f"moins de {french_hours(hours.least)} par semaine{agreement}"
