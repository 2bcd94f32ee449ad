"""Who asks, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clauses.web import visitors


def test_the_day_of_a_request_is_that_of_france_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "now", lambda: datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert visitors.today() == date(2026, 7, 1)
