"""What matching sees of people as they are recorded."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from clauses.matching.records import READ_OF_PEOPLE
from clauses.matching.rules import Engagement, Standing
from clauses.matching.seekers import (
    Around,
    Home,
    Oriented,
    Seeker,
    in_qpv,
    left_on,
    not_integrated_on,
    record_of,
    standing_of,
    waiting_since,
)
from clauses.people.rules import Sector
from clauses.reference import qpv
from clauses.reference.rules import Decision

TODAY = date(2024, 6, 15)
DAY = timedelta(days=1)
JANUARY, MARCH, MAY = date(2024, 1, 8), date(2024, 3, 4), date(2024, 5, 6)
VALIDATED = Oriented(JANUARY, Sector.BTP, Decision.VALIDATED, date(2024, 1, 15))
REFUSED = Oriented(MARCH, Sector.MS, Decision.NOT_INTEGRATED, date(2024, 3, 11))
SOMEONE = Seeker(1, "P0001", orientations=(VALIDATED,))


def worked(start: date, end: date | None) -> Engagement:
    return Engagement(start, end)


# --- waiting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contracts", "exits", "since"),
    [
        ((), (), JANUARY),
        ((worked(MARCH, None),), (), None),
        ((worked(MARCH, TODAY),), (), None),
        ((worked(MARCH, TODAY - DAY),), (), TODAY),
        ((worked(TODAY + DAY, None),), (), JANUARY),
        ((worked(date(2023, 1, 1), JANUARY - DAY),), (), JANUARY),
        ((worked(date(2023, 1, 1), JANUARY),), (), JANUARY + DAY),
        ((Engagement(MARCH, None, need="B001"),), (), JANUARY),
        ((), (MARCH,), None),
        ((), (TODAY + DAY,), JANUARY),
        ((worked(JANUARY, MARCH),), (MARCH,), MARCH + DAY),
        ((worked(JANUARY, MARCH - DAY),), (MARCH,), None),
    ],
)
def test_someone_waits_since_what_they_were_last_oriented_for(
    contracts: tuple[Engagement, ...], exits: tuple[date, ...], since: date | None
) -> None:
    assert waiting_since(replace(SOMEONE, contracts=contracts, exits=exits), TODAY) == since


def test_the_first_orientation_since_the_last_contract_starts_the_wait() -> None:
    again = (VALIDATED, replace(VALIDATED, on=MAY), replace(VALIDATED, on=MAY + DAY))
    person = replace(SOMEONE, orientations=again, contracts=(worked(JANUARY, MARCH),))
    assert waiting_since(person, TODAY) == MAY


def test_whoever_was_never_oriented_or_only_refused_does_not_wait() -> None:
    assert waiting_since(replace(SOMEONE, orientations=()), TODAY) is None
    assert waiting_since(replace(SOMEONE, orientations=(REFUSED,)), TODAY) is None


# --- gone -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exits", "oriented", "entered", "gone"),
    [
        ((), (), (), None),
        ((MARCH,), (), (), MARCH),
        ((JANUARY, MARCH), (), (), MARCH),
        ((TODAY,), (), (), TODAY),
        ((TODAY + DAY,), (), (), None),
        ((MARCH,), (MARCH,), (), MARCH),
        ((MARCH,), (MARCH + DAY,), (), None),
        ((MARCH,), (), (MAY,), None),
    ],
)
def test_someone_who_left_is_gone_until_oriented_again(
    exits: tuple[date, ...], oriented: tuple[date, ...], entered: tuple[date, ...], gone: date | None
) -> None:
    person = Seeker(
        1, "P1", orientations=tuple(Oriented(day, Sector.BTP) for day in oriented), participations=entered, exits=exits
    )
    assert left_on(person, TODAY) == gone


def test_someone_is_not_integrated_when_every_orientation_says_so() -> None:
    assert not_integrated_on(()) is None
    assert not_integrated_on((REFUSED,)) == REFUSED.decided_on
    assert not_integrated_on((replace(REFUSED, decided_on=None),)) == MARCH
    assert not_integrated_on((REFUSED, VALIDATED)) is None
    assert not_integrated_on((REFUSED, Oriented(MAY, Sector.PI))) is None
    assert not_integrated_on((REFUSED, replace(REFUSED, decided_on=MAY))) == MAY


# --- home -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "day", "answer"),
    [
        (None, TODAY, None),
        (Home("Dijon", "21000", "QN02102M"), TODAY, True),
        (Home("Quetigny", None, "QN02106N"), date(2023, 12, 31), False),
        (Home("Dijon", None, "quartier sans code"), TODAY, True),
        (Home("Dijon", "21000"), TODAY, None),
        (Home("Dijon", "21000", outside_qpv=True), TODAY, False),
        (Home("Beaune", "21200", outside_qpv=True), TODAY, False),
        (Home("Ahuy", "21121"), TODAY, False),
        (Home("Beaune", "21200"), TODAY, None),
        (Home(None), TODAY, None),
    ],
)
def test_no_quartier_is_a_no_where_a_file_tells_them_or_the_commune_has_none(
    home: Home | None, day: date, answer: bool | None
) -> None:
    assert in_qpv(home, day) is answer


# --- what is seen -----------------------------------------------------------------------------------------------------


def test_a_record_says_what_scoring_may_see_and_nothing_more() -> None:
    person = replace(
        SOMEONE,
        jobs="maçon ; coffreur",
        mobility_km=20,
        homes={JANUARY: Home("Dijon", "21000"), MARCH: Home("Chenôve", "21300")},
        orientations=(VALIDATED, REFUSED),
    )
    record = record_of(person, TODAY)
    assert set(record) <= READ_OF_PEOPLE
    assert (record["commune"], record["postal_code"], record["sectors"]) == ("Chenôve", "21300", ("BTP",))
    assert record_of(person, MARCH - DAY)["commune"] == "Dijon"
    assert record_of(SOMEONE, TODAY)["commune"] is None


def test_a_standing_gathers_what_filters_look_at() -> None:
    contracts = (worked(MARCH, MAY),)
    person = replace(SOMEONE, work_permit_until=MAY, contracts=contracts, exits=(MARCH,), orientations=(REFUSED,))
    assert standing_of(person, TODAY) == Standing(None, MAY, contracts, MARCH, REFUSED.decided_on)


def test_nothing_protected_is_even_carried() -> None:
    carried = {field.name for field in fields(Seeker)}
    assert carried.isdisjoint({"sex", "birth_date", "last_name", "first_name", "rsa", "rqth", "education_level"})


OFFICIAL = Around(
    qpv.BUILT_IN.completed(
        [
            qpv.Quartier("QN06901M", "Les Minguettes", ("Vénissieux",)),
            qpv.Quartier("QN06902N", "Autre", ("Lyon",)),
        ]
    ),
    known=lambda name, _postal_code: name in {"VENISSIEUX", "Bron", "Lyon"},
)


@pytest.mark.parametrize(
    ("home", "answer"),
    [
        (Home("VENISSIEUX"), None),
        (Home("Bron"), False),
        (Home("Nulle-Part"), None),
        (Home("Chenôve"), None),
        (Home("Fénay"), False),
        (Home("Lyon", qpv_key="QN06902N"), True),
    ],
)
def test_the_official_list_of_quartiers_answers_for_the_whole_country(home: Home, answer: bool | None) -> None:
    assert in_qpv(home, date(2024, 6, 1), OFFICIAL) is answer


def test_before_it_is_loaded_nothing_is_known_of_other_towns() -> None:
    assert in_qpv(Home("Bron"), date(2024, 6, 1)) is None
    assert in_qpv(Home("Lyon", qpv_key="QN06902N"), date(2023, 6, 1), OFFICIAL) is False
