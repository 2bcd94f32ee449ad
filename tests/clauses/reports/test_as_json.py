"""The JSON that other programs rely on."""

import json
from datetime import date

from clauses.pathways.rules import ExitReason
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Decision, Nature, Origin, Sex
from clauses.reports.as_json import shape, text
from clauses.reports.figures import Chosen, Perimeter
from tests.clauses.reports.territory import Territory


def small() -> Territory:
    territory = Territory()
    woman = territory.person(qpv="QN02102M", name="Dijon- Fontaine-d'ouche")
    man = territory.person(Sex.M)
    territory.line(territory.contract(woman, ContractKind.CTTI), 120_50)
    territory.line(territory.contract(man), 7_05, nature=Nature.MS)
    territory.oriented(woman, decision=Decision.VALIDATED)
    territory.oriented(man, sector=Sector.MS, origin=Origin.PLIE, prescriber="Référent")
    territory.left(woman)
    territory.left(man, reason=ExitReason.DEMENAGEMENT)
    return territory


def test_the_shape_is_the_one_of_the_contract() -> None:
    found = shape(small().bilan())
    checks = found.pop("checks")
    assert [check["code"] for check in checks] == ["orientations.pending"]
    assert all(set(check) == {"code", "message"} for check in checks)
    assert found == {
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "perimeter": "all",
        "hours": {
            "total": "127.55",
            "by_nature": {"BTP": "120.50", "MS": "7.05", "PI": "0.00"},
            "by_contract": {"CDDI": "7.05", "CTTI": "120.50", "CDI": "0.00", "CPRO": "0.00", "CDD": "0.00"},
        },
        "orientations": {
            "total": 2,
            "qpv": 1,
            "by_sector": {"BTP": 1, "MS": 1, "PI": 0},
            "by_origin": {
                "PLIE": {
                    "total": 1,
                    "qpv": 0,
                    "by_sector": {"BTP": 0, "MS": 1, "PI": 0},
                    "validated": {"total": 0, "by_sector": {"BTP": 0, "MS": 0, "PI": 0}},
                    "not_integrated": 0,
                    "pending": 1,
                },
                "AUTRES": {
                    "total": 1,
                    "qpv": 1,
                    "by_sector": {"BTP": 1, "MS": 0, "PI": 0},
                    "validated": {"total": 1, "by_sector": {"BTP": 1, "MS": 0, "PI": 0}},
                    "not_integrated": 0,
                    "pending": 0,
                },
            },
            "by_prescriber": {"FRANCE TRAVAIL": 1},
            "by_qpv": {"Dijon- Fontaine-d'ouche": 1},
            "validated": {
                "total": 1,
                "qpv": 1,
                "by_qpv": {"Dijon- Fontaine-d'ouche": 1},
                "by_sector": {"BTP": 1, "MS": 0, "PI": 0},
                "qpv_share": {"numerator": 1, "base": 1, "percent": "100.0"},
            },
            "not_integrated": 0,
            "pending": 1,
            "qpv_share": {"numerator": 1, "base": 2, "percent": "50.0"},
        },
        "employees": {
            "total": 2,
            "women": 1,
            "men": 1,
            "by_nature": {"BTP": 1, "MS": 1},
            "qpv": {"numerator": 1, "base": 2, "percent": "50.0"},
            "by_qpv": {"Dijon- Fontaine-d'ouche": 1},
        },
        "exits": {
            "total": 2,
            "positive": 1,
            "by_kind": {"CDI": 1},
            "qpv": 1,
            "by_qpv": {"Dijon- Fontaine-d'ouche": 1},
            "undecided": 0,
            "rate": {"numerator": 1, "base": 1, "percent": "100.0", "excluded": {"demenagement": 1}},
        },
    }


def test_a_rate_without_a_base_is_null() -> None:
    territory = Territory()
    territory.left(territory.worked())
    assert shape(territory.bilan())["exits"]["rate"] == {
        "numerator": 1,
        "base": None,
        "percent": None,
        "excluded": {},
    }


def test_training_and_what_was_chosen_are_added_where_there_are_any() -> None:
    territory = Territory()
    territory.worked(100, training=2_50)
    found = shape(
        territory.bilan(
            Perimeter.ALL,
            buyer=Chosen(1, "Métropole"),
            market=Chosen(2, "2023-T004"),
            nature=Nature.BTP,
            include_submitted=True,
        )
    )
    assert found["hours"]["training"] == "2.50"
    assert found["filters"] == {"buyer": "Métropole", "market": "2023-T004", "nature": "BTP"}
    assert found["include"] == ["submitted"]
    assert shape(territory.bilan(nature=Nature.BTP))["filters"] == {"nature": "BTP"}


def test_the_same_figures_give_the_same_bytes_with_accents_as_they_are() -> None:
    printed = text(small().bilan())
    assert printed == text(small().bilan())
    assert json.loads(printed) == shape(small().bilan())
    assert "RÉFÉRENT" not in printed
    assert "déposée" in text(with_submitted().bilan())


def with_submitted() -> Territory:
    from clauses.hours.rules import LineState

    territory = Territory()
    territory.worked(month=date(2023, 2, 1), state=LineState.SUBMITTED)
    return territory
