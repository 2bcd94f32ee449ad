"""Job search: codes, labels and reasons."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.jobs import JobHit, build, built_in, search_jobs

ROWS = [
    ("F1703", "Maçon / Maçonne", "Maçon / Maçonne"),
    ("F1703", "Maçon / Maçonne", "Briqueteur / Briqueteuse"),
    ("F1701", "Coffreur / Coffreuse", "Coffreur / Coffreuse"),
    ("K2303", "Ripeur / Ripeuse", "Ripeur / Ripeuse"),
]


def test_a_job_is_found_with_its_code_its_label_and_the_reason() -> None:
    (hit,) = search_jobs(build(ROWS), "briqueteuse", 1)
    assert hit == JobHit(
        code="F1703",
        label="Maçon / Maçonne",
        appellation="Briqueteur / Briqueteuse",
        score=1.0,
        reason="«\u00a0briqueteuse\u00a0» est une appellation de F1703",
    )


def test_a_code_comes_once() -> None:
    codes = [hit.code for hit in search_jobs(build(ROWS), "maçon briqueteur coffreur", 10)]
    assert len(codes) == len(set(codes))
    assert {"F1703", "F1701"} <= set(codes)


def test_skills_help_to_find_a_job() -> None:
    index = build(ROWS, {"F1701": ["Étayer une dalle"]})
    assert search_jobs(index, "étayer", 1)[0].code == "F1701"
    assert search_jobs(build(ROWS), "étayage", 1) == []


def test_an_index_can_be_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "jobs.npz"
    built = search_jobs(build(ROWS, kept_at=path), "macon", 5)
    assert path.exists()
    assert search_jobs(build(ROWS, kept_at=path), "macon", 5) == built


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("maçon", "F1703"),
        ("agt espaces verts", "A1203"),
        ("ripeur", "K2303"),
        ("femme de ménage", "K2205"),
        ("cond. d'engins", "F1302"),
        ("élec. bât.", "F1602"),
        ("plonbier", "F1603"),
    ],
)
def test_the_built_in_table_is_enough_for_the_jobs_of_the_clauses(text: str, code: str) -> None:
    assert search_jobs(built_in(), text, 1)[0].code == code


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(-1, 30))
def test_any_text_gets_distinct_codes_best_first(text: str, top: int) -> None:
    hits = search_jobs(built_in(), text, top)
    assert len(hits) <= max(0, top)
    assert len({hit.code for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.reason and hit.label and hit.appellation for hit in hits)
