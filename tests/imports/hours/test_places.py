"""Whose hours, on which lot: what is found, and what is said when it is not."""

import polars as pl

from imports.hours.known import CONTRACTORS
from imports.hours.places import _folded, place
from tests.imports.hours.recorded import GARDENER, HEADERS, LOT_1, MASON, MASON_ON_1, file, row, world


def test_each_distinct_text_is_folded_once() -> None:
    texts = pl.Series(["Maçons du Sud", "MACONS du-sud", None, "***"])
    assert _folded(texts).to_list() == ["macons du sud", "macons du sud", None, None]


def test_a_missing_contractor_is_asked_for_where_a_lot_has_several() -> None:
    second = pl.DataFrame(
        [(13, LOT_1, GARDENER, "2" * 14, "Verts Horizons", "verts horizons")], CONTRACTORS, orient="row"
    )
    known = world(contractors=pl.concat([world().contractors, second]))
    placed = place(file(row(contractor_siret=None)), known, HEADERS)
    assert [issue.code for issue in placed.issues] == ["hours.unknown_contractor"]
    assert "l'attributaire manque. Ce lot est attribué à « Maçons du Sud » et « Verts Horizons »." in (
        placed.issues[0].message
    )
    assert placed.fallen["lot_id"].to_list() == [LOT_1]


def test_a_lot_that_nobody_holds_yet_is_said() -> None:
    placed = place(file(row()), world(contractors=world().contractors.head(0)), HEADERS)
    assert "Ce lot n'a pas encore d'attributaire." in placed.issues[0].message


def test_a_siret_that_somebody_else_bears_is_not_taken_for_the_contractor_of_that_name() -> None:
    nameless = world().contractors.with_columns(siret=pl.lit(None, dtype=pl.String))
    known = world(contractors=nameless)
    alike = place(file(row(contractor_siret="9" * 14, contractor_name="Maçons du Sud")), known, HEADERS)
    assert alike.frame["contractor_id"].to_list() == [MASON_ON_1]
    other = place(file(row(contractor_siret="2" * 14, contractor_name="Maçons du Sud")), known, HEADERS)
    assert other.frame.is_empty()
    assert known.organisations.filter(organisation_id=MASON).height == 1
