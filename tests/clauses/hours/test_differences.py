"""Two versions as data: by example, and whatever they hold."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.hours.differences import Changed, LineFacts, difference
from clauses.reference.rules import ContractKind

LEA = LineFacts("#1", "Léa Roux", ContractKind.CDD, date(2024, 1, 2), 151_67, 7_00, "Mars", 2, "J")
KARIM = LineFacts("#2", "Karim Dubois", ContractKind.CDI, date(2024, 1, 2), 70_00)


def but(line: LineFacts, **changed: object) -> LineFacts:
    return LineFacts(**{**vars(line), **changed})


def test_what_came_what_went_and_what_stayed_are_told_apart() -> None:
    found = difference([LEA, KARIM], [but(LEA, row=9), but(KARIM, who="#3", name="Zoé Petit")])
    assert [line.name for line in found.unchanged] == ["Léa Roux"]
    assert [line.name for line in found.removed] == ["Karim Dubois"]
    assert [line.name for line in found.added] == ["Zoé Petit"]
    assert (found.changed, found.hours) == ((), 0)


def test_a_change_says_which_fields_to_the_hundredth() -> None:
    after = but(LEA, hours=151_66, training=0)
    found = difference([LEA], [after])
    assert found.changed == (Changed(LEA, after, ("hours", "training")),)
    assert found.hours == -1


def test_another_contract_of_the_same_person_is_a_change() -> None:
    after = but(LEA, kind=ContractKind.CDI, starts_on=date(2024, 3, 1))
    assert difference([LEA], [after]).changed[0].fields == ("kind", "starts_on")


def test_two_lines_of_one_contract_are_paired_one_with_one() -> None:
    found = difference([LEA, but(LEA, hours=1)], [but(LEA, hours=2), LEA, but(LEA, hours=3)])
    assert [line.hours for line in found.unchanged] == [151_67]
    assert [(each.before.hours, each.after.hours) for each in found.changed] == [(1, 2)]
    assert [line.hours for line in found.added] == [3]


def test_programs_read_hours_as_exact_text() -> None:
    told = difference([LEA], [but(LEA, hours=140_00, kind=None, starts_on=None), KARIM]).as_json()
    assert (told["hours"], told["unchanged"]) == ("58.33", 0)
    assert told["added"][0] == {
        "person": "Karim Dubois", "contract_kind": "CDI", "starts_on": "2024-01-02", "hours": "70.00",
        "training": "0.00", "sheet": "", "row": 0, "column": "",
    }  # fmt: skip
    assert told["changed"][0]["fields"] == ["contract_kind", "starts_on", "hours"]
    assert (told["changed"][0]["before"]["hours"], told["changed"][0]["after"]["starts_on"]) == ("151.67", None)


LINES = st.lists(
    st.builds(
        LineFacts,
        who=st.sampled_from(["#1", "#2", "roux lea"]),
        name=st.just("x"),
        kind=st.sampled_from([None, ContractKind.CDI]),
        starts_on=st.sampled_from([None, date(2024, 1, 2)]),
        hours=st.integers(0, 3),
        training=st.integers(0, 1),
        row=st.integers(1, 9),
    ),
    max_size=8,
)


@given(LINES, LINES)
def test_every_line_of_both_versions_is_somewhere_once(before: list[LineFacts], after: list[LineFacts]) -> None:
    found = difference(before, after)
    assert len(found.added) + len(found.changed) + len(found.unchanged) == len(after)
    assert len(found.removed) + len(found.changed) + len(found.unchanged) == len(before)
    assert found.hours == sum(line.hours for line in after) - sum(line.hours for line in before)
    assert all(each.fields for each in found.changed)


@given(LINES)
def test_a_version_differs_in_nothing_from_itself(lines: list[LineFacts]) -> None:
    found = difference(lines, list(reversed(lines)))
    assert (found.added, found.removed, found.changed) == ((), (), ())
