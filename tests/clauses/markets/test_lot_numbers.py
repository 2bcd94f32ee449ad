"""Numbers of lots in the spellings that people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from clauses.db import writing
from clauses.errors import Conflict
from clauses.markets.actions import record_lot
from clauses.markets.lot_numbers import lot_key, lot_number, names_several
from clauses.markets.models import Lot
from tests import factories
from tests.factories import id_of


def test_spellings_of_one_lot_have_one_number() -> None:
    for text in ("1", "01", "Lot 1", "lot n° 1", "LOT N°01 – Toiture", " lot  1 ", "1.0"):
        assert (lot_number(text), lot_key(text)) == ("1", "1"), text
    assert [lot_number(text) for text in ("2 b", "Lot 02-B", "unique", "lot")] == ["2B", "2B", "UNIQUE", "LOT"]
    assert lot_key("Tranche-ferme") == lot_key("tranche ferme")


def test_a_text_that_names_several_lots_is_none_of_them() -> None:
    for text in ("1, 2", "Lots 1 et 2", "1 - 2", "1 et 2 - Gros œuvre", "1, 2 et 3"):
        assert names_several(text), text
        assert lot_number(text) not in {"1", "2", "3"}, text
    assert not any(names_several(text) for text in ("1 - Gros œuvre", "1-2", "2 b", "Peinture et sols"))


@given(st.text(max_size=30))
def test_a_number_read_is_read_as_itself(text: str) -> None:
    assert lot_number(lot_number(text)) == lot_number(text)


def test_a_lot_is_kept_under_its_number_once(engine: Engine) -> None:
    with writing(engine) as session:
        market = id_of(factories.market(session))
        assert session.get_one(Lot, record_lot(session, market_id=market, number="Lot 01")).number == "1"
        with pytest.raises(Conflict, match="déjà un lot 1"):
            record_lot(session, market_id=market, number="1")
