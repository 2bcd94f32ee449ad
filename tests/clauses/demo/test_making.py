"""The steps of the making, where a slip in the data must be said rather than written into files."""

from datetime import date, timedelta

import pytest

from clauses.demo import groups, lines, organisations
from clauses.demo.contracts import Contract, hired
from clauses.demo.lines import worked
from clauses.demo.markets import post
from clauses.demo.organisations import with_luhn_key
from clauses.demo.people import everybody, weekday
from clauses.demo.targets import HOURS
from clauses.reference.rules import ContractKind, EmployerKind, Modality, Nature


@pytest.fixture(scope="module")
def contracts() -> list[Contract]:
    return hired(everybody())


def test_the_key_of_luhn_is_the_one_of_a_known_siren() -> None:
    assert with_luhn_key("73282932") == "732829320"
    assert with_luhn_key("0") == "00"


def test_a_company_has_no_post_on_a_lot_it_does_not_hold() -> None:
    with pytest.raises(KeyError, match="pas sur 2021-T12, lot 1"):
        post("2021-T12", "1", organisations.JARDINS)


def test_hours_reach_a_market_by_hiring_lending_or_subcontracting() -> None:
    lent = organisations.PASSERELLE.modality(organisations.ROUTES)
    hired_directly = organisations.ROUTES.modality(organisations.ROUTES)
    subcontracted = organisations.SOLIDAIRE.modality(organisations.SOLIDAIRE)
    assert (lent, hired_directly, subcontracted) == (
        Modality.MISE_A_DISPOSITION, Modality.EMBAUCHE_DIRECTE, Modality.SOUS_TRAITANCE,
    )  # fmt: skip


def test_a_week_end_goes_to_its_monday() -> None:
    assert [weekday(date(2023, 7, day)) for day in (7, 8, 9, 10)] == [
        date(2023, 7, 7), date(2023, 7, 10), date(2023, 7, 10), date(2023, 7, 10),
    ]  # fmt: skip


def test_every_person_meant_to_work_is_hired_once_and_the_one_of_both_sectors_twice(contracts: list[Contract]) -> None:
    times: dict[int, int] = {}
    for contract in contracts:
        times[contract.person.index] = times.get(contract.person.index, 0) + 1
    twice = [contract.person.group for contract in contracts if times[contract.person.index] != 1]
    assert twice == [groups.EARLIER_BOTH] * 2
    working = {contract.person.group.key for contract in contracts}
    for person in everybody():
        assert (person.index in times) == (person.group.key in working)


def test_nobody_waiting_or_refused_is_hired(contracts: list[Contract]) -> None:
    for contract in contracts:
        assert "sans contrat" not in contract.person.group.key
        assert contract.person.group.decision is not None
        assert contract.person.group.decision.value == "validated"


def test_the_hours_shared_out_stay_close_to_the_usual_ones(contracts: list[Contract]) -> None:
    """Far from it, the months of 2023 would look squeezed or stretched beside those before and after."""
    months = [month for contract in contracts for month in lines._months(contract)]
    for target, total in HOURS.items():
        usual = sum(month.usual for month in months if month.aimed_at == target)
        assert 0.85 < total / usual < 1.1, target


def test_a_contract_that_no_target_foresees_is_refused(
    contracts: list[Contract], monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {cell: total for cell, total in HOURS.items() if cell != (Nature.MS, ContractKind.CDD)}
    monkeypatch.setattr(lines, "HOURS", without)
    with pytest.raises(ValueError, match="hours without a target"):
        worked(contracts)


def test_more_hours_than_the_contracts_allow_are_refused(
    contracts: list[Contract], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raise a target by a fifth: months would pass a full time, and nobody could believe them."""
    cell = Nature.MS, ContractKind.CDD
    monkeypatch.setattr(lines, "HOURS", {**HOURS, cell: HOURS[cell] * 6 // 5})
    with pytest.raises(ValueError, match="does not fit under ceilings"):
        worked(contracts)


def test_a_contract_of_some_months_ends_the_day_before_it_would_begin_again(contracts: list[Contract]) -> None:
    for contract in contracts:
        assert (contract.ends_on is None) == (contract.team.months is None)
        if contract.ends_on is not None and contract.starts_on.day < 29:
            assert (contract.ends_on + timedelta(days=1)).day == contract.starts_on.day


def test_every_kind_of_insertion_employer_declares_hours(contracts: list[Contract]) -> None:
    kinds = {contract.team.employer.kind for contract in contracts}
    assert kinds == {
        EmployerKind.ENTREPRISE, EmployerKind.ETTI, EmployerKind.EI, EmployerKind.ACI, EmployerKind.REGIE,
        EmployerKind.GEIQ,
    }  # fmt: skip
