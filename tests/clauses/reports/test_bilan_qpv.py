"""Where someone lived at a date, and the printed name of a quartier."""

from datetime import date

import polars as pl
import pytest

from clauses.reports.bilan_qpv import at_dates, counts, names_of, not_in_force
from clauses.reports.frame_columns import RESIDENCES

FONTAINE, MAIL, ELBEUF = "QN02102M", "QN02101M", "QN07613M"


def residences(*rows: tuple[int, date, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RESIDENCES, orient="row")


def dates(*rows: tuple[int, date]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"person_id": pl.Int64, "on": pl.Date}, orient="row")


HOMES = residences((1, date(2022, 1, 1), MAIL, None), (1, date(2023, 6, 1), None, None))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2021, 1, 1), MAIL),
        (date(2022, 1, 1), MAIL),
        (date(2023, 5, 31), MAIL),
        (date(2023, 6, 1), None),
        (date(2024, 1, 1), None),
    ],
)
def test_the_residence_in_force_is_the_last_before_else_the_earliest(day: date, key: str | None) -> None:
    lived = at_dates(HOMES, dates((1, day)))
    assert lived.rows() == [(1, day, key, True)]


def test_someone_without_a_residence_is_unknown() -> None:
    lived = at_dates(HOMES, dates((2, date(2023, 1, 1)), (1, date(2023, 1, 1))))
    assert lived["person_id"].to_list() == [1, 2]
    assert lived["known"].to_list() == [True, False]
    assert lived["qpv_key"].to_list() == [MAIL, None]


def test_more_columns_of_the_dates_are_kept() -> None:
    asked = dates((1, date(2023, 1, 1)), (1, date(2023, 12, 1))).with_columns(exit_id=pl.Series([7, 8]))
    assert at_dates(HOMES, asked).select("exit_id", "qpv_key").sort("exit_id").rows() == [(7, MAIL), (8, None)]


def test_nobody_lives_nowhere() -> None:
    assert at_dates(residences(), dates()).height == 0


def test_counts_are_largest_first_then_by_name() -> None:
    lived = pl.DataFrame({"person_id": [1, 2, 3, 4], "qpv_key": ["c", "b", "c", None]})
    assert list(counts(lived, {"b": "Bief", "c": "Centre"}).items()) == [("Centre", 2), ("Bief", 1)]
    keys = list("hgfedcba")
    equal = pl.DataFrame({"person_id": list(range(8)), "qpv_key": keys})
    assert list(counts(equal, {key: key for key in keys})) == sorted(keys)


def named(*given: tuple[str, str | None]) -> dict[str, str]:
    return names_of(residences(*((number, date(2023, 1, 1), key, name) for number, (key, name) in enumerate(given))))


def test_the_printed_name_is_the_spelling_given_most_often() -> None:
    assert named((FONTAINE, "Fontaine d'Ouche"), (FONTAINE, "Fontaine d'Ouche"), (FONTAINE, "FONTAINE D'OUCHE")) == {
        FONTAINE: "Fontaine d'Ouche"
    }


def test_a_spelling_without_the_commune_goes_before_a_more_frequent_one_with_it() -> None:
    prefixed = (FONTAINE, "Dijon- Fontaine-d'ouche")
    assert named(prefixed, prefixed, (FONTAINE, "Fontaine d'Ouche")) == {FONTAINE: "Fontaine d'Ouche"}
    assert named(prefixed, prefixed) == {FONTAINE: "Dijon- Fontaine-d'ouche"}


def test_equal_spellings_are_told_apart_alphabetically() -> None:
    assert named((FONTAINE, "Fontaine d’Ouche"), (FONTAINE, "Fontaine d'Ouche")) == {FONTAINE: "Fontaine d'Ouche"}


def test_a_code_alone_has_the_official_name_and_an_unknown_one_itself() -> None:
    assert named((FONTAINE, None), ("QN07501M", None)) == {FONTAINE: "Fontaine d'Ouche", "QN07501M": "QN07501M"}


def test_two_quartiers_never_share_a_name() -> None:
    assert named((ELBEUF, "Centre"), ("QN02106N", "Centre"), ("centre", "Centre"), (MAIL, "Le Mail")) == {
        ELBEUF: "Centre (Elbeuf)",
        "QN02106N": "Centre (Quetigny)",
        "centre": "Centre (centre)",
        MAIL: "Le Mail",
    }


def test_perimeters_not_in_force_that_day_are_told_by_quartier() -> None:
    lived = pl.DataFrame(
        {
            "person_id": [1, 2, 3, 4, 5],
            "on": [date(2023, 12, 31), date(2023, 1, 1), date(2024, 1, 1), date(2023, 1, 1), date(2014, 1, 1)],
            "qpv_key": ["QN02106N", "QN02106N", "QN02106N", "bourroches", None],
        }
    )
    assert not_in_force(lived, {"QN02106N": "Quetigny Centre"}) == {"Quetigny Centre": 2}
