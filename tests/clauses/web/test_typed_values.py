"""What a person types, read as it means or not at all."""

import pytest

from clauses.web.typed_values import cents, hundredths, text, ticked


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("1 000", 100_000), ("1 234,5 h", 123_450), ("0.07", 7), ("1\u202f000", 100_000), ("-1", None), ("1,234", None),
     ("", None), ("٣", None), ("12345678901", None)],
)  # fmt: skip
def test_hours(typed: str, hours: int | None) -> None:
    assert hundredths(typed) == hours


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12 000,50 €", 1_200_050), ("-3 500", -350_000), ("−1", -100), ("--1", None), ("€", None), ("1e3", None)],
)
def test_euros(typed: str, amount: int | None) -> None:
    assert cents(typed) == amount


def test_text_is_on_one_line_and_bounded() -> None:
    assert text({"a": " un\x00\n deux "}, "a") == "un deux"
    assert text({"a": ["x"]}, "a") == ""
    assert [ticked(data, "a") for data in ({"a": ["x", "y"]}, {"a": "x y"}, {}, {"a": 3})] == ["x y", "x y", "", ""]
    assert len(text({"a": "x" * 900}, "a")) == 400
