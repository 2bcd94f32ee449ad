"""What a file of needs would do, decided without the database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.files.rules import Severity
from clauses.matching.decisions import NeedState
from clauses.reference.rules import ContractKind
from imports.needs.facts import KnownNeeds, NeedFacts, NeedKey, RecordedMarket, RecordedNeed
from imports.needs.plan import OPTIONAL, NeedsPlan, plan
from imports.said import Headers

TODAY = date(2024, 6, 15)
MASONS, GARDENERS, PAINTERS = 71, 72, 73
MASONS_SIRET, GARDENERS_SIRET, PAINTERS_SIRET = "73282932000074", "44306184100047", "49825979500025"
SCHOOL = RecordedMarket(
    1,
    "2024-T001",
    date(2025, 12, 31),
    {"1": {MASONS_SIRET: MASONS}, "2": {GARDENERS_SIRET: GARDENERS, PAINTERS_SIRET: PAINTERS}, "3": {}},
    {MASONS: "Maçons du Sud", GARDENERS: "Verts Horizons", PAINTERS: "Peinture & Fils"},
)
KEY: NeedKey = (1, "b001")
EVERY_COLUMN = Headers({("Besoins", name): name for name in OPTIONAL}, {"reference": "Référence besoin"})
FEW_COLUMNS = Headers({}, EVERY_COLUMN.canonical)

_BLANK = dict.fromkeys((*OPTIONAL, "lot"))


def row(**said: Any) -> dict[str, Any]:
    """Two masons from July to December 2024; ``said`` changes what the row says."""
    usual = {
        "reference": "B001",
        "market": "2024-T001",
        "lot": "1",
        "contractor_siret": MASONS_SIRET,
        "job": "Maçon",
        "posts": 2,
        "starts_on": date(2024, 7, 1),
        "ends_on": date(2024, 12, 31),
        "skills": ["coffrage", "lecture de plan"],
        "contract_kind": "CDD",
        "weekly_hours": 35_00,
    }
    return {**_BLANK, **usual, **said}


FACTS = NeedFacts(
    contractor_id=MASONS,
    job="Maçon",
    posts=2,
    starts_on=date(2024, 7, 1),
    ends_on=date(2024, 12, 31),
    skills="coffrage ; lecture de plan",
    contract_kind=ContractKind.CDD,
    weekly_hours=35_00,
)


def world(need: RecordedNeed | None = None, *, markets: tuple[RecordedMarket, ...] = (SCHOOL,)) -> KnownNeeds:
    """A school being built; a need recorded under the usual reference."""
    return KnownNeeds({"2024 t001": markets}, {KEY: need} if need else {}, frozenset({"Nulle-Part"}))


def decided(*rows: Mapping[str, Any], known: KnownNeeds | None = None, headers: Headers = EVERY_COLUMN) -> NeedsPlan:
    numbered = ({"sheet": "Besoins", "row": index, **said} for index, said in enumerate(rows, start=2))
    return plan(numbered, known or world(), headers, today=TODAY)


def codes(made: NeedsPlan) -> list[str]:
    return [issue.code for issue in made.issues]


def counts(made: NeedsPlan) -> tuple[int, int, int]:
    return made.created, made.replaced, made.unchanged


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_new_need_is_open_and_is_its_first_version() -> None:
    made = decided(row())
    planned = made.needs[KEY]
    assert (planned.version, planned.state, planned.facts) == (1, NeedState.OPEN, FACTS)
    assert (counts(made), made.issues, made.accepted) == ((1, 0, 0), [], {("Besoins", 2)})


def test_the_same_need_again_changes_nothing() -> None:
    made = decided(row(), known=world(RecordedNeed(5, NeedState.OPEN, 1, FACTS)))
    assert (made.needs, counts(made)) == ({}, (0, 0, 1))


def test_the_same_row_twice_in_a_file_is_one_need() -> None:
    made = decided(row(), row())
    assert (len(made.needs), counts(made), len(made.accepted)) == (1, (1, 0, 1), 2)


def test_a_need_that_changed_has_a_new_version() -> None:
    made = decided(row(posts=3), known=world(RecordedNeed(5, NeedState.OPEN, 4, FACTS)))
    assert (made.needs[KEY].version, made.needs[KEY].facts.posts, counts(made)) == (5, 3, (0, 1, 0))


def test_a_blank_cell_no_longer_asks_and_a_column_left_out_says_nothing() -> None:
    known = world(RecordedNeed(5, NeedState.OPEN, 1, FACTS))
    emptied = decided(row(skills=None), known=known)
    assert emptied.needs[KEY].facts == replace(FACTS, skills=None)
    bare = dict.fromkeys(OPTIONAL)
    assert decided(row(**bare), known=known, headers=FEW_COLUMNS).needs == {}


def test_a_need_that_moves_past_its_end_leaves_it() -> None:
    known = world(RecordedNeed(5, NeedState.OPEN, 1, FACTS))
    later = decided(row(starts_on=date(2025, 2, 1), ends_on=None), known=known, headers=FEW_COLUMNS)
    assert later.needs[KEY].facts.ends_on is None


@pytest.mark.parametrize(
    ("state", "retained", "after"),
    [
        (NeedState.FILLED, 2, NeedState.OPEN),
        (NeedState.FILLED, 3, NeedState.FILLED),
        (NeedState.OPEN, 0, NeedState.OPEN),
        (NeedState.CLOSED, 0, NeedState.CLOSED),
    ],
)
def test_more_posts_open_a_filled_need_and_never_a_closed_one(
    state: NeedState, retained: int, after: NeedState
) -> None:
    made = decided(row(posts=3), known=world(RecordedNeed(5, state, 1, FACTS, retained)))
    assert made.needs[KEY].state is after
    assert codes(made) == (["needs.closed"] if state is NeedState.CLOSED else [])


def test_the_lot_may_be_left_out_where_the_company_has_only_one() -> None:
    assert decided(row(lot=None)).needs[KEY].facts.contractor_id == MASONS


def test_two_buyers_with_one_reference_are_told_apart_by_the_company() -> None:
    other = RecordedMarket(2, "2024-T001", None, {"1": {PAINTERS_SIRET: 90}}, {90: "Peinture & Fils"})
    alone = replace(SCHOOL, lots={"1": {MASONS_SIRET: MASONS}}, names={MASONS: "Maçons du Sud"})
    made = decided(row(contractor_siret=PAINTERS_SIRET), row(), known=world(markets=(alone, other)))
    assert sorted(made.needs) == [(1, "b001"), (2, "b001")]


# --- what is refused --------------------------------------------------------------------------------------------------

TWINS = (SCHOOL, replace(SCHOOL, id=2))


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"reference": "—"}, "needs.no_reference", "n'est pas une référence"),
        ({"job": "??? 12"}, "needs.no_job", "n'est pas un métier"),
        ({"posts": 0}, "needs.posts", "de 1 à 1000"),
        ({"posts": 1001}, "needs.posts", "1001 postes"),
        ({"weekly_hours": 168_01}, "needs.weekly_hours", "168"),
        ({"market": "2030-X"}, "needs.unknown_market", "n'est pas enregistré"),
        ({"lot": "9"}, "needs.unknown_lot", "« 1 », « 2 » et « 3 »"),
        ({"contractor_siret": GARDENERS_SIRET}, "needs.unknown_contractor", "« Maçons du Sud »"),
        ({"contractor_siret": GARDENERS_SIRET, "lot": "3"}, "needs.unknown_contractor", "Personne n'y est encore"),
        ({"contractor_siret": "1" * 14, "lot": None}, "needs.unknown_contractor", "« Verts Horizons »"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(said: dict[str, Any], code: str, words: str) -> None:
    made = decided(row(**said))
    assert (codes(made), made.needs, made.accepted) == ([code], {}, set())
    assert made.issues[0].severity is Severity.ERROR
    assert words in made.issues[0].message


def test_holders_without_a_siret_are_named_beside_the_others() -> None:
    unnamed = replace(SCHOOL, without_siret={"2": ("Élagueurs", "Débroussailleurs"), "3": ("Peintres",)})
    known = world(markets=(unnamed,))
    assert codes(decided(row(lot="1", contractor_siret="1" * 14), known=known)) == ["needs.unknown_contractor"]
    (issue,) = decided(row(lot="2", contractor_siret="1" * 14), known=known).issues
    assert issue.code == "needs.contractor_without_siret"
    assert "« Débroussailleurs » et « Élagueurs » sont attributaires du lot 2" in issue.message
    (issue,) = decided(row(lot=None, contractor_siret="1" * 14), known=known).issues
    assert "« Débroussailleurs », « Peintres » et « Élagueurs » sont attributaires du marché" in issue.message


def test_a_lot_is_asked_for_when_the_company_has_several() -> None:
    both = replace(SCHOOL, lots={"1": {MASONS_SIRET: MASONS}, "2": {MASONS_SIRET: 80}})
    made = decided(row(lot=None), known=world(markets=(both,)))
    assert codes(made) == ["needs.lot_missing"]
    assert "« 1 » et « 2 »" in made.issues[0].message


def test_a_reference_of_two_buyers_is_ambiguous_when_the_company_is_on_both_or_on_none() -> None:
    assert codes(decided(row(), known=world(markets=TWINS))) == ["needs.ambiguous_market"]
    assert codes(decided(row(contractor_siret="1" * 14), known=world(markets=TWINS))) == ["needs.ambiguous_market"]


def test_a_need_said_twice_otherwise_is_refused_the_second_time() -> None:
    made = decided(row(), row(posts=5))
    assert (codes(made), made.needs[KEY].facts.posts, made.accepted) == (["needs.said_twice"], 2, {("Besoins", 2)})


# --- what is remarked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"weekly_hours": 48_01}, "needs.long_week", "la loi"),
        ({"starts_on": date(2024, 1, 1), "ends_on": date(2024, 6, 14)}, "needs.over", "14/06/2024"),
        ({"starts_on": date(2026, 1, 1), "ends_on": None}, "needs.after_market", "31/12/2025"),
        ({"commune": "Nulle-Part"}, "needs.unknown_commune", "Nulle-Part"),
        ({"licences": ["Permis B", "sésame doré"]}, "needs.unknown_licence", "habilitation reconnue"),
    ],
)
def test_what_is_odd_is_kept_and_said(said: dict[str, Any], code: str, words: str) -> None:
    made = decided(row(**said))
    assert (codes(made), len(made.needs), made.issues[0].severity) == ([code], 1, Severity.WARNING)
    assert words in made.issues[0].message


@pytest.mark.parametrize(
    "said",
    [
        {"weekly_hours": 48_00},
        {"weekly_hours": None},
        {"starts_on": date(2024, 1, 1), "ends_on": TODAY},
        {"starts_on": date(2025, 12, 31), "ends_on": None},
        {"commune": "Chenove"},
        {"licences": ["CACES R482 A ou R372 1", "Permis B"]},
    ],
)
def test_what_is_at_the_edge_of_odd_is_not_said(said: dict[str, Any]) -> None:
    assert codes(decided(row(**said))) == []


def test_a_market_without_an_end_is_not_left_behind() -> None:
    endless = replace(SCHOOL, ends_on=None)
    assert codes(decided(row(starts_on=date(2040, 1, 1), ends_on=None), known=world(markets=(endless,)))) == []


# --- properties -------------------------------------------------------------------------------------------------------

rows = st.lists(
    st.builds(
        row,
        reference=st.sampled_from(["B001", "B 001", "B002", "-"]),
        posts=st.integers(-1, 4),
        lot=st.sampled_from([None, "1", "2", "9"]),
        contractor_siret=st.sampled_from([MASONS_SIRET, GARDENERS_SIRET, "1" * 14]),
        commune=st.sampled_from([None, "Dijon", "Nulle-Part"]),
        qpv_only=st.sampled_from([None, True, False]),
    ),
    max_size=5,
)


@given(rows)
def test_every_row_is_accepted_or_has_one_error(said: list[dict[str, Any]]) -> None:
    made = decided(*said)
    refused = [issue.row or 0 for issue in made.issues if issue.severity is Severity.ERROR]
    assert len(refused) == len(set(refused))
    assert sorted(refused + [number for _, number in made.accepted]) == list(range(2, len(said) + 2))
    assert sum(counts(made)) == len(made.accepted)


@given(rows)
def test_the_same_file_again_changes_nothing(said: list[dict[str, Any]]) -> None:
    first = decided(*said)
    recorded = {
        key: RecordedNeed(number, planned.state, planned.version, planned.facts)
        for number, (key, planned) in enumerate(first.needs.items())
    }
    again = decided(*said, known=replace(world(), needs=recorded))
    assert (again.needs, counts(again)) == ({}, (0, 0, len(first.accepted)))
