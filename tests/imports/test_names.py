"""Names in one cell."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.names import split


def parts(text: str, *, first_name_first: bool = False) -> tuple[str | None, str | None]:
    last, first = split(pl.col("text"), first_name_first=first_name_first)
    return pl.DataFrame({"text": [text]}).select(last.alias("last"), first.alias("first")).row(0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DUPONT Jean", ("DUPONT", "Jean")), ("Jean DUPONT", ("DUPONT", "Jean")),
        ("DUPONT Jean-Pierre", ("DUPONT", "Jean-Pierre")),
        ("DE LA TOUR Marie", ("DE LA TOUR", "Marie")), ("Jean-Claude DE LA TOUR", ("DE LA TOUR", "Jean-Claude")),
        ("D'ANGELO Marc", ("D'ANGELO", "Marc")), ("N’DIAYE Awa", ("N’DIAYE", "Awa")),
        ("Marie Claire DUPONT", ("DUPONT", "Marie Claire")),
        ("DUPONT née MARTIN Claire", ("DUPONT née MARTIN", "Claire")), ("M. DUPONT Jean", ("DUPONT", "Jean")),
        ("Mme MÜLLER Éva", ("MÜLLER", "Éva")), ("J. DUPONT", ("DUPONT", "J.")), ("Dupont, Jean", ("Dupont", "Jean")),
        ("PETIT-JEAN Loïc", ("PETIT-JEAN", "Loïc")), ("BEN SALAH Zoé", ("BEN SALAH", "Zoé")),
    ],
)  # fmt: skip
def test_capitals_tell_the_last_name_whatever_the_header(text: str, name: tuple[str, str]) -> None:
    assert parts(text) == name
    if "," not in text:
        assert parts(text, first_name_first=True) == name


@pytest.mark.parametrize(
    ("text", "last_first", "first_last"),
    [
        ("DUPONT JEAN", ("DUPONT", "JEAN"), ("JEAN", "DUPONT")),
        ("Dupont Jean", ("Dupont", "Jean"), ("Jean", "Dupont")),
        ("El Amrani Léa", ("El Amrani", "Léa"), ("Amrani Léa", "El")),
        ("Da Silva Ana", ("Da Silva", "Ana"), ("Silva Ana", "Da")),
        ("Dupont, Jean", ("Dupont", "Jean"), ("Jean", "Dupont")),
    ],
)  # fmt: skip
def test_without_capitals_the_order_of_the_header_tells(
    text: str, last_first: tuple[str, str], first_last: tuple[str, str]
) -> None:
    assert parts(text) == last_first
    assert parts(text, first_name_first=True) == first_last


def test_one_word_has_no_first_name() -> None:
    assert parts("DUPONT") == ("DUPONT", None)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_no_word_is_invented(text: str) -> None:
    last, first = parts(text)
    assert last is not None
    assert last in text
    assert first is None or first in text
