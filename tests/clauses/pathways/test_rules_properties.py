"""What holds of every verdict, whatever the facts and the protocol."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clauses.pathways.facts import EARLIEST, LATEST
from clauses.pathways.rules import (
    KINDS,
    BusinessFacts,
    ContractFacts,
    ExitFacts,
    Protocol,
    TrainingFacts,
    Verdict,
    judge,
)
from clauses.reference.rules import ContractKind, EmployerKind

near = st.dates(date(2022, 1, 1), date(2025, 6, 30))
far = st.dates(EARLIEST, LATEST)
protocols = st.sampled_from(Protocol)


@st.composite
def contracts(draw: st.DrawFn, days: st.SearchStrategy[date] = near, *, dated: bool = False) -> ContractFacts:
    start = draw(days if dated else st.none() | days)
    end = draw(st.none() | days)
    if start and end and end < start:
        start, end = end, start
    return ContractFacts(
        draw(st.sampled_from(ContractKind)),
        start,
        end,
        draw(st.sampled_from([None, 0, 1749, 1750, 2800, 3499, 3500])),
        draw(st.none() | st.sampled_from(EmployerKind)),
        draw(st.booleans()),
    )


@st.composite
def exits(draw: st.DrawFn, days: st.SearchStrategy[date] = near) -> ExitFacts:
    registered, until = draw(st.none() | days), draw(st.none() | days)
    if registered and until and until < registered:
        registered, until = until, registered
    return ExitFacts(
        exited_on=draw(days),
        birth_date=draw(st.none() | st.dates(date(1940, 1, 1), date(2000, 1, 1))),
        contracts=tuple(draw(st.lists(contracts(days), max_size=4))),
        part_time_agreed=draw(st.booleans()),
        training=TrainingFacts(draw(st.booleans()), draw(st.none() | days)),
        business=BusinessFacts(registered, until),
    )


def worth(verdict: Verdict) -> int:
    return {False: 0, None: 1, True: 2}[verdict.positive]


@given(st.one_of(exits(near), exits(far)), protocols)
def test_every_exit_gets_a_verdict_that_says_why(facts: ExitFacts, protocol: Protocol) -> None:
    verdict = judge(facts, protocol)
    assert (verdict.positive is None) is verdict.needs_decision
    assert (verdict.kind is None) is (verdict.positive is False)
    assert verdict.kind is None or verdict.kind in KINDS
    assert verdict.reason.strip()
    assert not verdict.reason.endswith(".")


@given(exits(), protocols, st.data())
def test_the_order_of_the_contracts_changes_nothing(facts: ExitFacts, protocol: Protocol, data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(facts.contracts)))
    assert judge(replace(facts, contracts=shuffled), protocol) == judge(facts, protocol)


@given(exits(), contracts(dated=True), st.integers(0, 400), st.integers(0, 400), protocols)
def test_a_longer_contract_never_makes_a_verdict_worse(
    facts: ExitFacts, short: ContractFacts, before: int, after: int, protocol: Protocol
) -> None:
    # Where hours are averaged, a longer mission of few hours may lower the average: it is longer at 35 hours.
    short = replace(short, weekly_hours=3500)
    assert short.starts_on is not None
    longer = replace(
        short,
        starts_on=short.starts_on - timedelta(days=before),
        ends_on=short.ends_on and short.ends_on + timedelta(days=after),
    )
    with_short = judge(replace(facts, contracts=(*facts.contracts, short)), protocol)
    with_longer = judge(replace(facts, contracts=(*facts.contracts, longer)), protocol)
    assert worth(with_longer) >= worth(with_short)


@given(exits(), contracts(), protocols)
def test_one_more_contract_never_makes_a_verdict_worse(
    facts: ExitFacts, more: ContractFacts, protocol: Protocol
) -> None:
    more = replace(more, weekly_hours=3500)
    assert worth(judge(replace(facts, contracts=(*facts.contracts, more)), protocol)) >= worth(judge(facts, protocol))


@given(exits(), protocols)
def test_an_agreement_to_part_time_never_makes_a_verdict_worse(facts: ExitFacts, protocol: Protocol) -> None:
    agreed = judge(replace(facts, part_time_agreed=True), protocol)
    assert worth(agreed) >= worth(judge(replace(facts, part_time_agreed=False), protocol))


@given(exits())
def test_rouen_refuses_only_those_who_have_nothing(facts: ExitFacts) -> None:
    something = facts.contracts or facts.training.qualifying or facts.business.registered_on
    assert (judge(facts, Protocol.ROUEN_2021).positive is False) is (not something)


def known(facts: ExitFacts) -> ExitFacts:
    """The same facts, with nothing left unknown; an employer not named is an EI."""
    contracts = tuple(
        replace(
            contract,
            starts_on=contract.starts_on or contract.ends_on or facts.exited_on,
            weekly_hours=3500 if contract.weekly_hours is None else contract.weekly_hours,
            employer=contract.employer or EmployerKind.EI,
        )
        for contract in facts.contracts
    )
    return replace(facts, birth_date=facts.birth_date or date(1960, 1, 1), contracts=contracts)


@given(exits().map(known), st.sampled_from([Protocol.DIJON_2018, Protocol.DIJON_2024]))
def test_full_knowledge_leaves_dijon_only_the_seniors_of_an_aci_to_decide(facts: ExitFacts, protocol: Protocol) -> None:
    in_aci = any(contract.employer is EmployerKind.ACI for contract in facts.contracts)
    assert in_aci or not judge(facts, protocol).needs_decision


@given(exits().map(known))
def test_full_knowledge_leaves_nothing_to_decide_in_2023(facts: ExitFacts) -> None:
    assert not judge(facts, Protocol.DIJON_2023).needs_decision
