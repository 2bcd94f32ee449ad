"""What a company may write: its own rows, and nothing told of those of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clauses.files.rules import Severity
from imports.hours import known
from imports.hours.known import Known
from imports.hours.own import Own
from imports.hours.plan import HoursPlan, plan
from tests.imports.hours.recorded import (
    ETTI,
    GARDENER_ON_2,
    HEADERS,
    LEA,
    LEA_CDD,
    MARCH,
    MASON,
    MASON_ON_1,
    _frame,
    file,
    row,
    world,
)

OWN = Own(frozenset({MASON_ON_1}), MASON, "11111111111111", "Maçons du Sud")
NAMELESS = replace(OWN, siret=None)


def elsewhere(hours: int = 10_000) -> Known:
    """An ETTI has declared Léa's hours of March to the gardener of lot 2, where the masons have nothing to see."""
    return world(
        declarations=_frame(known.DECLARATIONS, (901, GARDENER_ON_2, ETTI, MARCH, 1, "current")),
        lines=_frame(known.LINES, (5, 901, LEA_CDD, hours, 0, "submitted", False, None)),
        contracts=_frame(known.CONTRACTS, (LEA_CDD, LEA, ETTI, "CTTI", date(2024, 1, 2), None)),
    )


def deposited(*rows: dict[str, Any], recorded: Known) -> HoursPlan:
    frame, foreign = OWN.claimed(file(*rows), HEADERS)
    assert foreign == []
    return plan(frame, frame.clear(), OWN.narrowed(recorded), HEADERS, frozenset())


def test_hours_declared_where_a_company_sees_nothing_must_be_looked_at_and_say_nothing_of_the_other() -> None:
    made = deposited(row(), recorded=elsewhere())
    (issue,) = [issue for issue in made.issues if issue.code == "hours.already_declared"]
    assert (issue.row, issue.severity) == (2, Severity.BLOCKING)
    assert made.lines["blocking"].to_list() == [True]
    assert "sont déjà déclarées ailleurs" in issue.message
    assert not any(told in issue.message for told in ("Verts Horizons", "ID Intérim", "lot 2", "None"))


def test_a_month_too_long_with_hours_unseen_is_said_without_their_number() -> None:
    made = deposited(row(hours=12_000), recorded=elsewhere(10_001))
    (issue,) = [issue for issue in made.issues if issue.code == "hours.improbable_total"]
    assert "avec des heures déclarées ailleurs" in issue.message
    assert "plus de 220" in issue.message
    assert "220,01" not in issue.message
    assert deposited(row(hours=12_000), recorded=elsewhere(10_000)).issues == ()


def test_of_two_other_declarations_the_one_that_may_be_told_is_told() -> None:
    both = elsewhere()
    both = replace(
        both,
        declarations=both.declarations.vstack(_frame(known.DECLARATIONS, (902, MASON_ON_1, ETTI, MARCH, 1, "current"))),
        lines=both.lines.vstack(_frame(known.LINES, (6, 902, LEA_CDD, 10_000, 0, "submitted", False, None))),
    )
    (issue,) = [i for i in deposited(row(), recorded=both).issues if i.code == "hours.already_declared"]
    assert "par « Maçons du Sud » sur le lot 1" in issue.message


@pytest.mark.parametrize(
    ("own", "siret", "name", "mine"),
    [
        (OWN, None, None, True),
        (OWN, "11111111111111", "Un autre nom", True),
        (OWN, None, "MACONS DU SUD", True),
        (OWN, "33333333333333", "Maçons du Sud", False),
        (OWN, None, "ID Intérim", False),
        (NAMELESS, None, None, True),
        (NAMELESS, "11111111111111", "Maçons du Sud", True),
        (NAMELESS, "33333333333333", None, False),
        (NAMELESS, "33333333333333", "ID Intérim", False),
        (NAMELESS, None, "ID Intérim", False),
        (replace(NAMELESS, name="***"), None, "+++", False),
    ],
)
def test_a_company_writes_its_own_rows_only(own: Own, siret: str | None, name: str | None, mine: bool) -> None:
    kept, said = own.claimed(file(row(employer_siret=siret, employer_name=name)), HEADERS)
    assert (kept.height, [issue.code for issue in said]) == ((1, []) if mine else (0, ["hours.not_your_rows"]))
    assert kept["employer_name"].to_list() == [own.name] * kept.height


def test_a_siret_that_nobody_recorded_asks_for_the_name_beside() -> None:
    (issue,) = NAMELESS.claimed(file(row(employer_siret="33333333333333")), HEADERS)[1]
    assert "Écrivez aussi le nom de l'employeur" in issue.message
    (issue,) = OWN.claimed(file(row(employer_siret="33333333333333")), HEADERS)[1]
    assert "Écrivez aussi" not in issue.message
