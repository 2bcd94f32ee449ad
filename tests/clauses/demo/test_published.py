"""The files lead to the published figures of 2023, counted here from their rows alone.

Source: CREATIV' Dijon, bilan du service PLIE 2023, chapter 4.1. The counting follows the definitions of the bilan: a
line counts for the PLIE when participation is open on a day of its month; an employee is a person with such a line.
"""

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from clauses.files.rules import FileKind

Row = dict[str, Any]
Rows = dict[FileKind, list[Row]]

NATURES = {"Travaux": "BTP", "Services": "MS", "Prestations intellectuelles": "PI"}


def in_plie(person: Row, month: date) -> bool:
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    entered, gone = person["Entrée PLIE le"], person["Sortie PLIE le"]
    return entered is not None and entered <= last and (gone is None or gone >= month)


def sums(lines: Iterable[Row], key: str) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for line in lines:
        totals[NATURES[line["market"]["Nature"]] if key == "Nature" else line[key]] += line["Heures travaillées"]
    return dict(totals)


@pytest.fixture(scope="session")
def counted(lines: list[Row]) -> list[Row]:
    """The lines of the year of people in the PLIE that month."""
    return [line for line in lines if line["Mois"].year == 2023 and in_plie(line["person"], line["Mois"])]


@pytest.fixture(scope="session")
def employees(counted: list[Row]) -> dict[str, Row]:
    return {line["person"]["Identifiant"]: line["person"] for line in counted}


@pytest.fixture(scope="session")
def oriented(rows: Rows) -> dict[str, list[Row]]:
    """The orientations of the year of each person."""
    found: dict[str, list[Row]] = {}
    for row in rows[FileKind.PEOPLE]:
        if row["Orienté le"].year == 2023:
            found.setdefault(row["Identifiant"], []).append(row)
    return found


@pytest.fixture(scope="session")
def leavers(rows: Rows, counted: list[Row]) -> list[Row]:
    """The exits of the year of people with a counted line before the exit."""
    found = []
    for leaver in rows[FileKind.EXITS]:
        worked = [
            line
            for line in counted
            if line["person"]["Nom"] == leaver["Nom"]
            and line["Date de naissance"] == leaver["Date de naissance"]
            and line["Mois"] <= leaver["Sortie le"]
        ]
        if leaver["Sortie le"].year == 2023 and worked:
            found.append({**leaver, "person": worked[0]["person"]})
    return found


def validated(orientations: list[Row]) -> bool:
    return any(row["Décision"] == "validé" for row in orientations)


def of_origin(oriented: dict[str, list[Row]], origin: str) -> list[list[Row]]:
    return [each for each in oriented.values() if each[0]["Origine"] == origin]


def sectors(people: Iterable[list[Row]], decision: str | None = None) -> dict[str, int]:
    return dict(
        Counter(
            row["Secteur d'orientation"]
            for each in people
            for row in each
            if decision is None or row["Décision"] == decision
        )
    )


def quartiers(people: Iterable[Row]) -> dict[str, int]:
    return dict(Counter(person["QPV"] for person in people if person["QPV"]))


def test_hours_by_nature_are_the_published_ones(counted: list[Row]) -> None:
    assert sums(counted, "Nature") == {"BTP": 19_784_11, "MS": 22_653_78}


def test_hours_by_kind_of_contract_are_the_published_ones(counted: list[Row]) -> None:
    assert sums(counted, "Type de contrat") == {
        "CDDI": 16_838_30, "CTTI": 14_091_30, "CDI": 6_057_47, "CPRO": 5_104_50, "CDD": 346_32,
    }  # fmt: skip


def test_hours_add_up_to_the_published_total(counted: list[Row]) -> None:
    assert sum(line["Heures travaillées"] for line in counted) == 42_437_89


def test_eighty_people_worked_one_of_them_in_both_sectors(counted: list[Row], employees: dict[str, Row]) -> None:
    by_nature: dict[str, set[str]] = {"BTP": set(), "MS": set()}
    for line in counted:
        by_nature[NATURES[line["market"]["Nature"]]].add(line["person"]["Identifiant"])
    assert len(employees) == 80
    assert Counter(person["Sexe"] for person in employees.values()) == {"F": 17, "M": 63}
    assert {nature: len(who) for nature, who in by_nature.items()} == {"BTP": 33, "MS": 48}
    assert len(by_nature["BTP"] & by_nature["MS"]) == 1


def test_thirty_of_them_live_in_a_quartier_prioritaire(employees: dict[str, Row]) -> None:
    assert quartiers(employees.values()) == {
        "Le Mail": 11, "Fontaine d'Ouche": 11, "Grésilles": 6, "Bief du Moulin": 2,
    }  # fmt: skip


def test_ninety_one_people_were_oriented_one_of_them_to_two_sectors(oriented: dict[str, list[Row]]) -> None:
    assert len(oriented) == 91
    assert sectors(oriented.values()) == {"BTP": 42, "MS": 49, "PI": 1}
    assert [each[0]["Origine"] for each in oriented.values() if len(each) > 1] == ["AUTRES"]


@pytest.mark.parametrize(
    ("origin", "published"),
    [
        (
            "PLIE",
            {
                "people": 24, "in a QPV": 8, "by sector": {"MS": 17, "BTP": 6, "PI": 1},
                "validated": {"BTP": 4, "MS": 8, "PI": 1}, "people validated": 13, "not integrated": 11,
            },
        ),
        (
            "AUTRES",
            {
                "people": 67, "in a QPV": 16, "by sector": {"MS": 32, "BTP": 36},
                "validated": {"BTP": 27, "MS": 26}, "people validated": 53, "not integrated": 14,
            },
        ),
    ],
)  # fmt: skip
def test_orientations_of_each_origin_are_the_published_ones(
    oriented: dict[str, list[Row]], origin: str, published: Row
) -> None:
    found = of_origin(oriented, origin)
    assert published == {
        "people": len(found),
        "in a QPV": sum(each[0]["QPV"] is not None for each in found),
        "by sector": sectors(found),
        "validated": sectors(found, "validé"),
        "people validated": sum(validated(each) for each in found),
        "not integrated": sum(all(row["Décision"] == "non intégré" for row in each) for each in found),
    }


def test_prescripteurs_of_the_others_are_the_published_ones(oriented: dict[str, list[Row]]) -> None:
    assert Counter(each[0]["Prescripteur"] for each in of_origin(oriented, "AUTRES")) == {
        "ID INTÉRIM": 22, "FRANCE TRAVAIL": 17, "ARIQ": 6, "EUREKA INTÉRIM": 6, "CANDIDATURE SPONTANÉE": 4,
        "CONSEIL RÉGIONAL": 4, "CROIX ROUGE": 2, "INDIBAT DOLE": 2, "AFPA": 1, "CCAS DIJON": 1, "COALLIA": 1,
        "GEIQ BTP": 1,
    }  # fmt: skip


def test_quartiers_of_those_oriented_and_validated_are_the_published_ones(oriented: dict[str, list[Row]]) -> None:
    everybody = [each[0] for each in oriented.values()]
    chosen = [each[0] for each in oriented.values() if validated(each)]
    assert quartiers(everybody) == {
        "Fontaine d'Ouche": 9, "Grésilles": 5, "Le Mail": 5, "Bief du Moulin": 4, "Quetigny-Centre": 1,
    }  # fmt: skip
    assert quartiers(chosen) == {
        "Fontaine d'Ouche": 8, "Grésilles": 4, "Le Mail": 4, "Bief du Moulin": 3, "Quetigny-Centre": 1,
    }  # fmt: skip
    assert len(chosen) == 66


def test_nine_exits_are_the_published_ones(leavers: list[Row]) -> None:
    assert Counter(leaver["Type de contrat"] for leaver in leavers) == {
        "CDI": 7, "CDD": 1, "Contrat de professionnalisation": 1,
    }  # fmt: skip
    assert all(leaver["Motif"] == "Emploi" for leaver in leavers)
    assert quartiers(leaver["person"] for leaver in leavers) == {"Le Mail": 1, "Grésilles": 3}


def test_every_exit_of_the_year_is_of_someone_who_worked(rows: Rows, leavers: list[Row]) -> None:
    assert len([leaver for leaver in rows[FileKind.EXITS] if leaver["Sortie le"].year == 2023]) == len(leavers)


def test_the_whole_scheme_is_larger_than_the_plie(lines: list[Row], employees: dict[str, Row]) -> None:
    year = [line for line in lines if line["Mois"].year == 2023]
    assert sum(line["Heures travaillées"] for line in year) > 42_437_89
    assert len({line["person"]["Identifiant"] for line in year}) > len(employees)
    assert any(
        line["person"]["Identifiant"] in employees and not in_plie(line["person"], line["Mois"]) for line in year
    )


def test_there_is_history_before_and_a_beginning_after(lines: list[Row]) -> None:
    years = Counter(line["Mois"].year for line in lines)
    assert set(years) == {2022, 2023, 2024}
    assert min(years.values()) > 50
