"""Facts read from JSON: what is missing has a meaning, what is wrong is refused by name."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Unusable
from clauses.pathways.facts import BusinessFacts, ContractFacts, ExitFacts, TrainingFacts
from clauses.pathways.facts_json import exits_from_json, exits_from_text, facts_from_json
from clauses.pathways.rules import Protocol, judge
from clauses.reference.rules import ContractKind, EmployerKind

WHOLE = {
    "id": "a",
    "exited_on": "2024-06-30",
    "birth_date": "1980-01-01",
    "contracts": [
        {
            "kind": "CDI",
            "starts_on": "2023-12-01",
            "ends_on": None,
            "weekly_hours": "35",
            "employer": "entreprise",
            "aided": False,
        }
    ],
    "part_time_agreed": False,
    "training": {"qualifying": True, "certified_on": None},
    "business": {"registered_on": None, "active_until": None},
}


def with_contract(**changes: object) -> dict[str, object]:
    return {"id": "a", "exited_on": "2024-06-30", "contracts": [{"kind": "CDI", "starts_on": "2023-12-01"} | changes]}


def refusal(entry: object) -> str:
    with pytest.raises(Unusable) as refused:
        facts_from_json(entry, place="Sortie n°\u00a03")
    return refused.value.message.replace("\u00a0", " ")


def test_the_whole_of_an_exit_is_read() -> None:
    assert facts_from_json(WHOLE) == ExitFacts(
        id="a",
        exited_on=date(2024, 6, 30),
        birth_date=date(1980, 1, 1),
        contracts=(ContractFacts(ContractKind.CDI, date(2023, 12, 1), None, 3500, EmployerKind.ENTREPRISE, False),),
        part_time_agreed=False,
        training=TrainingFacts(True, None),
        business=BusinessFacts(None, None),
    )


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"birth_date": None, "contracts": None, "part_time_agreed": None, "training": None, "business": None},
        {"contracts": [], "training": {}, "business": {}},
        {"training": {"qualifying": None, "certified_on": None}, "note": "kept by the sender", "expected": [True]},
    ],
)
def test_what_is_absent_or_null_is_unknown_or_no(rest: dict[str, object]) -> None:
    assert facts_from_json({"id": "a", "exited_on": "2024-06-30"} | rest) == ExitFacts(date(2024, 6, 30), id="a")


def test_of_a_contract_only_the_kind_and_the_start_are_required() -> None:
    (contract,) = facts_from_json(with_contract()).contracts
    assert contract == ContractFacts(ContractKind.CDI, date(2023, 12, 1))


@pytest.mark.parametrize(
    ("qualifying", "read"), [({}, True), ({"qualifying": None}, True), ({"qualifying": False}, False)]
)
def test_a_certified_training_is_qualifying_unless_it_says_otherwise(qualifying: dict[str, object], read: bool) -> None:
    entry = {"id": "a", "exited_on": "2024-06-30", "training": qualifying | {"certified_on": "2024-01-15"}}
    assert facts_from_json(entry).training == TrainingFacts(read, date(2024, 1, 15))


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [
        ("17.50", 1750),
        ("17.5", 1750),
        ("17,5", 1750),
        ("17.4833", 1748),
        ("35", 3500),
        (35, 3500),
        (0, 0),
        (17.5, 1750),
        (17.49, 1749),
        (Decimal("17.495"), 1750),
        (Decimal("17.494"), 1749),
        (17.499999999999996, 1750),
        ("168", 16800),
        (None, None),
    ],
)
def test_weekly_hours_are_exact_to_the_hundredth(written: object, hundredths: int | None) -> None:
    assert facts_from_json(with_contract(weekly_hours=written)).contracts[0].weekly_hours == hundredths


@pytest.mark.parametrize(
    "written",
    ["", " ", "abc", "17h30", "-1", -1, "NaN", float("nan"), float("inf"), "1e2", 1e300, True, [], {}, "1" * 5000,
     pytest.param(10**5000, id="huge"), pytest.param(-(10**5000), id="hugely negative"), "٣٥", Decimal("1e999999"),
     "17.5.1"],
)  # fmt: skip
def test_what_is_no_number_of_hours_is_refused(written: object) -> None:
    message = refusal(with_contract(weekly_hours=written))
    assert message.startswith("Sortie n° 3 (« a »), contrat n° 1 : « weekly_hours » vaut ")
    assert message.endswith("qui n'est pas un nombre d'heures par semaine. Écrivez par exemple 17.50.")
    assert len(message) < 300


@pytest.mark.parametrize("written", ["168.01", 169, 999.0])
def test_a_week_has_168_hours(written: object) -> None:
    assert "une semaine n'a que 168 heures" in refusal(with_contract(weekly_hours=written))


@pytest.mark.parametrize(
    "written",
    ["", "30/06/2024", "2024-13-01", "2024-02-30", "20240630", "2024-W26-7", "2024-06-30T00:00:00", 20240630, True, [],
     {}, "２０２４-06-30", "2024-06-30\n"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["exited_on", "birth_date"])
def test_what_is_no_date_is_refused(field: str, written: object) -> None:
    message = refusal({"id": "a", "exited_on": "2024-06-30"} | {field: written})
    assert message.startswith(f"Sortie n° 3 (« a ») : « {field} » vaut ")
    assert message.endswith("qui n'est pas une date. Écrivez AAAA-MM-JJ, comme 2024-06-30.")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ([], "Sortie n° 3 : il faut un objet JSON, entre accolades ; une liste n'en est pas un. Corrigez-le."),
        (None, "Sortie n° 3 : il faut un objet JSON, entre accolades ; null n'en est pas un. Corrigez-le."),
        ({"exited_on": "2024-06-30"}, "Sortie n° 3 : « id » manque : donnez à chaque sortie un identifiant."),
        ({"id": None}, "Sortie n° 3 : « id » manque : donnez à chaque sortie un identifiant."),
        ({"id": " "}, "Sortie n° 3 : « id » vaut «   » : il faut un texte, qui ne soit pas vide."),
        ({"id": 7}, "Sortie n° 3 : « id » vaut « 7 » : il faut un texte, qui ne soit pas vide."),
        ({"id": "\ud800"}, "Sortie n° 3 : « id » vaut « \\ud800 » : il faut un texte, qui ne soit pas vide."),
        ({"id": "a"}, "Sortie n° 3 (« a ») : « exited_on » manque : donnez une date, comme 2024-06-30."),
        (
            {"id": "a", "exited_on": "1024-06-30"},
            "Sortie n° 3 (« a ») : « exited_on » vaut 1024-06-30 : donnez une année entre 1900 et 2199.",
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "birth_date": "2024-07-01"},
            "Sortie n° 3 (« a ») : « birth_date » est après la sortie : corrigez l'une des deux dates.",
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "contracts": {}},
            "Sortie n° 3 (« a ») : « contracts » vaut un objet : il faut une liste, entre crochets.",
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "contracts": [[]]},
            ("Sortie n° 3 (« a »), contrat n° 1 : il faut un objet JSON, entre accolades ; une liste n'en est pas un. "
            "Corrigez-le."),
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "contracts": [{"starts_on": "2024-01-01"}]},
            "Sortie n° 3 (« a »), contrat n° 1 : « kind » manque : donnez-le.",
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "contracts": [{"kind": "CDI"}]},
            "Sortie n° 3 (« a »), contrat n° 1 : « starts_on » manque : donnez une date, comme 2024-06-30.",
        ),
        (
            with_contract(ends_on="2023-11-30"),
            (
                "Sortie n° 3 (« a »), contrat n° 1 : « ends_on » est avant « starts_on » : "
                "un contrat ne finit pas avant de commencer."
            ),
        ),
        (
            with_contract(aided="oui"),
            "Sortie n° 3 (« a »), contrat n° 1 : « aided » vaut « oui » : écrivez true ou false, sans guillemets.",
        ),
        (
            with_contract(employer="mairie"),
            (
                "Sortie n° 3 (« a »), contrat n° 1 : « employer » vaut « mairie » : il faut l'un de entreprise, ETT, "
                "ETTI, EI, ACI, AI, GEIQ, REGIE, EA, ESAT, particulier."
            ),
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "part_time_agreed": 1},
            "Sortie n° 3 (« a ») : « part_time_agreed » vaut « 1 » : écrivez true ou false, sans guillemets.",
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "training": True},
            ("Sortie n° 3 (« a »), « training » : il faut un objet JSON, entre accolades ; true n'en est pas un. "
            "Corrigez-le."),
        ),
        (
            {"id": "a", "exited_on": "2024-06-30", "business": {"active_until": "2024-06-30"}},
            "Sortie n° 3 (« a »), « business » : « active_until » demande un « registered_on », le même jour ou avant.",
        ),
        (
            {
                "id": "a",
                "exited_on": "2024-06-30",
                "business": {"registered_on": "2024-05-02", "active_until": "2024-05-01"},
            },
            "Sortie n° 3 (« a »), « business » : « active_until » demande un « registered_on », le même jour ou avant.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_names_the_entry_and_the_field(entry: object, message: str) -> None:
    assert refusal(entry) == message


def test_a_contract_and_a_business_may_last_one_day() -> None:
    day = "2023-12-01"
    business = {"registered_on": day, "active_until": day}
    facts = facts_from_json(with_contract(ends_on=day) | {"business": business, "birth_date": "2024-06-30"})
    assert facts.contracts[0].ends_on == facts.business.active_until == date(2023, 12, 1)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_last_days_that_can_be_written_are_read(day: str) -> None:
    assert facts_from_json({"id": "a", "exited_on": day}).exited_on == date.fromisoformat(day)


@pytest.mark.parametrize("kind", ["STAGE", "cdi", "", 1, ["CDI"], {"kind": "CDI"}, False, 10**100])
def test_an_unknown_kind_is_refused_with_those_that_are_known(kind: object) -> None:
    message = refusal(with_contract(kind=kind))
    assert message.startswith("Sortie n° 3 (« a »), contrat n° 1 : « kind » vaut ")
    assert "il faut l'un de CDDI, CTTI, CDI" in message


def test_a_long_value_is_quoted_short() -> None:
    assert f"« {'x' * 60}… »" in refusal(with_contract(kind="x" * 10_000))


def test_a_list_keeps_its_order() -> None:
    entries = [{"id": name, "exited_on": "2024-06-30"} for name in ("b", "a", "c")]
    assert [facts.id for facts in exits_from_json(entries)] == ["b", "a", "c"]
    assert exits_from_json([]) == ()


def test_two_exits_of_one_id_are_refused() -> None:
    entry = {"id": "a", "exited_on": "2024-06-30"}
    with pytest.raises(Unusable, match="Sortie n°\u00a02\u00a0: l'identifiant «\u00a0a\u00a0» sert déjà plus haut"):
        exits_from_json([entry, entry])


@pytest.mark.parametrize("document", [{}, None, "a", 3, True])
def test_only_a_list_of_exits_is_read(document: object) -> None:
    with pytest.raises(Unusable, match="n'est pas une liste de sorties"):
        exits_from_json(document)


def test_a_text_may_start_with_a_byte_order_mark() -> None:
    assert exits_from_text("\ufeff" + json.dumps([WHOLE])) == (facts_from_json(WHOLE),)


def test_numbers_of_a_text_stay_decimal() -> None:
    written = '[{"id": "a", "exited_on": "2024-06-30", "contracts": [{"kind": "CDI", "starts_on": "2023-12-01", '
    (facts,) = exits_from_text(written + '"weekly_hours": 17.49499999999999999}]}]')
    assert facts.contracts[0].weekly_hours == 1749


def test_what_is_not_json_is_refused_with_its_place() -> None:
    with pytest.raises(Unusable, match="Ce n'est pas du JSON\u00a0: ligne 2, colonne 5"):
        exits_from_text("[\n    oui\n]")


@pytest.mark.parametrize("text", ["[" * 200_000, "[" + "9" * 5000 + "]", "[1e99999999999999999999]"])
def test_a_json_that_no_machine_can_read_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match="démesuré, ou l'imbrication"):
        exits_from_text(text)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [*WHOLE, "training.qualifying", "training.certified_on", "business.registered_on", "business.active_until"]
CONTRACT_FIELDS = ["kind", "starts_on", "ends_on", "weekly_hours", "employer", "aided"]


@given(st.sampled_from([*FIELDS, *CONTRACT_FIELDS]), junk, st.sampled_from(Protocol))
def test_junk_in_any_field_is_refused_or_judged(field: str, value: object, protocol: Protocol) -> None:
    entry = json.loads(json.dumps(WHOLE))
    if field in CONTRACT_FIELDS:
        entry["contracts"][0][field] = value
    elif "." in field:
        outer, inner = field.split(".")
        entry[outer][inner] = value
    else:
        entry[field] = value
    try:
        facts = facts_from_json(entry)
    except Unusable as refused:
        message = refused.message
    else:
        message = judge(facts, protocol).reason
    assert message.encode()


@given(junk)
def test_junk_is_no_exit(value: object) -> None:
    with pytest.raises(Unusable):
        facts_from_json(value)
