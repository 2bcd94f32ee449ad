"""Which protocol judges an exit, and what its rate is counted over."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.pathways.protocols import ExitReason, Protocol, RateBase, default_protocol


@pytest.mark.parametrize(
    ("exited_on", "protocol"),
    [
        (date(2015, 1, 1), Protocol.DIJON_2018),
        (date(2021, 12, 31), Protocol.DIJON_2018),
        (date(2022, 1, 1), Protocol.DIJON_2023),
        (date(2023, 12, 31), Protocol.DIJON_2023),
        (date(2024, 1, 1), Protocol.DIJON_2024),
        (date(2031, 1, 1), Protocol.DIJON_2024),
    ],
)
def test_an_exit_in_dijon_is_judged_by_the_protocol_of_its_date(exited_on: date, protocol: Protocol) -> None:
    assert default_protocol(exited_on) is protocol


def test_the_protocols_are_those_of_the_contract() -> None:
    assert list(Protocol) == ["dijon-2018", "dijon-2023", "dijon-2024", "rouen-2021", "ariq-2024"]


@pytest.mark.parametrize("protocol", Protocol)
def test_every_protocol_has_its_rules_their_source_and_that_of_its_rate(protocol: Protocol) -> None:
    assert protocol.label
    assert protocol.rules.source
    assert protocol.rules.rate.source


def test_only_employment_training_and_creation_claim_a_positive_exit() -> None:
    claims = [reason for reason in ExitReason if reason.positive_claim]
    assert claims == [ExitReason.EMPLOI, ExitReason.FORMATION, ExitReason.CREATION]


def test_the_rate_of_2023_leaves_out_the_motives_its_bilan_leaves_out() -> None:
    rate = Protocol.DIJON_2023.rules.rate
    assert rate.base is RateBase.EXITS
    assert sorted(rate.excluded) == ["deces", "demenagement", "maternite", "retraite", "sante"]
    printed = {ExitReason.DEMENAGEMENT: 11, ExitReason.SANTE: 37, ExitReason.MATERNITE: 11, ExitReason.NON_RESPECT: 67}
    assert 397 - sum(number for reason, number in printed.items() if reason in rate.excluded) == 338


@pytest.mark.parametrize("protocol", Protocol)
def test_no_rate_leaves_out_a_motive_that_claims_a_positive_exit(protocol: Protocol) -> None:
    assert not any(reason.positive_claim for reason in protocol.rules.rate.excluded)


def test_rouen_counts_over_the_accompanied_and_the_operator_over_the_received() -> None:
    assert Protocol.ROUEN_2021.rules.rate.base is RateBase.ACCOMPANIED
    assert Protocol.ARIQ_2024.rules.rate.base is RateBase.RECEIVED
