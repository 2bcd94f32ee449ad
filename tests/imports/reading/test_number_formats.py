"""What a number stands for, by the format of its cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.reading.number_formats import NumberKind, kind_of_format


@pytest.mark.parametrize(
    "code",
    [
        "dd/mm/yyyy", "d-mmm-yy", "mmm-yy", "mmmm", "yyyy", "[$-40C]d mmmm yyyy;@", "dd/mm/yyyy hh:mm", "DD/MM/YY",
        "[Red]dd/mm/yy", '"le "dd/mm', "m", "mm\\-yy", "d;@", "*-yyyy-mm-dd", '"lundi',
    ],
)  # fmt: skip
def test_a_format_with_a_day_a_month_or_a_year_is_a_date(code: str) -> None:
    expected = NumberKind.NUMBER if code == '"lundi' else NumberKind.DATE
    assert kind_of_format(code) is expected


@pytest.mark.parametrize(
    "code",
    [
        "h:mm", "hh:mm:ss", "h:mm AM/PM", "h A/P", "mm:ss", "mm:ss.0", "[h]", "[hh]:mm", "[mm]", "[s].000", "[H]:MM",
        '[h]"h"mm', "h\\hmm", "[Blue][h]:mm;[Red]-[h]:mm", "[$-F400]h:mm:ss AM/PM", "[h]:mm:ss;@", "AM/PM",
    ],
)  # fmt: skip
def test_a_format_with_hours_or_seconds_alone_is_a_length_of_time(code: str) -> None:
    assert kind_of_format(code) is NumberKind.TIME


@pytest.mark.parametrize(
    "code",
    [
        "", "General", 'General" h"', "0.00", "# ##0,00", '0.00" heures"', '0.00 "h"', "0\\h", "0_h", "0*d", "0%", "@",
        '#,##0.00" €";[Red]-#,##0.00" €"', "[$€-40C] # ##0", "0;dd/mm/yyyy", "[>=100][Magenta]0", "[Yellow]0.0",
        "0E+00", "[]0", "[hms]0", "00000000000000", "0\\", '"heures', "[h",
    ],
)  # fmt: skip
def test_other_formats_are_of_plain_numbers(code: str) -> None:
    expected = NumberKind.TIME if code == "[h" else NumberKind.NUMBER
    assert kind_of_format(code) is expected


@given(st.text(max_size=30))
def test_any_text_is_some_format(code: str) -> None:
    assert kind_of_format(code) in NumberKind


@given(st.text(st.characters(exclude_characters='"'), max_size=8))
def test_what_is_quoted_says_nothing(text: str) -> None:
    assert kind_of_format(f'0.00"{text}"') is NumberKind.NUMBER
    assert kind_of_format(f'"{text}"dd/mm/yyyy') is NumberKind.DATE
