"""Every way of reading, over any text."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.files.rules import FileKind
from imports.cells import FORMULA, IBAN, NIR
from imports.columns import KINDS, Field, Parser
from imports.values import DTYPES, read
from tests.imports.sheets import TODAY

FIELDS = [field for table in KINDS.values() for field in table]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_example_of_each_column_is_understood(field: Field) -> None:
    value, code = read(field, pl.Series([field.example or None, None], dtype=pl.String), today=TODAY)
    assert code.to_list() == [None, None]
    assert value.dtype == DTYPES[field.parser]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(st.none(), st.text(min_size=1, max_size=25)), min_size=1, max_size=10))
def test_any_texts_have_values_codes_or_nothing(texts: list[str | None]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    for field in FIELDS:
        value, code = read(field, column, today=TODAY)
        assert len(value) == len(code) == len(texts)
        assert value.dtype == DTYPES[field.parser]


def test_a_text_reads_alone_as_among_others() -> None:
    texts = ["151,67", "abc", None, "7h30", "-", "néant", "12 34"]
    field = next(field for field in KINDS[FileKind.HOURS] if field.name == "hours")
    together = read(field, pl.Series(texts), today=TODAY)
    for place, text in enumerate(texts):
        alone = read(field, pl.Series([text], dtype=pl.String), today=TODAY)
        assert (alone.value[0], alone.code[0]) == (together.value[place], together.code[place])


def test_marks_are_codes_in_every_column() -> None:
    for field in FIELDS:
        value, code = read(field, pl.Series([FORMULA, NIR, IBAN]), today=TODAY)
        assert code.to_list() == ["formula_without_value", "nir_dropped", "iban_dropped"]
        columns = value.struct.unnest() if field.parser is Parser.OBLIGATION else value.to_frame()
        assert all(column.null_count() == 3 for column in columns)


def test_no_text_at_all_is_no_value() -> None:
    for field in FIELDS:
        value, code = read(field, pl.Series([], dtype=pl.String), today=date(2026, 1, 1))
        assert len(value) == len(code) == 0
