"""Sheets gathered: what is read of each, what is said elsewhere, what is not read."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Severity
from imports.reader import Given, read
from tests.imports.sheets import HEADER, LINE, TODAY, hours, line, said, sheet

MARCH = date(2024, 3, 1)


def test_a_social_security_number_is_dropped_and_never_repeated() -> None:
    nir = "1 85 05 78 006 084 91"
    reading = hours(
        sheet((*HEADER, "N° sécu"), (*line(last=f"Benali {nir}"), nir), (*line(kind=nir, last="Roux"), None))
    )
    assert reading.rejected == {("Feuil1", 2)}
    assert {(issue.code, issue.severity, issue.row) for issue in reading.issues} == {
        ("hours.nir_dropped", Severity.WARNING, 2), ("hours.missing_value", Severity.ERROR, 2),
        ("hours.nir_dropped", Severity.WARNING, 3),
        ("file.nir_dropped", Severity.WARNING, None),
    }  # fmt: skip
    everything = repr(reading.issues) + repr(reading.frame.rows()) + repr(reading.refused.rows())
    assert "084" not in everything
    assert "6 084" not in everything


def test_an_iban_is_dropped_and_said() -> None:
    reading = hours(sheet((*HEADER, "Compte"), (*line(), "FR7630006000011234567890189")))
    assert said(reading, of_rows=False) == [(None, "file.iban_dropped")]
    assert "FR76" not in repr(reading)


def test_sheets_named_by_month_or_company_say_it_of_their_rows() -> None:
    header = tuple(text for text in HEADER if text not in {"Mois", "SIRET attributaire"})
    row = tuple(text for text in LINE if text not in {"2024-03-01", "49825979500025"})
    given = Given(month=MARCH)
    reading = hours(sheet(header, row, name="Verts Horizons"), sheet(header, row, name="Côte-d'Or SAS"), given=given)
    assert reading.frame.select("contractor_name", "month").rows() == [
        ("Verts Horizons", MARCH),
        ("Côte-d'Or SAS", MARCH),
    ]
    header, row = HEADER[:9] + HEADER[10:], LINE[:9] + LINE[10:]
    assert hours(sheet(header, row, name="mars 2024")).frame["month"].to_list() == [MARCH]


def test_a_single_sheet_is_not_named_after_a_company() -> None:
    header, row = HEADER[:2] + HEADER[3:], LINE[:2] + LINE[3:]
    assert hours(sheet(header, row, name="Verts Horizons")).frame["contractor_name"].to_list() == [None]
    assert hours(sheet(header, row, name="heures mars"), sheet(header, row, name="x")).frame[
        "contractor_name"
    ].to_list() == [None, "x"]


def test_a_market_without_a_contractor_has_none_whatever_its_sheet_is_named() -> None:
    header = ("Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Lot")
    one = sheet(header, ("M1", "a", "b", "Travaux", "1"), ("Lot 2", None), name="Verts Horizons")
    reading = read([one, sheet(("x",), name="Notes")], FileKind.MARKETS, today=TODAY)
    assert reading.frame["contractor_name"].to_list() == [None]
    assert reading.rejected == {("Verts Horizons", 3)}


def test_what_the_sender_said_completes_the_file_and_never_contradicts_it() -> None:
    given = Given(market="M9", lot="Lot 7", contractor="69666972000067", month=MARCH)
    header, row = HEADER[3:9] + HEADER[10:], LINE[3:9] + LINE[10:]
    one = hours(sheet(header, row), given=given).frame.row(0, named=True)
    assert (one["market"], one["lot"], one["contractor_siret"], one["month"]) == ("M9", "7", "69666972000067", MARCH)
    other = hours(sheet(HEADER, line(month="2024-05-01"), line(), line(lot=None)), given=given).frame
    assert other.select("market", "lot", "month").rows() == [
        ("2024-T001", "1", date(2024, 5, 1)),
        ("2024-T001", "1", MARCH),
        ("2024-T001", "7", MARCH),
    ]


@pytest.mark.parametrize("absent", ["Référence marché", "Nom", "Mois", "Heures travaillées"])
def test_a_required_column_that_is_nowhere_makes_the_file_unusable(absent: str) -> None:
    header = tuple(text for text in HEADER if text not in {absent, "Prénom"} or (text == "Prénom" and absent != "Nom"))
    row = tuple(cell for text, cell in zip(HEADER, LINE, strict=True) if text in header)
    with pytest.raises(Unusable) as refused:
        hours(sheet(header, row))
    assert refused.value.code == "file.missing_column"
    assert absent in refused.value.message
    assert "Type de contrat" in refused.value.message  # what was seen


@pytest.mark.parametrize("absent", ["Lot", "SIRET attributaire"])
def test_the_only_lot_or_contractor_may_be_left_unsaid(absent: str) -> None:
    header = tuple(text for text in HEADER if text != absent)
    row = tuple(cell for text, cell in zip(HEADER, LINE, strict=True) if text != absent)
    reading = hours(sheet(header, row))
    name = "lot" if absent == "Lot" else "contractor_siret"
    assert reading.frame[name].to_list() == [None]


PEOPLE = ("Nom", "Prénom", "Né(e) le")
ROUX = ("Roux", "Inès", "11/08/1965")


def test_a_sheet_of_people_beside_the_hours_is_skipped() -> None:
    people = sheet(("N°", *PEOPLE, "Âge", "Vu"), ("1", *ROUX, "58", "35,5"), name="Salariés")
    reading = hours(people, sheet(HEADER, line(), name="Heures"))
    assert reading.frame.height == 1
    assert [(issue.code, issue.severity) for issue in reading.issues] == [("file.sheet_skipped", Severity.WARNING)]
    assert (reading.ignored, reading.held.height) == (2, 0)
    with pytest.raises(Unusable, match="Heures travaillées"):
        hours(people)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([(*PEOPLE, "Heures payées", "Heures facturées"), (*ROUX, "35,5", "36")], "D « Heures payées »"),
        ([PEOPLE, (*ROUX, "35,5"), (*ROUX, "70")], "La colonne D, sans en-tête,"),
        ([("Roux", "35,5"), ("Diallo", "151,67")], "La colonne B"),
        ([PEOPLE, (*ROUX, "1"), (*ROUX, "2")], None),  # they number the rows
        ([("1", "35,5"), ("2", "151,67")], None),  # nobody is named
        ([(*PEOPLE, "Heures prévues"), (*ROUX, "35,5")], None),
        ([(*PEOPLE, "Temps passé"), (*ROUX, "35,5")], "D « Temps passé »"),
        ([(*PEOPLE, "Volume"), (*ROUX, "35,5")], "D « Volume »"),
        ([(*PEOPLE, "1", "2", "3"), (*ROUX, "7", "7", "7")], "D « 1 »"),
        ([(*PEOPLE, "N°", "Âge", "Tél.", "Taux", "Année", "Code"), (*ROUX, "3", "58", "12", "20", "99", "7")], None),
    ],
)
def test_a_sheet_that_is_not_read_and_may_hold_hours_holds_the_file(
    rows: list[tuple[str, ...]], named: str | None
) -> None:
    reading = hours(sheet(*rows, name="Autre"), sheet(HEADER, line(), name="Heures"))
    (issue,) = reading.issues
    assert issue.severity is (Severity.BLOCKING if named else Severity.WARNING)
    assert (named or "lignes).") in issue.message
    assert reading.held.rows() == ([("Heures", 2)] if named else [])


def test_a_file_without_any_header_is_unusable() -> None:
    with pytest.raises(Unusable, match="en-tête") as refused:
        hours(sheet(("bonjour",), ("le monde",)))
    assert refused.value.code == "file.missing_column"
    assert "bonjour" in refused.value.message
    with pytest.raises(Unusable, match="rien"):
        hours(sheet())


def test_an_empty_table_is_no_error() -> None:
    reading = hours(sheet(HEADER))
    assert (reading.frame.height, reading.read, reading.issues) == (0, 0, ())


def test_sheets_without_a_header_are_skipped_counted_and_said() -> None:
    notes = sheet(("Mode d'emploi",), (), ("Une ligne par salarié",), name="Lisez-moi")
    reading = hours(sheet(HEADER, line()), notes, sheet(name="Vide"))
    assert (reading.read, reading.ignored) == (3, 2)
    (issue,) = [issue for issue in reading.issues if issue.code == "file.sheet_skipped"]
    assert (issue.sheet, issue.severity) == ("Lisez-moi", Severity.WARNING)


def test_a_recapitulation_of_other_sheets_is_not_counted_twice() -> None:
    reading = hours(sheet(HEADER, line(), name="mars 2024"), sheet(HEADER, line(), name="Récap 2024"))
    assert reading.frame.height == 1
    assert {row.why for row in reading.ignored_rows} == {"récapitulatif d'autres feuilles"}
    alone = hours(sheet(HEADER, line(), name="Récap 2024"))
    assert alone.frame.height == 1
    beside = hours(sheet(("x",), name="Notes"), sheet(HEADER, line(), name="Bilan"))
    assert beside.frame.height == 1
    only_notes = hours(sheet(HEADER, line()), sheet(("y",), name="Synthèse"))
    assert only_notes.ignored == 1


def test_sheets_all_named_as_summaries_are_read_as_long_as_their_months_differ() -> None:
    january, february = (sheet(HEADER, line(month=month), name=f"Récap {month}") for month in ("01/2024", "02/2024"))
    total = sheet(("Nom", "Prénom", "Total heures"), ("Benali", "Andrzej", "200"), name="Total")
    reading = hours(january, february, total)
    assert reading.frame["month"].to_list() == [date(2024, 1, 1), date(2024, 2, 1)]
    assert (reading.read, reading.ignored, reading.held.height) == (4, 2, 0)
    assert [issue.severity for issue in reading.issues] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("name", "row", "why"),
    [
        ("Total Énergies", line(last="Roux"), "ne nomme ces personnes"),
        ("Bilan février", line(month="02/2024"), "ne donne ce mois"),
        ("Récap", line(), None), ("Récap", line(last="M. BENALI", first="A."), None),
        ("Récap", line(hours="-"), None), ("Récap", line(month="mars"), None),
    ],
)  # fmt: skip
def test_a_sheet_named_as_a_summary_whose_hours_may_be_nowhere_else_holds_the_file(
    name: str, row: tuple[str, ...], why: str | None
) -> None:
    reading = hours(sheet(HEADER, line(), name="mars"), sheet(HEADER, row, name=name))
    assert (reading.frame.height, reading.read, reading.ignored) == (1, 3, 2)
    (issue,) = reading.issues
    assert issue.severity is (Severity.BLOCKING if why else Severity.WARNING)
    assert (why or "autres feuilles (2 lignes).") in issue.message
    assert reading.held.rows() == ([("mars", 2)] if why else [])


def test_a_summary_that_cannot_be_told_is_said_as_before() -> None:
    twice = sheet((*HEADER, "Heures travaillées"), (*line(), "7"), name="Récap")
    bodies = sheet(("Lot", "Mois", "Heures"), ("1", "03/2024", "100"), name="Bilan")
    of_nobody = sheet(("Référence marché", "Lot", "Mois", "Heures"), ("2024-T001", "1", "05/2024", "9"), name="Total")
    for other in (twice, bodies, of_nobody):
        reading = hours(sheet(HEADER, line()), other)
        assert [issue.severity for issue in reading.issues] == [Severity.WARNING], other.name


BY_LOT = ("Référence marché", "Lot", "Mois", "Heures réalisées")
OF_A_LOT = ("2024-T001", "1", "03/2024", "100")


def test_a_sheet_or_a_table_that_names_nobody_holds_the_file_and_does_not_refuse_it() -> None:
    advance = sheet(("Lot", "Heures dues", "Heures réalisées"), ("1", "1000", "100"), name="Avancement")
    for sheets in ((sheet(HEADER, line()), advance), (advance, sheet(HEADER, line()))):
        reading = hours(*sheets)
        (issue,) = reading.issues
        assert (issue.code, issue.severity) == ("file.sheet_skipped", Severity.BLOCKING)
        assert "ajoutez le nom de chaque salarié" in issue.message
        assert (reading.read, reading.ignored, reading.held.rows()) == (3, 2, [("Feuil1", 2)])
    for rows, place in ((((*HEADER,), line(), (), BY_LOT, OF_A_LOT), 2), ((BY_LOT, OF_A_LOT, HEADER, line()), 4)):
        reading = hours(sheet(*rows))
        (issue,) = [each for each in reading.issues if each.severity is Severity.BLOCKING]
        assert issue.code == "hours.table_not_read"
        assert (reading.frame["row"].to_list(), reading.read, reading.ignored) == ([place], 3, 2)
        assert reading.held.rows() == [("Feuil1", place)]


def test_a_summary_that_names_nobody_below_the_hours_is_ignored_and_said() -> None:
    reading = hours(sheet(HEADER, line(), (), ("Récapitulatif par lot",), BY_LOT, OF_A_LOT, OF_A_LOT))
    assert {issue.severity for issue in reading.issues} == {Severity.WARNING}
    assert [row.row for row in reading.ignored_rows if row.why == "tableau sans nom de salarié"] == [6, 7]
    assert (reading.read, reading.ignored, reading.held.height) == (5, 4, 0)


def test_a_file_that_names_nobody_is_unusable() -> None:
    for sheets in ([sheet(BY_LOT, OF_A_LOT)], [sheet(BY_LOT, OF_A_LOT), sheet(BY_LOT, OF_A_LOT, name="B")]):
        with pytest.raises(Unusable, match="« Nom », « Prénom » manquent"):
            hours(*sheets)


def test_a_recapitulation_without_header_beside_nothing_is_unusable() -> None:
    with pytest.raises(Unusable):
        hours(sheet(("x",), name="Notes"), sheet(("y",), name="Bilan"))


def test_a_sheet_of_blank_rows_is_skipped_without_a_word() -> None:
    reading = hours(sheet(HEADER, line()), sheet((None, " "), (None, None), name="Feuil2"))
    assert (reading.read, reading.issues) == (1, ())


def test_our_own_example_sheet_is_never_data() -> None:
    reading = hours(sheet(HEADER, line()), sheet(HEADER, line(last="Exemple"), name="Exemple"))
    assert (reading.frame.height, reading.ignored) == (1, 0)


def test_what_is_hidden_is_read_and_said() -> None:
    one = sheet(
        HEADER,
        line(),
        line(last="Roux"),
        line(last="Bon"),
        hidden=True,
        hidden_rows=frozenset({1, 3, 4}),
        hidden_columns=frozenset({"B", "Z"}),
    )
    reading = hours(one)
    assert reading.frame.height == 3
    messages = [issue.message for issue in reading.issues if issue.code == "file.hidden"]
    assert len(messages) == 3
    assert "3-4" in messages[1]
    assert "B « Lot »" in messages[2]


def test_paid_hours_are_read_for_want_of_worked_ones_and_said() -> None:
    header = (*HEADER[:10], "Heures payées")
    reading = hours(sheet(header, line()))
    assert reading.frame["hours"].to_list() == [10_000]
    assert [(issue.code, issue.severity, issue.column) for issue in reading.issues] == [
        ("hours.paid_not_worked", Severity.WARNING, "Heures payées")
    ]


@pytest.mark.parametrize("name", ["Total heures", "TOTAL", "Total général"])
def test_the_only_total_is_read_for_want_of_the_hours_of_the_month_and_said(name: str) -> None:
    """Weeks in columns, their total at the end: what a works manager's sheet looks like."""
    header = (*HEADER[:10], "S14", "S15", name)
    reading = hours(sheet(header, (*line()[:10], "35", "28", "63")))
    assert reading.frame["hours"].to_list() == [6_300]
    assert [(issue.code, issue.severity, issue.column) for issue in reading.issues] == [
        ("hours.total_taken", Severity.WARNING, name)
    ]


@pytest.mark.parametrize("name", ["Cumul", "Total depuis le début", "Total annuel", "Total salaire", "Total prévu"])
def test_a_total_of_more_than_a_month_or_of_something_else_is_never_read(name: str) -> None:
    with pytest.raises(Unusable, match="Heures travaillées"):
        hours(sheet((*HEADER[:10], name), line()))


def test_what_the_sender_says_beside_the_file_is_not_missing() -> None:
    bare = sheet(("Nom", "Prénom", "Cumul"), ("Roux", "Léa", "12"))
    with pytest.raises(Unusable) as refusal:
        read([bare], FileKind.HOURS, given=Given(market="M1", lot="1", contractor="1"), today=TODAY)
    assert "« Mois », « Heures travaillées » manquent" in refusal.value.message
    with pytest.raises(Unusable) as refusal:
        read([sheet(("Bonjour",))], FileKind.HOURS, given=Given(market="M1"), today=TODAY)
    assert "Référence marché" not in refusal.value.message
    assert "« Lot »" in refusal.value.message


def test_paid_hours_beside_worked_ones_are_not_read() -> None:
    reading = hours(sheet((*HEADER, "Heures payées"), (*line(), "151,67")))
    assert reading.frame["hours"].to_list() == [10_000]
    assert reading.issues == ()
    with pytest.raises(Unusable, match="Heures travaillées"):
        hours(sheet((*HEADER[:10], "Heures payées", "Heures rémunérées"), (*line(), "1")))
