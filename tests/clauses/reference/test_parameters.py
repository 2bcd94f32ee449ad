"""Dated values: the one in force at a day."""

from datetime import date

from clauses.reference.parameters import BUILT_IN, SMIC, Dated, Family, all_in_force, in_force


def test_a_rate_holds_from_its_day_to_the_next_one() -> None:
    days = (date(2023, 4, 30), date(2023, 5, 1), date(2023, 12, 31), date(2024, 1, 1))
    found = [in_force(BUILT_IN, Family.REFERENCE_RATE, SMIC, day) for day in days]
    assert [each.value for each in found if each] == [1127, 1152, 1152, 1165]


def test_before_the_first_value_there_is_none() -> None:
    assert in_force(BUILT_IN, Family.REFERENCE_RATE, SMIC, date(2020, 12, 31)) is None
    assert in_force(BUILT_IN, Family.REFERENCE_RATE, "inconnu", date(2024, 1, 1)) is None


def test_what_a_territory_sets_the_same_day_goes_over_the_built_in_value() -> None:
    own = Dated(Family.LABOUR_SHARE, "peinture", date(2021, 1, 1), 6_500, "étude locale")
    assert in_force((*BUILT_IN, own), Family.LABOUR_SHARE, "peinture", date(2024, 1, 1)) == own


def test_all_those_in_force_at_a_day_are_told_once_by_name() -> None:
    own = Dated(Family.EVIDENCE_AGE, "RSA", date(2021, 1, 1), 6, "délibération")
    later = Dated(Family.EVIDENCE_AGE, "RQTH", date(2022, 6, 2), 6, "délibération")
    told = all_in_force((*BUILT_IN, own, later), date(2022, 6, 1))
    values = {(one.family, one.name): one.value for one in told}
    assert values.keys() == {(one.family, one.name) for one in BUILT_IN}
    assert (values[Family.REFERENCE_RATE, SMIC], values[Family.EVIDENCE_AGE, "RSA"]) == (1085, 6)
    assert [(one.family, one.name) for one in told] == sorted(values)


def test_every_built_in_value_says_where_it_comes_from() -> None:
    assert all(each.source and each.value >= 0 for each in BUILT_IN)
