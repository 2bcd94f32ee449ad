"""The matrix says what the security note says, and nothing that it does not say is granted."""

from itertools import product

from clauses.accounts.matrix import MATRIX, Act, Grant, Reach, Resource, granted
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


NOTE = {
    F: {
        Resource.MARKET: "LCM territory", Resource.OBLIGATION: "LCMV territory", Resource.IDENTITY: "LCM territory",
        Resource.CONTACT: "LCM territory", Resource.ADDRESS: "LCM territory", Resource.CRITERIA: "LCM territory",
        Resource.HEALTH: "L territory", Resource.PROOF: "LC territory", Resource.ORIENTATION: "LCMV territory",
        Resource.ELIGIBILITY: "LV territory", Resource.CONTRACT: "LCM territory", Resource.HOURS: "LCMV territory",
        Resource.MONTH: "LV2 all", Resource.FILE: "LC territory", Resource.NEED: "LCMV territory",
        Resource.SITE: "LCM territory", Resource.PENALTY: "LCV territory", Resource.EXIT: "LCMV territory",
        Resource.REPORT: "LCX territory", Resource.NOMINATIVE: "X territory", Resource.JOURNAL: "L territory",
        Resource.ORGANISATION: "LCM all", Resource.ACCOUNT: "L territory", Resource.BREAK_GLASS: "L territory",
    },
    S: {
        Resource.MARKET: "L territory", Resource.OBLIGATION: "L territory", Resource.IDENTITY: "LCM territory",
        Resource.CONTACT: "LCM territory", Resource.ADDRESS: "LCM territory", Resource.CRITERIA: "LCM territory",
        Resource.HEALTH: "L territory", Resource.PROOF: "LC territory", Resource.ORIENTATION: "LCM territory",
        Resource.ELIGIBILITY: "L territory", Resource.CONTRACT: "L territory", Resource.HOURS: "L territory",
        Resource.MONTH: "L all", Resource.FILE: "L territory", Resource.NEED: "L territory",
        Resource.SITE: "L territory", Resource.PENALTY: "L territory", Resource.EXIT: "LCM territory",
        Resource.REPORT: "LX territory", Resource.NOMINATIVE: "X territory", Resource.JOURNAL: "L territory",
        Resource.ORGANISATION: "L all", Resource.ACCOUNT: "L territory", Resource.BREAK_GLASS: "L territory",
    },
    E: {
        Resource.MARKET: "L own", Resource.OBLIGATION: "L own", Resource.IDENTITY: "L proposed",
        Resource.CONTACT: "L open", Resource.CRITERIA: "L proposed: eligible until", Resource.PROOF: "LC own",
        Resource.ELIGIBILITY: "LC own", Resource.CONTRACT: "LCM own", Resource.HOURS: "LCM own",
        Resource.FILE: "LC own", Resource.NEED: "LCM own", Resource.SITE: "L own", Resource.PENALTY: "L released",
        Resource.REPORT: "LX own", Resource.NOMINATIVE: "X own", Resource.JOURNAL: "L own",
        Resource.ORGANISATION: "L linked", Resource.ACCOUNT: "LCM own",
    },
    O: {
        Resource.MARKET: "L assigned", Resource.OBLIGATION: "L assigned", Resource.IDENTITY: "L assigned",
        Resource.CONTACT: "L assigned", Resource.ADDRESS: "L assigned: commune in_qpv",
        Resource.CRITERIA: "L assigned: french_level", Resource.PROOF: "LC own", Resource.ORIENTATION: "LC assigned",
        Resource.CONTRACT: "L assigned", Resource.HOURS: "L assigned", Resource.FILE: "LC own",
        Resource.NEED: "LC assigned", Resource.SITE: "LCM assigned", Resource.EXIT: "L assigned",
        Resource.REPORT: "LX assigned", Resource.JOURNAL: "L acts", Resource.ORGANISATION: "L assigned",
    },
    D: {
        Resource.MARKET: "LC own", Resource.OBLIGATION: "LV own", Resource.CRITERIA: "L counted",
        Resource.HEALTH: "L counted", Resource.CONTRACT: "L counted", Resource.HOURS: "L counted",
        Resource.MONTH: "L told", Resource.PENALTY: "LV2 own", Resource.REPORT: "LX own",
        Resource.JOURNAL: "L nameless", Resource.ORGANISATION: "L linked", Resource.ACCOUNT: "LCM own",
    },
    P: {
        Resource.MARKET: "L linked", Resource.IDENTITY: "LCM own", Resource.CONTACT: "LCM own",
        Resource.ADDRESS: "LCM own", Resource.CRITERIA: "LCM own", Resource.HEALTH: "L own", Resource.PROOF: "LC own",
        Resource.ORIENTATION: "LC own", Resource.ELIGIBILITY: "L own", Resource.CONTRACT: "L own",
        Resource.HOURS: "L own", Resource.MONTH: "L told", Resource.NEED: "LC own", Resource.SITE: "L own",
        Resource.EXIT: "LCM own", Resource.REPORT: "LX own", Resource.NOMINATIVE: "X own", Resource.JOURNAL: "L acts",
        Resource.ORGANISATION: "L own",
    },
    R: {
        Resource.IDENTITY: "C territory; L sent", Resource.CONTACT: "C territory; L sent",
        Resource.ADDRESS: "C territory", Resource.CRITERIA: "C territory", Resource.HEALTH: "C territory",
        Resource.PROOF: "C territory", Resource.ORIENTATION: "C territory; L sent", Resource.EXIT: "L sent: outcome",
        Resource.ORGANISATION: "L own",
    },
    A: {
        Resource.MARKET: "L all", Resource.IDENTITY: "L glass", Resource.JOURNAL: "L nameless",
        Resource.ORGANISATION: "LCM all", Resource.ACCOUNT: "LCM2 all", Resource.BREAK_GLASS: "LCM all",
    },
}  # fmt: skip
"""The note again, actor by actor, by hand: letters, « 2 » for a second person, on which rows, which fields alone."""


def said(grant: Grant) -> str:
    letters = "".join(act.value + "2" * (act in grant.by_two) for act in Act if act in grant.acts)
    return f"{letters} {grant.reach.value}{': ' if grant.fields else ''}{' '.join(sorted(grant.fields))}"


def test_the_letters_are_those_of_the_note() -> None:
    written = {
        kind: {resource: "; ".join(map(said, row[kind])) for resource, row in MATRIX.items() if row[kind]}
        for kind in ActorKind
    }
    assert written == NOTE


def test_an_act_is_granted_by_the_cells_that_write_its_letter() -> None:
    for kind, resource in product(ActorKind, Resource):
        told = NOTE[kind].get(resource, "").split("; ")
        assert set(letters(kind, resource)) == {letter for one in told for letter in one.partition(" ")[0]} - {"2"}


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
    asked = {
        (resource, kind, act)
        for resource, row in MATRIX.items()
        for kind, cell in row.items()
        for grant in cell
        for act in grant.by_two
    }
    assert asked == {
        (Resource.MONTH, F, Act.DECIDE), (Resource.PENALTY, D, Act.DECIDE), (Resource.ACCOUNT, A, Act.MODIFY),
    }  # fmt: skip


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
