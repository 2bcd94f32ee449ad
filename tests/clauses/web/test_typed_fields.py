"""Fields of a form: each fault said beside its field, nothing lost, nothing invented."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.web.sound import LARGEST_NUMBER
from clauses.web.typed_fields import Typed, kept


@pytest.mark.parametrize("text", ["2024-03-12", "12/03/2024", " 12/03/2024 ", "12.3.2024"])
def test_a_day_is_read_as_a_calendar_or_a_hand_writes_it(text: str) -> None:
    assert Typed({"day": text}).day("day") == date(2024, 3, 12)


@pytest.mark.parametrize(
    "text", ["31/02/2024", "12-03-2024", "demain", "0000-00-00", "0024-03-12", "12/03/0024", "12/03/24"]
)
def test_what_is_no_day_is_said_with_an_example(text: str) -> None:
    typed = Typed({"day": text})
    assert typed.day("day") is None
    assert typed.errors == {"day": f"« {text} » n'est pas une date : écrivez par exemple 12/03/2024."}


def test_what_must_be_given_is_asked_for_and_the_rest_is_not() -> None:
    typed = Typed({"name": "  "})
    assert (typed.text("name", missing="Dites qui."), typed.day("day"), typed.number("count")) == ("", None, None)
    assert typed.errors == {"name": "Dites qui."}


@pytest.mark.parametrize(("text", "value"), [("90", 90), ("1\u202f200", 1200), ("0", 0), ("-1", None), ("٣", None)])
def test_a_number_is_whole_and_within_its_bounds(text: str, value: int | None) -> None:
    typed = Typed({"count": text})
    assert typed.number("count", most=2000) == value
    assert bool(typed.errors) == (value is None)


def test_boxes_ticked_are_numbers() -> None:
    assert Typed({"people": ["3", "x", "9" * 20, "9" * 5_000, str(2**31), "4"]}).numbers("people") == [3, 4]
    assert Typed({"people": "3"}).numbers("people") == [3]
    assert Typed({}).numbers("people") == []


def test_what_is_chosen_names_a_row_that_can_be() -> None:
    said = {name: str(number) for name, number in (("none", -1), ("last", LARGEST_NUMBER), ("beyond", 2**31))}
    typed = Typed(said | {"empty": ""})
    assert [typed.row(name) for name in ("none", "last", "beyond", "empty")] == [None, LARGEST_NUMBER, None, None]
    assert typed.row("other", missing="Choisissez.") is None
    assert typed.errors == {
        "none": "« -1 » n'est pas dans la liste : choisissez à nouveau.",
        "beyond": "« 2147483648 » n'est pas dans la liste : choisissez à nouveau.",
        "other": "Choisissez.",
    }


def test_what_was_typed_is_shown_again_and_the_rest_is_empty() -> None:
    again = kept({"name": "Roux", "file": object()})
    assert (again["name"], again["file"], again["other"]) == ("Roux", "", "")


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.text() | st.lists(st.text()) | st.integers()))
def test_no_form_breaks_its_reading(data: dict[str, Any]) -> None:
    typed = Typed(data)
    for name in ("a", "b"):
        text = typed.text(name)
        assert all(sign.isprintable() or sign in "\n\t" for sign in text)
        typed.day(name)
        typed.number(name)
        typed.numbers(name)
    assert set(typed.errors) <= {"a", "b"}
