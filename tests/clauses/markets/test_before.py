"""What a market said on a day, whatever was written over it since."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clauses.markets.before import Before, as_kept, end_on, ends_written, in_words, rewriting_of, said_on
from clauses.markets.rules import MarketField, Rewriting

ENDS, PUBLICS = MarketField.ENDS_ON, MarketField.PUBLICS
JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
OLD, NEW = date(2024, 12, 31), date(2025, 6, 30)


def before(field: MarketField, said: str | None, until: date, how: Rewriting = Rewriting.CHANGE) -> Before:
    return Before(field, said, until, how, "Facilitatrice")


def test_a_change_holds_from_its_day_and_a_correction_for_every_day() -> None:
    changed = [before(ENDS, OLD.isoformat(), JUNE)]
    assert [end_on(changed, NEW, day) for day in (date.min, JUNE - timedelta(days=1), JUNE, date.max)] == [
        OLD, OLD, NEW, NEW
    ]  # fmt: skip
    corrected = [before(ENDS, OLD.isoformat(), JUNE, Rewriting.CORRECTION)]
    assert {end_on(corrected, NEW, day) for day in (date.min, JUNE, date.max)} == {NEW}


def test_of_one_day_the_last_writing_holds_and_the_first_tells_the_days_before() -> None:
    twice = [before(PUBLICS, "RSA", JUNE), before(PUBLICS, "DELD", JUNE)]
    assert said_on(twice, PUBLICS, "RQTH", JUNE - timedelta(days=1)) == "RSA"
    assert said_on(twice, PUBLICS, "RQTH", JUNE) == "RQTH"
    assert said_on(twice, ENDS, None, JUNE) is None


def test_how_a_writing_is_taken() -> None:
    assert rewriting_of(ENDS, "2024-12-31", correction=False) is Rewriting.CHANGE
    assert rewriting_of(PUBLICS, "RSA", correction=False) is Rewriting.CHANGE
    for field, said, correction in ((ENDS, None, False), (ENDS, "2024-12-31", True), (MarketField.TITLE, "x", False)):
        assert rewriting_of(field, said, correction=correction) is Rewriting.CORRECTION


def test_ends_come_with_the_days_from_which_they_hold() -> None:
    assert ends_written([], OLD) == (OLD, [])
    writings = [before(ENDS, OLD.isoformat(), JUNE), before(PUBLICS, "RSA", JUNE), before(ENDS, NEW.isoformat(), JULY)]
    assert ends_written(writings, None) == (OLD, [(JUNE, NEW), (JULY, None)])


def test_what_was_said_before_is_told_as_it_was_known_that_day() -> None:
    named = Before(ENDS, OLD.isoformat(), JUNE, Rewriting.CHANGE, "Ana", "marches.csv")
    assert in_words([named], JUNE - timedelta(days=1)) == []
    (told,) = in_words([named], JUNE)
    assert told.replace("\xa0", " ") == (
        "Date de fin : 31/12/2024 avant le 01/06/2024, puis une autre valeur, d'après Ana (fichier « marches.csv »)."
    )
    slip = before(PUBLICS, "RSA", JUNE, Rewriting.CORRECTION)
    (told,) = in_words([slip, before(ENDS, None, JUNE, Rewriting.CORRECTION)], date.min)
    assert told == "Publics éligibles\xa0: «\xa0RSA\xa0» était une erreur, corrigée le 01/06/2024 par Facilitatrice."


def test_values_are_kept_as_texts() -> None:
    assert as_kept({"ends_on": OLD, "publics": None, "title": "Lycée"}) == {
        ENDS: "2024-12-31", PUBLICS: None, MarketField.TITLE: "Lycée"
    }  # fmt: skip


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
WRITINGS = st.lists(
    st.builds(
        lambda field, said, until: before(field, said.isoformat(), until),
        st.sampled_from([ENDS, MarketField.PUBLICS]),
        DAYS,
        DAYS,
    ),
    max_size=6,
)


@given(WRITINGS, DAYS, DAYS, DAYS, DAYS)
def test_writing_tomorrow_changes_nothing_to_yesterday(
    writings: list[Before], now: date, new: date, until: date, day: date
) -> None:
    last = max([until, *(each.until for each in writings)])
    after = [*writings, before(ENDS, now.isoformat(), last)]
    if day < last:
        assert end_on(after, new, day) == end_on(writings, now, day)
    assert end_on(after, new, last) == new


@given(WRITINGS, DAYS, DAYS)
def test_ends_with_their_days_say_the_same_as_the_end_of_a_day(writings: list[Before], now: date, day: date) -> None:
    first, since = ends_written(writings, now)
    assert [first, *(end for held, end in since if held <= day)][-1] == end_on(writings, now, day)
