"""Which decisions were made of what an earlier one had changed."""

from typing import Any

import pytest

from clauses.questions.leaning import leans_on

ABSORBED = {"did": "absorbed", "table": "person", "id": 3, "into": 1}
MOVED = {"did": "moved", "table": "contract", "keys": [[9]], "from": 3, "to": 1, "column": "person_id"}
LINKED = {"did": "linked", "line": 5, "contract": 9}
TOLD = {"did": "told", "table": "person", "id": 3}


@pytest.mark.parametrize(
    ("later", "earlier", "leans"),
    [
        ({"did": "absorbed", "table": "person", "id": 1, "into": 2}, ABSORBED, True),
        ({"did": "absorbed", "table": "person", "id": 4, "into": 1}, ABSORBED, True),
        ({"did": "absorbed", "table": "person", "id": 4, "into": 2}, ABSORBED, False),
        ({"did": "absorbed", "table": "organisation", "id": 3, "into": 1}, ABSORBED, False),
        (ABSORBED, TOLD, True),
        (TOLD, ABSORBED, True),
        (TOLD, TOLD, False),
        (LINKED, MOVED, True),
        (MOVED, LINKED, True),
        (LINKED, {**LINKED, "line": 6}, False),
        (LINKED, LINKED, True),
        ({"did": "completed", "table": "contract", "id": 9}, MOVED, True),
        ({"did": "added", "table": "contract", "id": 9}, MOVED, True),
        (
            {"did": "moved", "table": "territory_person", "keys": [[9, 1]]},
            {**MOVED, "table": "territory_person"},
            False,
        ),
        ({"did": "redirected", "question": 9}, MOVED, False),
        ({"did": "removed", "table": "contract", "row": {}}, MOVED, False),
    ],
)
def test_a_decision_leans_on_one_that_moved_what_it_uses(
    later: dict[str, Any], earlier: dict[str, Any], leans: bool
) -> None:
    assert leans_on([later], [earlier]) is leans


def test_nothing_leans_on_a_decision_that_changed_nothing() -> None:
    assert not leans_on([ABSORBED], [])
    assert not leans_on([], [ABSORBED])
