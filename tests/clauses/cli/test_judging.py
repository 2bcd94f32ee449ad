"""`clauses exits judge`: verdicts for people and programs, and what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from clauses.cli import judging
from tests.clauses.cli.conftest import CommandLine

SPACE = "\u00a0"
CDI: dict[str, Any] = {
    "id": "a",
    "exited_on": "2024-06-30",
    "birth_date": "1980-01-01",
    "contracts": [{"kind": "CDI", "starts_on": "2023-11-01", "ends_on": None, "weekly_hours": "35"}],
}
NOTHING = {"id": "b", "exited_on": "2024-06-30", "birth_date": "1980-01-01"}
SHORT = {
    **CDI,
    "id": "c",
    "contracts": [{"kind": "CDD", "starts_on": "2024-05-01", "ends_on": "2024-07-31", "weekly_hours": "35"}],
}


def judge(clauses: CommandLine, content: bytes | str, *options: str, status: int) -> Any:
    path = clauses.desk / "sorties.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return clauses("exits", "judge", path, "--protocol", "rouen-2021", *options, status=status)


def test_each_exit_gets_its_verdict_in_json(clauses: CommandLine) -> None:
    told = judge(clauses, json.dumps([CDI, NOTHING, SHORT]), "--json", status=0)
    verdicts = json.loads(told.out)
    assert [(each["id"], each["positive"], each["needs_decision"]) for each in verdicts] == [
        ("a", True, False),
        ("b", False, False),
        ("c", None, True),
    ]
    assert all(each["reason"] for each in verdicts)


def test_each_exit_gets_its_verdict_in_french(clauses: CommandLine) -> None:
    told = judge(clauses, "\ufeff" + json.dumps([CDI, NOTHING, SHORT]), status=0).out.splitlines()
    assert [line.split(" – ")[0] for line in told] == [
        "a : positive", "b : non positive", "c : à décider par la commission"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1]",
        "{}",
        '[{"id": "a"}]',
        b"\xff\xfe\x00",
        "[" * 100_000,
        '[{"id": "a", "exited_on": "hier"}]',
        "NaN",
    ],
    ids=["empty", "cut", "a number", "no list", "no date", "no text", "deep", "no day", "not a number"],
)
def test_what_is_not_a_list_of_exits_ends_with_2_in_french(clauses: CommandLine, content: bytes | str) -> None:
    told = judge(clauses, content, status=2)
    assert told.out == ""
    assert told.err.startswith(f"Refusé{SPACE}: ")


def test_a_missing_file_a_folder_and_a_huge_file_end_with_2(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(path: Path) -> str:
        return clauses("exits", "judge", path, "--protocol", "dijon-2024", status=2).err

    assert "n'existe pas" in said(clauses.desk / "absent.json")
    assert "n'est pas un texte lisible" in said(clauses.desk)
    monkeypatch.setattr(judging, "LARGEST", 1)
    (clauses.desk / "sorties.json").write_text("[]")
    assert "dépasse" in said(clauses.desk / "sorties.json")


def test_an_unknown_protocol_is_refused_with_those_that_exist(clauses: CommandLine) -> None:
    told = clauses("exits", "judge", "x.json", "--protocol", "lyon", status=2)
    assert "Choisissez entre dijon-2018, dijon-2023, dijon-2024" in told.err
