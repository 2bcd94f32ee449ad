"""The matrix says what the security note says, and nothing that it does not say is granted."""

import pytest

from clauses.accounts.matrix import MATRIX, Act, Reach, Resource, granted
from clauses.accounts.rules import ActorKind, TokenScope
from clauses.accounts.scope import Scope, Standing
from tests.factories import NOON

F, S, E, O, D, P, R, A = ActorKind  # noqa: E741  # the letters of the matrix


def letters(kind: ActorKind, resource: Resource) -> str:
    """The acts of an actor on a resource, as the note writes them."""
    return "".join(act.value for act in Act if any(granted(kind, resource, act)))


def scope(*kinds: ActorKind, token: TokenScope | None = None) -> Scope:
    held = tuple(Standing(number, kind, 1, 1) for number, kind in enumerate(kinds, 1))
    return Scope(1, "Ana (compte 1)", held, NOON.date(), token)


def test_every_resource_has_a_cell_for_every_actor() -> None:
    assert {resource: set(row) for resource, row in MATRIX.items()} == {
        resource: set(ActorKind) for resource in Resource
    }


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (Resource.MARKET, ["LCM", "L", "L", "L", "LC", "L", "", "L"]),
        (Resource.OBLIGATION, ["LCMV", "L", "L", "L", "LV", "", "", ""]),
        (Resource.IDENTITY, ["LCM", "LCM", "L", "L", "", "LCM", "LC", "L"]),
        (Resource.CONTACT, ["LCM", "LCM", "L", "L", "", "LCM", "LC", ""]),
        (Resource.ADDRESS, ["LCM", "LCM", "", "L", "", "LCM", "C", ""]),
        (Resource.CRITERIA, ["LCM", "LCM", "L", "L", "L", "LCM", "C", ""]),
        (Resource.HEALTH, ["L", "L", "", "", "L", "L", "C", ""]),
        (Resource.ORIENTATION, ["LCMV", "LCM", "", "LC", "", "LC", "LC", ""]),
        (Resource.CONTRACT, ["LCM", "L", "LCM", "L", "L", "L", "", ""]),
        (Resource.HOURS, ["LCMV", "L", "LCM", "L", "L", "L", "", ""]),
        (Resource.MONTH, ["LV", "L", "", "", "L", "L", "", ""]),
        (Resource.FILE, ["LC", "L", "LC", "LC", "", "", "", ""]),
        (Resource.REPORT, ["LCX", "LX", "LX", "LX", "LX", "LX", "", ""]),
        (Resource.NOMINATIVE, ["X", "X", "X", "", "", "X", "", ""]),
        (Resource.JOURNAL, ["L", "L", "L", "L", "L", "L", "", "L"]),
        (Resource.BREAK_GLASS, ["L", "L", "", "", "", "", "", "LCM"]),
        (Resource.ACCOUNT, ["L", "L", "LCM", "", "LCM", "", "", "LCM"]),
    ],
)
def test_the_letters_are_those_of_the_note(resource: Resource, said: list[str]) -> None:
    assert [letters(kind, resource) for kind in ActorKind] == said


def test_personal_data_are_closed_to_the_administrator_but_by_glass() -> None:
    personal = [Resource.IDENTITY, Resource.CONTACT, Resource.ADDRESS, Resource.CRITERIA, Resource.HEALTH]
    reached = {grant.reach for resource in personal for grant in MATRIX[resource][A]}
    assert reached == {Reach.GLASS}


def test_nobody_reaches_everything_but_where_nothing_is_personal() -> None:
    everywhere = {
        resource
        for resource, row in MATRIX.items()
        for cell in row.values()
        for grant in cell
        if grant.reach is Reach.ALL
    }
    open_to_all = {Resource.MARKET, Resource.MONTH, Resource.ORGANISATION, Resource.ACCOUNT, Resource.BREAK_GLASS}
    assert everywhere == open_to_all


def test_fields_are_named_where_only_some_show() -> None:
    (address,) = MATRIX[Resource.ADDRESS][O]
    (language,) = MATRIX[Resource.CRITERIA][O]
    assert address.fields == {"commune", "in_qpv"}
    assert language.fields == {"french_level"}


def test_a_second_person_is_asked_for_where_the_note_writes_a_square() -> None:
    assert scope(A).needs_two(Resource.ACCOUNT, Act.MODIFY)
    assert not scope(A).needs_two(Resource.ACCOUNT, Act.CREATE)
    assert not scope(R).needs_two(Resource.ACCOUNT, Act.MODIFY)


def test_somebody_without_a_standing_may_nothing() -> None:
    assert not [1 for resource in Resource for act in Act if scope().may(resource, act)]


def test_standings_add_up() -> None:
    both = scope(R, E)
    assert both.may(Resource.HOURS, Act.CREATE)
    assert both.may(Resource.ORIENTATION, Act.CREATE)
    assert both.kinds == {R, E}


def test_a_token_reads_or_deposits_and_decides_nothing() -> None:
    full, deposit, read = (scope(F, token=token) for token in (None, TokenScope.DEPOSIT, TokenScope.READ))
    hours = Resource.HOURS
    assert [full.may(hours, act) for act in (Act.READ, Act.CREATE, Act.MODIFY, Act.DECIDE)] == [True] * 4
    assert [deposit.may(hours, act) for act in (Act.READ, Act.CREATE, Act.MODIFY, Act.DECIDE)] == [
        True,
        True,
        False,
        False,
    ]
    assert [read.may(hours, act) for act in (Act.READ, Act.CREATE, Act.MODIFY, Act.DECIDE)] == [
        True,
        False,
        False,
        False,
    ]
