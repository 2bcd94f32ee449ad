"""What the copy of locked months may be believed of, and what it says of itself."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.files.rules import FileKind
from clauses.reports.copy_rules import (
    Copied,
    CopiedYear,
    Stamp,
    Touched,
    touched,
    touched_by_imports,
    understood,
    written,
)
from clauses.reports.frame_columns import HEADS

FILES = {"lines": "a" * 64, **dict.fromkeys(HEADS, "b" * 64)}
YEAR = CopiedYear({date(2023, 1, 1): 4, date(2023, 2, 1): 7}, 12, FILES)
COPIED = Copied(Stamp(9, "c" * 64, "0014"), 31, {2023: YEAR})


@pytest.mark.parametrize(
    ("act", "subject", "expected"),
    [
        ("sign_in", "user", Touched.NOTHING),
        ("denied", "/bilan", Touched.NOTHING),
        ("validate", "line", Touched.NOTHING),
        ("accept", "declaration", Touched.NOTHING),
        ("import", "import_run", Touched.NOTHING),
        ("move_ends", "import_run", Touched.NOTHING),
        ("modify", "person", Touched.PEOPLE),
        ("create", "contract", Touched.PEOPLE),
        ("anonymise", "person", Touched.EVERYTHING),
        ("accept", "question", Touched.EVERYTHING),
        ("rewrite", "lot", Touched.EVERYTHING),
        ("amend", "amendment", Touched.EVERYTHING),
        ("added_tomorrow", "something_new", Touched.EVERYTHING),
    ],
)
def test_an_act_touches_what_it_may_write_and_one_that_nobody_named_everything(
    act: str, subject: str, expected: Touched
) -> None:
    assert touched([("sign_out", "user"), (act, subject), ("read_cv", "proposal")]) is expected


def test_without_an_act_nothing_is_touched() -> None:
    assert touched([]) is touched_by_imports([]) is Touched.NOTHING


@pytest.mark.parametrize("kind", FileKind)
def test_an_import_touches_what_its_file_says(kind: FileKind) -> None:
    inert = {"hours", "needs", "exits", "rome", "communes", "naf", "cpv"}
    expected = Touched.NOTHING if kind.value in inert else Touched.EVERYTHING
    assert touched_by_imports([(kind, "{}")]) is (Touched.PEOPLE if kind is FileKind.PEOPLE else expected)
    assert touched_by_imports([(FileKind.HOURS, "{}"), (kind, '{"validate": true}')]) is Touched.EVERYTHING


def test_what_a_copy_says_of_itself_is_understood() -> None:
    assert understood(written(COPIED)) == COPIED
    assert (sorted(COPIED.files), COPIED.months) == (["a" * 64, "b" * 64], YEAR.months)


@given(place=st.integers(0, len(written(COPIED)) - 1), sign=st.characters(codec="ascii"))
def test_a_sign_changed_in_it_is_not_believed(place: int, sign: str) -> None:
    text = written(COPIED)
    assert understood(text[:place] + sign + text[place + 1 :]) in (None, COPIED)


@given(length=st.integers(0, len(written(COPIED)) - 3))
def test_a_beginning_of_it_is_not_believed(length: int) -> None:
    assert understood(written(COPIED)[:length]) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 100_000, '{"sha256": 1}', '{"sha256": "x", "form": 1}'])
def test_what_is_no_account_is_not_believed(text: str) -> None:
    assert understood(text) is None


@pytest.mark.parametrize("name", FILES)
def test_an_account_that_names_no_file_for_a_part_or_one_more_is_not_believed(name: str) -> None:
    less = {each: sha256 for each, sha256 in FILES.items() if each != name}
    for files in (less, {**less, "autre": "b" * 64}, {**FILES, "autre": "b" * 64}):
        assert understood(written(replace(COPIED, years={2023: replace(YEAR, files=files)}))) is None


def test_an_account_of_another_form_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = written(COPIED)
    monkeypatch.setattr("clauses.reports.copy_rules.FORM", 2)
    assert understood(text) is None
    assert json.loads(text)["form"] == 1
