"""What is published of a contract: kept whole, its modifications as amendments, its differences in words."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.markets.drafts import (
    DraftFacts,
    Holder,
    Modification,
    as_text,
    changes,
    comes_early,
    differences,
    from_text,
    merged,
    only_modifies,
    shown,
)
from clauses.reference.rules import Nature

MASONS = Holder("73282932000074", "SIRET", "73282932000074", "Maçons du Sud")
PAINTERS = Holder("FR40303265045", "TVA")
FACTS = DraftFacts(
    reference="2024-T001",
    buyer_siret="21210231300013",
    title="École",
    nature=Nature.BTP,
    considerations=("Clause sociale",),
    notified_on=date(2024, 1, 31),
    months=1,
    amount_cents=100_000,
    holders=(MASONS, PAINTERS),
)
FIRST = Modification("1", date(2024, 6, 1), 120_000, 1)
SECOND = Modification("2", date(2024, 3, 1), 90_000, 3, subject="Report")

days = st.none() | st.dates(date(2000, 1, 1), date(2050, 1, 1))
amounts = st.none() | st.integers(0, 10**12)
holders = st.lists(st.builds(Holder, st.text(min_size=1, max_size=5), st.sampled_from(["SIRET", "TVA"])), max_size=3)
modifications = st.lists(
    st.builds(Modification, st.text("0123456789", min_size=1, max_size=3), days, amounts),
    max_size=4,
    unique_by=lambda m: m.number,
)
drawn = st.builds(
    DraftFacts,
    reference=st.text(min_size=1, max_size=8),
    buyer_siret=st.just("21210231300013"),
    title=st.text(max_size=8),
    nature=st.none() | st.sampled_from(Nature),
    considerations=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    notified_on=days,
    amount_cents=amounts,
    holders=holders.map(tuple),
    modifications=modifications.map(tuple),
)


@given(drawn)
def test_facts_are_read_as_they_were_kept(facts: DraftFacts) -> None:
    assert from_text(as_text(facts)) == facts


@given(drawn)
def test_a_contract_does_not_differ_from_itself(facts: DraftFacts) -> None:
    assert differences(facts, facts) == []


def test_the_end_is_the_day_before_the_same_day() -> None:
    assert FACTS.ends_on() == date(2024, 2, 28)
    assert replace(FACTS, months=12).ends_on() == date(2025, 1, 30)
    assert replace(FACTS, months=None).ends_on() is None
    assert replace(FACTS, notified_on=None).ends_on() is None


def test_a_social_clause_is_not_a_social_criterion() -> None:
    assert FACTS.social
    assert not replace(FACTS, considerations=("Critère social", "Pas de clause")).social
    assert replace(FACTS, considerations=("clause SOCIALE d'exécution",)).social


def test_modifications_are_changes_in_the_order_of_their_days() -> None:
    found = changes(replace(FACTS, modifications=(FIRST, SECOND)))
    assert [(one.number, one.amount_cents, one.ends_on, one.subject) for one in found] == [
        ("2", -10_000, date(2024, 4, 29), "Report"),
        ("1", 30_000, None, ""),
    ]


def test_an_end_before_its_modification_is_left_out() -> None:
    late = Modification("1", date(2025, 1, 1), None, 2)
    assert [one.ends_on for one in changes(replace(FACTS, modifications=(late,)))] == [None]


def test_a_modification_without_day_is_dated_by_its_contract_and_without_any_is_left() -> None:
    undated = replace(FACTS, modifications=(Modification("1", None, None, None),))
    assert [(one.effective_on, one.amount_cents) for one in changes(undated)] == [(date(2024, 1, 31), None)]
    assert changes(replace(undated, notified_on=None)) == []
    published = replace(undated, notified_on=None, published_on=date(2024, 5, 1))
    assert [one.effective_on for one in changes(published)] == [date(2024, 5, 1)]


@given(drawn)
def test_no_amendment_comes_before_the_notification(facts: DraftFacts) -> None:
    assert all(facts.notified_on is None or one.effective_on >= facts.notified_on for one in changes(facts))
    for day, early in ((date(2024, 1, 30), True), (date(2024, 1, 31), False), (None, False)):
        assert comes_early(day, FACTS.notified_on) is early
        assert not comes_early(day, None)


@given(drawn)
def test_amendments_add_up_to_the_last_amount(facts: DraftFacts) -> None:
    found = changes(facts)
    dated = [one for one in facts.modifications if one.notified_on or facts.notified_on]
    if facts.amount_cents is None or len(dated) != len(facts.modifications):
        return
    amounts_said = {one.number: one.amount_cents for one in facts.modifications}
    last = next((amounts_said[one.number] for one in reversed(found) if amounts_said[one.number] is not None), None)
    expected = facts.amount_cents if last is None else last
    assert facts.amount_cents + sum(one.amount_cents or 0 for one in found) == expected


def test_differences_are_said_as_people_read_them() -> None:
    after = replace(FACTS, amount_cents=None, nature=Nature.MS, holders=(MASONS,), modifications=(FIRST,))
    assert [(one.field, one.recorded, one.published) for one in differences(FACTS, after)] == [
        ("Nature", "Travaux (BTP)", "Services"),
        ("Montant HT", "1\u202f000,00\u00a0€".replace("\u00a0€", " €"), "–"),
        ("Titulaires", "Maçons du Sud, TVA FR40303265045", "Maçons du Sud"),
        ("Modifications", "–", "n° 1"),
    ]
    assert shown("notified_on", date(2024, 2, 1)) == "01/02/2024"
    assert shown("months", 12) == "12"


def test_rows_of_one_contract_are_one_with_all_their_holders() -> None:
    one, other = replace(FACTS, holders=(MASONS,)), replace(FACTS, holders=(PAINTERS, MASONS))
    modifying = replace(FACTS, amount_cents=None, months=None, modifications=(FIRST,), title="autre")
    assert only_modifies(modifying)
    assert not only_modifies(FACTS)
    whole = merged([modifying, one, other])
    assert whole == replace(FACTS, holders=whole.holders, modifications=(FIRST,))
    assert set(whole.holders) == {MASONS, PAINTERS}
    assert merged([modifying]).title == "autre"
