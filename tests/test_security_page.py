"""`docs/securite.md` shows the matrix as it is in the code; `make snapshots` writes it again."""

import os
from pathlib import Path

import pytest

from clauses.accounts.matrix import MATRIX, Act, Grant
from clauses.accounts.rules import ActorKind

PAGE = Path(__file__).parents[1] / "docs/securite.md"
BEGIN, END = "<!-- droits : réécrit par make snapshots -->\n", "<!-- fin des droits -->"


def written(grant: Grant) -> str:
    letters = "".join(f"{act.value}{'²' if act in grant.by_two else ''}" for act in Act if act in grant.acts)
    fields = f" ({', '.join(sorted(grant.fields))})" if grant.fields else ""
    return f"{letters} {grant.reach.label}{fields}"


def table() -> str:
    heads = [f"{kind.value} {kind.label.lower()}" for kind in ActorKind]
    lines = [f"| ressource | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for resource, row in MATRIX.items():
        cells = [" ; ".join(written(grant) for grant in row[kind]) or "–" for kind in ActorKind]
        lines.append(f"| {resource.label} | {' | '.join(cells)} |")
    return "\n".join(["", *lines, "", ""])


@pytest.mark.snapshot
def test_the_table_of_the_page_is_the_matrix() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    held, _, after = rest.partition(END)
    if os.environ.get("SNAPSHOTS") == "write":
        PAGE.write_text(before + BEGIN + table() + END + after, encoding="utf-8")
        held = table()
    assert held == table()
