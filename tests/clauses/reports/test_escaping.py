"""Text that stays text in a spreadsheet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.reports.escaping import harmless


@pytest.mark.parametrize("text", ["=1+1", "+33", "-", "@SUM", "\tx", "\rx", "\nx", "\x00=1+1"])
def test_what_a_spreadsheet_would_run_starts_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}".replace("\x00", "")


@pytest.mark.parametrize("text", ["", "Le Mail", "2023-T004", "a=b", "– absent"])
def test_any_other_text_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text


@settings(deadline=None)
@given(st.text())
def test_nothing_runnable_and_nothing_too_long_goes_out(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert len(harmless(text * 2000)) <= 32_767
