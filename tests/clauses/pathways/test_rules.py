"""What a verdict is, whatever the protocol."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clauses.pathways.rules import KINDS, BusinessFacts, Protocol, TrainingFacts, judge
from clauses.reference.rules import ContractKind
from tests.clauses.pathways.exits import contract, leaving


def test_among_several_positive_facts_the_most_durable_names_the_exit() -> None:
    everything = replace(
        leaving(
            contract("CTTI", "2023-12-01"),
            contract("INTERIM", "2023-12-01"),
            contract("CPRO", "2023-12-01"),
            contract("CDD", "2023-12-01"),
            contract("CDI", "2023-12-01"),
        ),
        training=TrainingFacts(True, date(2023, 12, 1)),
        business=BusinessFacts(date(2023, 12, 1)),
    )
    named = []
    while everything.contracts:
        named.append(judge(everything, Protocol.DIJON_2024).kind)
        everything = replace(everything, contracts=everything.contracts[:-1])
    named.append(judge(everything, Protocol.DIJON_2024).kind)
    named.append(judge(replace(everything, training=TrainingFacts()), Protocol.DIJON_2024).kind)
    assert named == ["CDI", "CDD", "CPRO", "INTERIM", "CTTI", "FORMATION", "CREATION"]


def test_every_kind_of_contract_has_its_place_among_the_kinds_of_exits() -> None:
    assert sorted(KINDS) == sorted([*(kind.value for kind in ContractKind), "FORMATION", "CREATION"])


def test_a_verdict_is_written_for_programs_as_the_contract_says() -> None:
    verdict = judge(leaving(contract("CDI", "2023-12-01")), Protocol.DIJON_2024)
    assert verdict.as_json("a") == {
        "id": "a",
        "positive": True,
        "kind": "CDI",
        "needs_decision": False,
        "reason": "CDI depuis 7 mois au 30/06/2024",
    }
