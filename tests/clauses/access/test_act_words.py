"""Every act that the product writes in the journal is read in French, and what it is about as well."""

import ast
from pathlib import Path

import pytest

from clauses.access.act_words import ACTS, SUBJECTS, act_said, subject_said
from clauses.access.journal import SUBJECTS as PLACED
from clauses.accounts.rules import LinkKind
from clauses.matching.rules import ProposalState
from clauses.reports import frozen

CODE = Path(__file__).parents[3] / "clauses"
_WRITE = {"record": 1, "_recorded": 1, "_kept": 2}
"""What writes an act, and the place of its name among what it is given."""


def _written() -> set[str]:
    """The acts that the code writes by their name."""
    found = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = _WRITE.get(getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
            match [*node.args[:1], *node.args[place : place + 1]] if place else []:
                case [ast.Name(id="session"), ast.Constant(value=str() as act)]:
                    found.add(act)
    return found


def test_each_act_has_its_words() -> None:
    written = _written() | {frozen.ACT, *(kind.value for kind in LinkKind), *(state.value for state in ProposalState)}
    assert len(written) > 60
    assert written - ACTS.keys() == set()
    assert PLACED - SUBJECTS.keys() == set()


@pytest.mark.parametrize(
    ("subject", "number", "said"),
    [
        ("line", 1204, "ligne d'heures n° 1204"),
        ("month", None, "mois"),
        ("/marches/{number}", 3, "/marches/3"),
    ],
)
def test_a_subject_is_read_with_its_number(subject: str, number: int | None, said: str) -> None:
    assert subject_said(subject, number).replace("\u00a0", " ") == said
    assert act_said("written_by_tomorrow") == "written_by_tomorrow"
