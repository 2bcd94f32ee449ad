"""When a document may be kept."""

from datetime import date

import pytest

from clauses.people.publics import Criterion
from clauses.proofs.rules import fault

DAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("dated_on", "valid_until", "criterion", "words"),
    [
        (DAY, None, None, None),
        (DAY, DAY, Criterion.RSA, None),
        (date(2024, 6, 16), None, None, "à venir"),
        (DAY, date(2024, 6, 14), None, "avant sa propre date"),
        (DAY, None, Criterion.JUSTICE, "Aucune pièce de justice"),
    ],
)
def test_a_document_has_dates_that_can_be_and_tells_nothing_of_justice(
    dated_on: date, valid_until: date | None, criterion: Criterion | None, words: str | None
) -> None:
    said = fault(dated_on=dated_on, valid_until=valid_until, today=DAY, criterion=criterion)
    assert said is None if words is None else words in (said or "")
