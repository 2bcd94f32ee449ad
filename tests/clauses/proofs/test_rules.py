"""When a document may be kept."""

from datetime import date

import pytest

from clauses.people.publics import Criterion
from clauses.proofs.rules import ENDS_FIRST, JUSTICE, MISPLACED, TO_COME, ProofKind, Subject, fault, misplaced

DAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("dated_on", "valid_until", "criterion", "code"),
    [
        (DAY, None, None, None),
        (DAY, DAY, Criterion.RSA, None),
        (date(2024, 6, 16), None, None, TO_COME),
        (DAY, date(2024, 6, 14), None, ENDS_FIRST),
        (DAY, None, Criterion.JUSTICE, JUSTICE),
    ],
)
def test_a_document_has_dates_that_can_be_and_tells_nothing_of_justice(
    dated_on: date, valid_until: date | None, criterion: Criterion | None, code: str | None
) -> None:
    said = fault(dated_on=dated_on, valid_until=valid_until, today=DAY, criterion=criterion)
    assert (said and said[0]) == code
    assert said is None or said[1].endswith(".")


def test_a_cv_is_of_the_person_and_nothing_else_is() -> None:
    for about in Subject:
        for kind in ProofKind:
            said = misplaced(about, kind)
            assert (said is None) is ((about is Subject.PERSON) is (kind is ProofKind.CV))
            assert said is None or (said[0] == MISPLACED and said[1].endswith("."))
