"""Records become what is compared, and nothing that must never weigh is read."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.criteria import assess, scale_of, whole_score
from clauses.matching.french_levels import FrenchLevel
from clauses.matching.licence_reading import requirements
from clauses.matching.records import MOST_CODES, READ_OF_PEOPLE, candidate_of, job_of, need_of
from clauses.matching.rules import Candidate, Job, JobCode, Need
from clauses.people.models import Orientation, Person, Residence
from clauses.people.publics import Criterion
from clauses.people.rules import Sector
from tests.clauses.matching.drawn import GROUNDS

HITS = {"maçon": [("F1703", 1.0), ("F1701", 0.5)], "maconnerie": [("F1703", 0.8), ("F1701", 0.72), ("A1203", 0.3)],
        "zzz": [("K2204", 0.2)], "rien": [("K2204", 0.0)]}  # fmt: skip
PLACES = {("Dijon", None): "21231", ("Dijon", "21000"): "21231", ("Chenôve", None): "21166"}

RECORD: dict[str, Any] = {
    "key": "P0001",
    "jobs": "maçon ; coffreur",
    "skills": "coffrage ; lecture de plan",
    "licences": "Permis B ; CACES R482 A",
    "commune": "Dijon",
    "postal_code": "21000",
    "mobility_km": 20,
    "french_level": "B1",
    "french_assessed_on": date(2025, 9, 1),
    "available_on": date(2026, 4, 1),
    "hours_from": 1750,
    "hours_to": 3500,
    "waiting_since": date(2025, 10, 1),
    "sectors": ("BTP",),
    # what a file on someone also holds, and nothing here may look at
    "sex": "F",
    "birth_date": date(1985, 3, 12),
    "last_name": "Benali",
    "first_name": "Nadia",
    "nationality": "française",
    "birth_place": "Dijon",
    "origin": "PLIE",
    "prescriber": "France Travail",
    "rsa": True,
    "rqth": False,
    "justice": False,
    "family": "seule, deux enfants",
    "education_level": "3",
    "work_permit_until": date(2027, 1, 1),
    "qpv": "Fontaine d'Ouche",
    "address": "3 rue de la Préfecture",
}
PROTECTED = sorted(set(RECORD) - READ_OF_PEOPLE)
NEED = Need(
    "B001", Job("maçon", (JobCode("F1703"),)), date(2026, 4, 1), date(2026, 12, 31), skills=("coffrage",),
    required=requirements("Permis B"), french=FrenchLevel.A2, place="21166", place_name="Chenôve", weekly_hours=3500,
    sector=Sector.BTP,
)  # fmt: skip


def codes(text: str) -> Sequence[tuple[str, float]]:
    return HITS.get(text, [])


def place(commune: str, postal_code: str | None) -> str | None:
    return PLACES.get((commune, postal_code))


def read(record: dict[str, Any]) -> Candidate:
    return candidate_of(record, codes=codes, places=place)


def whole(candidate: Candidate) -> int:
    """The score of someone for the need, in ten-thousandths."""
    return whole_score(assess(candidate, NEED, GROUNDS), scale_of(NEED, GROUNDS))


def test_someone_is_read_as_recorded() -> None:
    candidate = read(RECORD)
    assert candidate.jobs == (Job("maçon", (JobCode("F1703"), JobCode("F1701", 0.25))), Job("coffreur"))
    assert candidate.skills == ("coffrage", "lecture de plan")
    assert [licence.label for licence in candidate.holding.licences] == ["permis B", "CACES R482 A"]
    assert (candidate.place, candidate.place_name, candidate.mobility_km) == ("21231", "Dijon", 20)
    assert (candidate.french, candidate.sectors) == (FrenchLevel.B1, frozenset({Sector.BTP}))
    assert (candidate.hours_from, candidate.hours_to) == (1750, 3500)
    assert candidate.waiting_since == date(2025, 10, 1)


def test_what_is_absent_is_not_known() -> None:
    assert read({}) == Candidate("")


@pytest.mark.parametrize("field", PROTECTED)
@pytest.mark.parametrize("value", [None, "", "autre", True, False, 0, 99, date(1950, 1, 1), "H", "10"])
def test_no_protected_field_changes_any_score(field: str, value: object) -> None:
    """Each field that must never weigh takes other values: every sub-score, reason and total stays as it was."""
    usual, other = read(RECORD), read(RECORD | {field: value})
    assert assess(other, NEED, GROUNDS) == assess(usual, NEED, GROUNDS)
    assert other == usual


def test_the_fields_that_are_read_do_change_something() -> None:
    """What shows that the test above could fail."""
    changed = {"jobs": "cuisinier", "skills": "couture", "licences": "aucune", "commune": "Chenôve", "mobility_km": 1,
               "french_level": "A1.1", "available_on": date(2026, 6, 1), "hours_to": 1000, "sectors": ("MS",),
               "waiting_since": date(2026, 2, 1)}  # fmt: skip
    usual = whole(read(RECORD))
    for field, value in changed.items():
        record = RECORD | {field: value} | ({"postal_code": None} if field == "commune" else {})
        assert whole(read(record)) != usual, field


def test_the_columns_of_people_that_are_read_are_none_of_the_protected_ones() -> None:
    columns = {name for model in (Person, Residence, Orientation) for name in model.model_fields}
    assert {"sex", "birth_date", "rqth", "rsa", "last_name", "origin", "education_level"} <= columns
    assert not READ_OF_PEOPLE & {
        "sex", "birth_date", "rqth", "rsa", "last_name", "first_name", "last_key", "first_key", "origin", "prescriber",
        "education_level", "work_permit_until", "unemployed_since", "address", "qpv_key", "qpv_name", "decision",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the best is sure, the others as the square of how near they come, the far ones left out
        ("maçon", [("F1703", 1.0), ("F1701", 0.25)]),
        ("maconnerie", [("F1703", 1.0), ("F1701", 0.81)]),
        ("rien", []),
        ("zzz", [("K2204", 0.4)]),
        ("inconnu", []),
        ("F1703", [("F1703", 1.0)]),
        ("Maçon (f1703)", [("F1703", 1.0)]),
        ("F1703 ou F1701", [("F1703", 1.0), ("F1701", 1.0)]),
        ("", []),
    ],
)
def test_a_job_has_the_codes_written_in_it_or_those_found(text: str, expected: list[tuple[str, float]]) -> None:
    found = job_of(text, codes).codes
    assert [(code.code, round(code.score, 9)) for code in found] == expected


def test_the_code_is_not_part_of_the_words() -> None:
    assert job_of("Maçon (F1703)", codes).text == "Maçon"
    assert job_of("F1703", codes).text == "F1703"
    assert len(job_of("F1703 F1701 F1704 F1302", codes).codes) == MOST_CODES


def test_a_need_is_read_as_recorded() -> None:
    need = need_of(
        {
            "key": "B001", "job": "maçon", "starts_on": datetime(2026, 4, 1, tzinfo=UTC), "ends_on": date(2026, 12, 31),
            "posts": 2, "skills": "coffrage", "licences": "CACES R489 3 ou 5", "french_level": "A2",
            "commune": "Chenôve", "weekly_hours": 3500, "sector": Sector.BTP, "division": "4399C",
            "qpv_only": True, "publics": frozenset({Criterion.RSA}),
        },
        codes=codes, places=place,
    )  # fmt: skip
    assert need == Need(
        "B001", Job("maçon", (JobCode("F1703"), JobCode("F1701", 0.25))), date(2026, 4, 1), date(2026, 12, 31), 2,
        ("coffrage",), requirements("CACES R489 3 ou 5"), FrenchLevel.A2, "21166", "Chenôve", 3500, Sector.BTP, "43",
        qpv_only=True, publics=frozenset({Criterion.RSA}),
    )  # fmt: skip


def test_a_need_says_when_it_starts() -> None:
    bare = need_of({"starts_on": date(2026, 4, 1)}, codes=codes, places=place)
    assert bare == Need("", Job(""), date(2026, 4, 1))
    for record in ({}, {"starts_on": None}, {"starts_on": "01/04/2026"}):
        with pytest.raises(KeyError):
            need_of(record, codes=codes, places=place)


anything = (
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.text(max_size=30) | st.dates() | st.datetimes()
    | st.floats() | st.lists(st.text(max_size=10) | st.integers(), max_size=3)
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(RECORD)), anything), st.dates())
@settings(deadline=None)
def test_any_record_is_read_and_compared(record: dict[str, Any], starts_on: date) -> None:
    candidate = read(record)
    need = need_of(record | {"starts_on": starts_on, "job": record.get("jobs"), "sector": record.get("sectors")},
                   codes=codes, places=place)  # fmt: skip
    assert 0 <= whole_score(assess(candidate, need, GROUNDS), scale_of(need, GROUNDS)) <= 10_000


HOSTILE = ["", "   ", "\x00", "🚜" * 500, "مرحبا", "<script>alert(1)</script>", "a" * 100_000, "; ; ;", "F1703" * 3_000,
           "=cmd|' /C calc'!A0", "\ud800", "ﷺ" * 200, "-", "NULL", "٣٤٥"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_and_compared(text: str) -> None:
    fields = ("key", "jobs", "skills", "licences", "commune", "postal_code", "french_level", "sectors")
    candidate = read(dict.fromkeys(fields, text))
    need = need_of(dict.fromkeys((*fields, "job", "sector", "division"), text) | {"starts_on": date(2026, 4, 1)},
                   codes=codes, places=place)  # fmt: skip
    found = assess(candidate, need, GROUNDS)
    assert all(len(scored.reason) < 2_000 for scored in found)
