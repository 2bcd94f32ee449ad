"""Levels of French as people write them, and how long an assessment holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.french_levels import FrenchLevel, french_level, holds_until


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("A1.1", "A1.1"), ("A1-1", "A1.1"), ("a1", "A1"), ("Niveau A2 acquis", "A2"), ("B1", "B1"), ("B 2", "B2"),
        ("CECRL C1", "C1"), ("C2 (DALF)", "C2"), ("A2+", "A2"), ("B1, B1", "B1"),
    ],
)  # fmt: skip
def test_a_level_is_read_however_it_is_written(text: str, level: str) -> None:
    assert french_level(text) is FrenchLevel(level)


@pytest.mark.parametrize("text", ["", None, "courant", "FLE", "A2/B1", "A3", "AB1", "B12", "débutant", "🇫🇷"])
def test_a_word_or_several_levels_are_no_level(text: str | None) -> None:
    assert french_level(text) is None


def test_levels_are_in_order() -> None:
    assert [level.rank for level in FrenchLevel] == list(range(7))


def test_an_assessment_holds_so_many_months() -> None:
    assert holds_until(date(2024, 3, 31), 24) == date(2026, 3, 31)


@given(st.none() | st.dates(), st.integers(0, 240))
def test_an_assessment_without_a_date_is_not_known_to_be_old(day: date | None, months: int) -> None:
    until = holds_until(day, months)
    assert until == date.max if day is None else until >= day


@given(st.text(max_size=50))
def test_any_text_is_a_level_or_none(text: str) -> None:
    assert french_level(text) in {None, *FrenchLevel}
