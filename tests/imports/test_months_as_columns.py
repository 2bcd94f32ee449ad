"""Headers that are months."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.dates import MONTHS
from imports.months_as_columns import MonthHeader, month_header


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("janv-23", (1, 2023, "hours")), ("2023-01-01", (1, 2023, "hours")),
        ("2023-01-01 00:00:00", (1, 2023, "hours")), ("01/2023", (1, 2023, "hours")),
        ("01/01/2023", (1, 2023, "hours")), ("2023-01", (1, 2023, "hours")), ("Heures janvier", (1, None, "hours")),
        ("Janvier 2023 (h)", (1, 2023, "hours")),
        ("2023 janvier", (1, 2023, "hours")), ("févr.-24", (2, 2024, "hours")),
        ("Nb heures mars 2024", (3, 2024, "hours")), ("AOÛT", (8, None, "hours")),
        ("Formation mars 2024", (3, 2024, "training")), ("Heures de formation avril", (4, None, "training")),
        ("Cumul janvier", (1, None, "total")),
        ("Total mars 2024", (3, 2024, "total")), ("Jours mars 2024", (3, 2024, "other")),
        ("Heures payées mars", (3, None, "paid")),
        ("Commentaire mars", (3, None, "unknown")),
        ("Février 2024 %", (2, 2024, "other")), ("Mars €", (3, None, "other")), ("Janvier réel", (1, None, "hours")),
        ("Heures du 01/03/2024 au 31/03/2024", (3, 2024, "hours")), ("Du 01/03 au 31/03/2024", (3, 2024, "hours")),
        ("Février rectif", (2, None, "unknown")), ("2ème quinz. février", (2, None, "unknown")),
        ("du 01/03/2024 au 15/04/2024", (3, 2024, "unknown")), ("Prévu mars 2024", (3, 2024, "other")),
    ],
)  # fmt: skip
def test_a_header_names_a_month_and_what_is_measured(header: str, found: tuple[int, int | None, str]) -> None:
    assert month_header(header) == MonthHeader(*found)


@pytest.mark.parametrize(
    "header", ["Nom", "Heures", "Total", "janvier à mars", "2023", "Lot 1", "", "Date de naissance", "13/2023"]
)
def test_other_headers_name_no_month(header: str) -> None:
    assert month_header(header) is None


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(2000, 2099))
def test_every_way_to_write_a_month_is_that_month(month: int, year: int) -> None:
    word = MONTHS[month - 1]
    forms = [
        f"{word} {year}",
        f"{word}-{year % 100:02d}",
        f"{month:02d}/{year}",
        f"{year}-{month:02d}-01",
        f"Heures {word} {year}",
    ]
    assert {month_header(form) for form in forms} == {MonthHeader(month, year, "hours")}


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_header_is_a_month_or_not(header: str) -> None:
    month_header(header)
