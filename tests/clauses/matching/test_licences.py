"""What covers what, and until when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.caces import CATEGORIES, FAMILIES, is_category, last_day_of_old, meaning, years_of
from clauses.matching.licence_reading import holding, requirements
from clauses.matching.licences import (
    CAR,
    Cover,
    Licence,
    LicenceKind,
    Validity,
    covers,
    drives,
    held,
    last_day_from,
    validity,
    years_valid,
)

NEEDED = date(2026, 9, 30)


def cover(has: str, asked: str) -> Cover:
    """How far the one licence that a text says answers another."""
    (licence,), (wanted,) = holding(has).licences, holding(asked).licences
    return covers(licence, wanted)


@pytest.mark.parametrize(
    ("has", "asked", "expected"),
    [
        ("CACES R482 A", "CACES R482 A", Cover.FULLY),
        ("CACES R482 A", "CACES R482 B1", Cover.NONE),
        ("CACES R482 A", "CACES R489 3", Cover.NONE),
        ("CACES R482 A", "CACES R482", Cover.FULLY),
        ("CACES R482", "CACES R482 A", Cover.PARTLY),
        ("CACES R482", "CACES R482", Cover.FULLY),
        ("CACES", "CACES R482 A", Cover.PARTLY),
        ("CACES R482 A", "CACES", Cover.PARTLY),
        ("CACES R482 A", "Permis B", Cover.NONE),
        # old certificates in today's words
        ("CACES R372 1", "CACES R482 A", Cover.FULLY),
        ("CACES R372 2", "CACES R482 B1", Cover.FULLY),
        ("CACES R372 3", "CACES R482 C2", Cover.FULLY),
        ("CACES R372 4", "CACES R482 C1", Cover.FULLY),
        ("CACES R372 9", "CACES R482 F", Cover.FULLY),
        ("CACES R372 5", "CACES R482 C1", Cover.NONE),
        ("CACES R372 5", "CACES R372 5", Cover.FULLY),
        ("CACES R372", "CACES R482 A", Cover.PARTLY),
        ("CACES R389 3", "CACES R489 3", Cover.FULLY),
        ("CACES R389 2", "CACES R489 2B", Cover.FULLY),
        ("CACES R389 6", "CACES R489 7", Cover.FULLY),
        ("CACES R389 6", "CACES R489 6", Cover.NONE),
        ("CACES R386 3B", "CACES R486 B", Cover.FULLY),
        ("CACES R386 2A", "CACES R486 A", Cover.NONE),
        ("CACES R390", "CACES R490", Cover.FULLY),
        ("CACES R383 1A", "CACES R483 A", Cover.FULLY),
        ("CACES R377 GMA", "CACES R487 3", Cover.FULLY),
        ("CACES R318 1", "CACES R484 1", Cover.FULLY),
        # and the other way round: a need still written in old words
        ("CACES R482 A", "CACES R372 1", Cover.FULLY),
        ("CACES R482 B1", "CACES R372 2", Cover.FULLY),
        # loose ways to write today's
        ("CACES R489 1A", "CACES R489 1", Cover.FULLY),
        ("CACES R489 1", "CACES R489 1A", Cover.PARTLY),
        ("CACES R489 1", "CACES R489 1", Cover.FULLY),
        ("CACES R486 3B", "CACES R486 B", Cover.FULLY),
        # permits
        ("Permis B", "Permis B", Cover.FULLY),
        ("Permis CE", "Permis B", Cover.FULLY),
        ("Permis CE", "Permis BE", Cover.FULLY),
        ("Permis C", "Permis CE", Cover.NONE),
        ("Permis B", "Permis C", Cover.NONE),
        ("Permis D", "Permis B", Cover.FULLY),
        ("Permis A", "Permis B", Cover.NONE),
        ("Permis B en cours", "Permis B", Cover.PARTLY),
        ("Permis B en cours", "Permis C", Cover.NONE),
        # electrical symbols
        ("B2V", "B1V", Cover.FULLY),
        ("B2V", "habilitation B2", Cover.FULLY),
        ("B2V", "habilitation B1", Cover.FULLY),
        ("habilitation B2", "B2V", Cover.NONE),
        ("B2V", "habilitation H2", Cover.NONE),
        ("BR", "BS", Cover.FULLY),
        ("BS", "BR", Cover.NONE),
        ("BS", "habilitation B0", Cover.FULLY),
        ("habilitation H0", "habilitation B0", Cover.NONE),
        ("B2V essai", "B2V", Cover.FULLY),
        ("B2V", "B2V essai", Cover.PARTLY),
        ("BE manœuvre", "BE mesurage", Cover.PARTLY),
        ("BE manœuvre", "habilitation BE", Cover.FULLY),
        ("habilitation électrique", "BR", Cover.PARTLY),
        ("BR", "habilitation électrique", Cover.FULLY),
        # others
        ("carte BTP", "carte BTP", Cover.FULLY),
        ("AIPR opérateur", "AIPR opérateur", Cover.FULLY),
        ("AIPR opérateur", "AIPR", Cover.FULLY),
        ("AIPR encadrant", "AIPR opérateur", Cover.PARTLY),
        ("AIPR", "AIPR opérateur", Cover.PARTLY),
        ("SST", "SST", Cover.FULLY),
        ("SST", "FIMO", Cover.NONE),
    ],
)
def test_a_licence_answers_another_or_not(has: str, asked: str, expected: Cover) -> None:
    assert cover(has, asked) is expected


@pytest.mark.parametrize(
    ("has", "asked", "expected"),
    [
        ("CACES R482 A (jusqu'au 12/2026)", "CACES R482 A", Validity.VALID),
        ("CACES R482 A (jusqu'au 30/09/2026)", "CACES R482 A", Validity.VALID),
        ("CACES R482 A (jusqu'au 29/09/2026)", "CACES R482 A", Validity.EXPIRED),
        ("CACES R482 A", "CACES R482 A", Validity.UNDATED),
        ("CACES R482 A périmé", "CACES R482 A", Validity.EXPIRED),
        ("Permis B", "CACES R482 A", Validity.MISSING),
        ("aucune", "CACES R482 A", Validity.MISSING),
        ("", "CACES R482 A", Validity.UNKNOWN),
        ("NR", "CACES R482 A", Validity.UNKNOWN),
        # an unread text may be it
        ("Permis B ; brevet maison", "CACES R482 A", Validity.UNKNOWN),
        # what is asked in unread words may be anything that is held
        ("Permis B", "attestation maison", Validity.UNKNOWN),
        ("CACES", "CACES R482 A", Validity.TO_CHECK),
        ("CACES R482 A en cours", "CACES R482 A", Validity.TO_CHECK),
        # the best of several
        ("CACES R482 A périmé ; CACES R482 A jusqu'au 12/2026", "CACES R482 A", Validity.VALID),
        ("CACES R482 A périmé ; CACES R482", "CACES R482 A", Validity.TO_CHECK),
        ("CACES R489 5", "CACES R489 3 ou 5", Validity.UNDATED),
        # certificates of before 2020 have ended at the latest five years later, ten for the R372
        ("CACES R389 3", "CACES R489 3", Validity.EXPIRED),
        ("CACES R372 1", "CACES R482 A", Validity.VALID),
        # denied, whatever else is not read
        ("sans permis ; brevet maison", "Permis B", Validity.MISSING),
        ("sans permis ; brevet maison", "Permis C", Validity.MISSING),
        ("sans permis ; brevet maison", "CACES R482 A", Validity.UNKNOWN),
        ("sans permis ; brevet maison", "Permis B ou CACES R482 A", Validity.UNKNOWN),
    ],
)
def test_a_requirement_is_met_through_the_end_of_the_mission(has: str, asked: str, expected: Validity) -> None:
    (requirement,) = requirements(asked)
    assert validity(held(requirement, holding(has)), NEEDED) is expected


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        ("Permis B", True),
        ("Permis C", True),
        ("Permis B (jusqu'au 31/12/2025)", False),
        ("véhiculé", True),
        ("sans permis", False),
        ("CACES R482 A", False),
        ("non véhiculé", None),
        ("Permis B en cours", None),
        ("brevet maison", None),
        ("", None),
    ],
)
def test_who_drives_is_known_denied_or_unknown(has: str, expected: bool | None) -> None:
    assert drives(holding(has), date(2026, 3, 1)) is expected


def test_old_certificates_end_at_the_latest_ten_or_five_years_after_2019() -> None:
    assert last_day_of_old("R372") == date(2029, 12, 31)
    assert last_day_of_old("R389") == date(2024, 12, 31)
    assert last_day_of_old("R482") is None
    assert (years_of("R482"), years_of("R489")) == (10, 5)


def test_validity_lasts_to_the_day_before_the_anniversary() -> None:
    assert last_day_from(date(2021, 3, 12), 5) == date(2026, 3, 11)


def test_no_rule_ends_a_permit_or_an_electrical_symbol() -> None:
    assert years_valid(LicenceKind.PERMIS, "") is None
    assert years_valid(LicenceKind.ELECTRIQUE, "") is None
    assert years_valid(LicenceKind.AUTRE, "FIMO") is None
    assert (years_valid(LicenceKind.AIPR, ""), years_valid(LicenceKind.AUTRE, "SST")) == (5, 2)


every_caces = st.sampled_from([
    Licence(LicenceKind.CACES, family, category)
    for family in sorted(FAMILIES)
    for category in ("", "A", "B", "B1", "C1", "1", "1A", "1B", "2", "3", "3B", "5", "6", "7", "10", "GME", "GMA")
    if not category or is_category(family, category)
])  # fmt: skip


@given(every_caces)
def test_a_certificate_answers_itself(licence: Licence) -> None:
    assert covers(licence, licence) is Cover.FULLY


@given(every_caces, every_caces)
def test_a_certificate_that_answers_has_a_category_in_common(licence: Licence, asked: Licence) -> None:
    has, wants = meaning(licence.family, licence.category), meaning(asked.family, asked.category)
    common = has.family == wants.family and bool(has.categories & wants.categories)
    assert (covers(licence, asked) is not Cover.NONE) == common


@given(every_caces)
def test_a_certificate_means_categories_of_today_or_itself(licence: Licence) -> None:
    found = meaning(licence.family, licence.category)
    assert found.categories
    if found.family in CATEGORIES:
        assert found.categories <= set(CATEGORIES[found.family])
    else:
        assert (found.family, found.categories) == (licence.family, frozenset({licence.category}))


def test_the_permit_for_a_car_is_a_b() -> None:
    assert CAR.label == "permis B"
