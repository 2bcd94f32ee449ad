"""What a company may write: its own rows, and nothing told of those of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clauses.files.rules import Severity
from clauses.people.eligibility import Override, PersonFacts
from imports.hours import known
from imports.hours.discreet import silent
from imports.hours.doubted import Doubted
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

NO = PersonFacts(date(1990, 5, 4), overrides=(Override(False, date(2023, 6, 1), "sans lien", "Facilitatrice"),))
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


def quiet(made: HoursPlan) -> None:
    (issue,) = made.issues
    assert (issue.code, issue.row, issue.severity) == ("hours.facilitator_looks", 2, Severity.TO_CHECK)
    assert issue.message == "Ligne 2 : le facilitateur regardera cette ligne. Les heures sont gardées en attendant."
    assert made.lines["state"].to_list() == ["to_check"]


def test_what_a_company_does_not_see_makes_its_rows_wait_all_alike() -> None:
    """The same hours elsewhere, too many with those of elsewhere, and a stranger not of the publics."""
    quiet(deposited(row(), recorded=elsewhere()))
    quiet(deposited(row(hours=12_000), recorded=elsewhere(10_001)))
    quiet(deposited(row(), recorded=replace(world(), doubted=Doubted(people={LEA: NO}))))
    assert deposited(row(hours=12_000), recorded=elsewhere(10_000)).issues == ()


def test_a_company_is_told_of_its_own_people() -> None:
    frame, recorded = file(row()), replace(world(), doubted=Doubted(people={LEA: NO}))
    own = replace(OWN, people=frozenset({LEA}))
    made = plan(frame, frame.clear(), own.narrowed(recorded), HEADERS, frozenset())
    assert [issue.code for issue in made.issues] == ["hours.not_eligible"]


def test_nothing_of_it_is_said_before_the_file_is_stored() -> None:
    assert silent(deposited(row(), recorded=elsewhere()).issues) == ()


def test_no_unit_is_held_for_what_a_company_does_not_see() -> None:
    """Were it held, the preview would tell."""
    both = elsewhere()
    declared = both.declarations.vstack(_frame(known.DECLARATIONS, (902, MASON_ON_1, MASON, MARCH, 1, "current")))
    made = deposited(row(), recorded=replace(both, declarations=declared))
    assert (made.replaced, made.lines["state"].to_list()) == (1, ["to_check"])


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
