"""What an import did, as programs and people read it."""

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.files.rules import FileKind, Issue, Severity
from imports.report import Changes, Report, Rows, by_severity, counted, grouped, ranges, typeset

BAD = Issue("hours.not_a_number", "Ligne 14 : « abc » n'est pas un nombre.", sheet="Feuil1", row=14, column="Heures")


def on(row: int | None, **said: Any) -> Issue:
    """The same remark about a row."""
    usual = {"code": "x", "message": f"Ligne {row} : vérifiez.", "severity": Severity.WARNING, "sheet": "A", "row": row}
    return Issue(**{**usual, **said})


# --- for programs -----------------------------------------------------------------------------------------------------


def test_the_object_that_a_program_reads_is_that_of_the_contract() -> None:
    report = Report(
        file="heures.xlsx",
        kind=FileKind.HOURS,
        sha256="a" * 64,
        run=7,
        rows=Rows(read=3, accepted=1, rejected=1, ignored=1, warned=0),
        changes=Changes(created=1),
        hours=123_456,
        issues=(BAD,),
    )
    assert json.loads(json.dumps(report.as_json())) == {
        "file": "heures.xlsx",
        "kind": "hours",
        "sha256": "a" * 64,
        "run": 7,
        "dry_run": False,
        "rows": {"read": 3, "accepted": 1, "rejected": 1, "ignored": 1, "warned": 0},
        "changes": {"created": 1, "replaced": 0, "unchanged": 0, "proposed": 0},
        "hours": "1234.56",
        "issues": [
            {
                "sheet": "Feuil1",
                "row": 14,
                "column": "Heures",
                "value": None,
                "severity": "error",
                "code": "hours.not_a_number",
                "message": "Ligne 14 : « abc » n'est pas un nombre.",
            }
        ],
    }


def test_a_kind_without_hours_says_none() -> None:
    assert "hours" not in Report("f.csv", FileKind.PEOPLE, None).as_json()


def test_columns_recognised_and_suggestions_are_there_when_there_are_any() -> None:
    suggested = on(2, suggestion="2024-T001")
    told = {"recognised": ({"column": "A"},), "issues": (suggested,)}
    shown = Report("f.csv", FileKind.PEOPLE, None, dry_run=True, **told).as_json()  # type: ignore[arg-type]
    assert shown["recognised"] == [{"column": "A"}]
    assert "recognised" not in Report("f.csv", FileKind.PEOPLE, None, **told).as_json()  # type: ignore[arg-type]
    assert shown["issues"][0]["suggestion"] == "2024-T001"


# --- counts -----------------------------------------------------------------------------------------------------------


def test_rows_that_are_neither_accepted_nor_ignored_were_rejected() -> None:
    issues = [on(2), on(3, severity=Severity.ERROR), on(9), on(None)]
    accepted = frozenset({("A", 2), ("A", 4)})
    assert counted(read=5, ignored=1, accepted=accepted, issues=issues) == Rows(5, 2, 2, 1, warned=1)
    frame = pl.DataFrame(list(accepted), schema={"sheet": pl.String, "row": pl.UInt32}, orient="row")
    assert counted(read=5, ignored=1, accepted=frame, issues=issues) == Rows(5, 2, 2, 1, warned=1)


def test_severities_are_counted() -> None:
    assert by_severity([on(1), on(2), BAD]) == {Severity.WARNING: 2, Severity.ERROR: 1}


# --- for people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_the_same_remark_about_several_rows_is_said_once(space: str) -> None:
    issues = [on(row, message=f"Ligne {row}{space}: vérifiez.") for row in (5, 3, 4, 9)]
    (group,) = grouped(issues)
    assert (group.rows, group.said) == ((3, 4, 5, 9), "Lignes 3-5, 9\u00a0: vérifiez.")


@pytest.mark.parametrize(
    "other",
    [{"code": "y"}, {"severity": Severity.ERROR}, {"sheet": "B"}, {"column": "C"}, {"message": "Ligne 3 : non."}],
)
def test_remarks_that_differ_in_anything_but_the_row_stay_apart(other: dict[str, Any]) -> None:
    assert len(grouped([on(2), on(3, **other)])) == 2


def test_a_remark_about_one_row_or_about_none_is_said_as_it_is() -> None:
    alone, whole = on(2), on(None, message="Le fichier n'a pas de mois.")
    assert [group.said for group in grouped([alone, whole])] == [alone.message, whole.message]


@pytest.mark.parametrize(
    ("rows", "said"), [([], ""), ([7], "7"), ([1, 2], "1-2"), ([1, 3, 4, 5, 7], "1, 3-5, 7"), ([1, 3], "1, 3")]
)
def test_rows_are_written_as_people_do(rows: list[int], said: str) -> None:
    assert ranges(rows) == said


@given(st.sets(st.integers(1, 60)))
def test_ranges_tell_every_row_and_no_other(rows: set[int]) -> None:
    told: set[int] = set()
    for part in filter(None, ranges(sorted(rows)).split(", ")):
        first, _, last = part.partition("-")
        told |= set(range(int(first), int(last or first) + 1))
    assert told == rows


def test_sentences_have_the_spaces_of_french_typography() -> None:
    assert typeset("« a » : b ; c ! d ? 1 : 2") == "«\u00a0a\u00a0»\u00a0: b\u00a0; c\u00a0! d\u00a0? 1\u00a0: 2"
    assert typeset(typeset("« a » : b")) == typeset("« a » : b")
