"""Where the header stands, and what each column is."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Severity
from imports.cells import grid
from imports.layout import Wanted, cells_of, find_header
from imports.reader import read
from imports.stacked import blocks
from imports.titles import titles
from tests.imports.sheets import HEADER, TODAY, hours, line, sheet

KIND = FileKind.HOURS
MARCH = date(2024, 3, 1)


def mapping(*rows: tuple[str | None, ...], merged: tuple[str, ...] = ()) -> dict[str, str]:
    """Field → letters, of the first block of a sheet."""
    one = sheet(*rows, merged=merged)
    found, _ = blocks(one, grid(one), Wanted(KIND))
    return {name: column.letters for name, column in found[0].mapping.items()}


@pytest.mark.parametrize("above", [0, 1, 5, 19])
def test_the_header_stands_anywhere_in_the_first_twenty_rows(above: int) -> None:
    found = find_header(sheet(*[("Un titre",)] * above, HEADER, line()), KIND)
    assert found is not None
    assert (found[0], found[1]) == (above, above)


def test_blank_rows_above_the_header_do_not_count() -> None:
    found = find_header(sheet(*[(None,)] * 40, HEADER, line()), KIND)
    assert found is not None
    assert found[0] == 40


def test_a_header_far_below_is_not_looked_for() -> None:
    assert find_header(sheet(*[("Un titre",)] * 30, HEADER, line()), KIND) is None


def test_a_sheet_without_known_words_has_no_header() -> None:
    assert find_header(sheet(("bonjour", "monde"), ("1", "2")), KIND) is None
    assert find_header(sheet(), KIND) is None
    assert find_header(sheet(("Nom", "2024-01-01")), KIND) is None


def test_a_row_of_months_is_no_header() -> None:
    assert find_header(sheet(("janvier 2024", "février 2024", "mars 2024", "avril 2024", "mai 2024")), KIND) is None


def test_columns_come_in_any_order() -> None:
    backwards = mapping(tuple(reversed(HEADER)), tuple(reversed(line())))
    assert backwards["hours"] == "A"
    assert backwards["market"] == "K"


def test_a_header_may_take_two_rows_the_upper_one_merged() -> None:
    top = ("Marché", None, "Salarié", None, None, "Contrat", None, None, "Mois", "Heures", "SIRET")
    bottom = (
        "Référence",
        "Lot",
        "Nom",
        "Prénom",
        "Né(e) le",
        "Type",
        "Début",
        "Fin",
        None,
        "Travaillées",
        "attributaire",
    )
    merged = ("A1:B1", "C1:E1", "F1:H1")
    expected = {
        "market": "A", "lot": "B", "last_name": "C", "first_name": "D", "birth_date": "E", "contract_kind": "F",
        "starts_on": "G",
        "ends_on": "H", "month": "I", "hours": "J", "contractor_siret": "K",
    }  # fmt: skip
    assert mapping(top, bottom, line(), merged=merged) == expected
    assert mapping(top, bottom, line()) == expected


def test_two_companies_beside_each_other_are_told_by_the_row_above() -> None:
    top = ("Attributaire", None, "Employeur", None, "Salarié", None)
    bottom = ("Nom", "SIRET", "Nom", "SIRET", "Nom", "Prénom")
    found = mapping(top, bottom, ("a", "b", "c", "d", "e", "f"))
    assert (found["contractor_siret"], found["employer_siret"], found["last_name"]) == ("B", "D", "E")


def test_what_is_done_is_told_by_the_row_above_it() -> None:
    top = ("Référence marché", "Lot", "SIRET attributaire", "Nom", "Prénom", "Mois", "Jours", "Heures", "Formation")
    bottom = (*[None] * 6, "Travaillés", "Travaillées", "Réalisé")
    row = (*line()[:5], "03/2024", "20", "140", "7")
    reading = hours(sheet(top, bottom, row))
    assert reading.frame.select("hours", "training_hours").rows() == [(140_00, 7_00)]
    assert reading.issues == ()


def test_a_row_of_data_is_no_second_row_of_header() -> None:
    found = find_header(sheet(HEADER, line(), line()), KIND)
    assert found is not None
    assert found[1] == 0


def test_a_title_above_is_no_first_row_of_header() -> None:
    found = find_header(sheet(("Marché 2024-T001 – lot 2 – mars 2024",), HEADER, line()), KIND)
    assert found is not None
    assert (found[0], found[1]) == (1, 1)


def test_the_year_above_the_months_is_part_of_the_header() -> None:
    head = ("Référence marché", "Lot", "SIRET", "Nom", "Prénom")
    one = sheet(
        (*([None] * 5), "2024", None, None), (*head, "janvier", "février", "mars"), (*line()[:5], "10", "20", "30")
    )
    reading = hours(one)
    assert [(month.isoformat(), worked) for month, worked in reading.frame.select("month", "hours").iter_rows()] == [
        ("2024-01-01", 1000), ("2024-02-01", 2000), ("2024-03-01", 3000),
    ]  # fmt: skip


def test_months_above_their_hours_and_their_training() -> None:
    head = ("Référence marché", "Lot", "SIRET", "Nom", "Prénom")
    top = (*([None] * 5), "janv-24", None, "févr-24", None)
    one = sheet(top, (*head, "Heures", "Formation", "Heures", "Formation"), (*line()[:5], "10", "2", "20", None))
    reading = hours(one)
    assert reading.frame.select("hours", "training_hours").rows() == [(1000, 200), (2000, None)]


def test_of_two_columns_for_one_field_the_nearest_to_the_canonical_header_is_read() -> None:
    found = mapping((*HEADER, "Heures"), (*line(), "999"))
    assert found["hours"] == "K"
    reading = hours(sheet((*HEADER, "Heures"), (*line(), "999")))
    assert [column.why for column in reading.recognised if column.header == "Heures"] == [
        "déjà donné par la colonne K « Heures travaillées »"
    ]


@pytest.mark.parametrize(
    ("header", "cells", "rows"),
    [
        ("Heures réalisées", ("90", "100"), "(ligne 2)"),
        ("Heures réalisées", ("100", "100"), None),
        ("Heures réalisées", ("", "-"), None),
        ("Heures", ("100,00", "1h"), "(ligne 3)"),
        ("Heures", ("abc", "0"), "(ligne 3)"),
    ],
)
def test_a_second_column_of_other_hours_is_a_question(header: str, cells: tuple[str, str], rows: str | None) -> None:
    reading = hours(sheet((*HEADER, header), (*line(), cells[0]), (*line(last="Roux"), cells[1])))
    assert reading.frame["hours"].to_list() == [10_000, 10_000]
    found = [issue for issue in reading.issues if issue.code == "file.column_not_read"]
    assert [(issue.column, issue.severity) for issue in found] == ([(header, Severity.BLOCKING)] if rows else [])
    assert all("colonne K « Heures travaillées »" in issue.message and str(rows) in issue.message for issue in found)


def test_hours_that_only_the_second_column_gives_are_not_lost_in_silence() -> None:
    rows = [(*line(hours=None, last=f"Roux{number}"), "7") for number in range(7)]
    reading = hours(sheet((*HEADER, "Heures effectuées"), (*line(), None), *rows))
    (issue,) = [issue for issue in reading.issues if issue.code == "file.column_not_read"]
    assert "(lignes 3-7…)" in issue.message


@pytest.mark.parametrize(("said", "read_there"), [("hours", 9_000), (None, 10_000)])
def test_once_somebody_said_which_hours_count_nothing_is_asked(said: str | None, read_there: int) -> None:
    rows = ((*HEADER, "Heures réalisées", "H. form", "Formation"), (*line(), "90", "1", "2"))
    reading = read([sheet(*rows)], KIND, today=TODAY, corrections={"Heures réalisées": said})
    assert [issue.column for issue in reading.issues] == ["Formation"]
    assert reading.frame.select("hours", "training_hours").rows() == [(read_there, 100)]


def test_hours_of_a_header_that_is_not_quite_theirs_are_read_and_said() -> None:
    header = (*HEADER[:-1], "Heures travaillées dont formation")
    reading = hours(sheet(header, line()))
    assert reading.frame["hours"].to_list() == [100_00]
    assert [(issue.code, issue.severity) for issue in reading.issues] == [("file.column_guessed", Severity.WARNING)]
    assert "« Heures travaillées »" in reading.issues[0].message
    told = read([sheet(header, line())], KIND, today=TODAY, corrections={header[-1]: "hours"})
    assert told.issues == ()


def test_the_only_column_that_speaks_of_hours_is_read_and_said() -> None:
    reading = hours(sheet((*HEADER[:-1], "Heures chantier", "Heures prévues"), (*line(), "151.67")))
    assert reading.frame["hours"].to_list() == [100_00]
    assert [issue.code for issue in reading.issues] == ["file.column_guessed"]
    with pytest.raises(Unusable, match="Heures travaillées"):
        hours(sheet((*HEADER[:-1], "Heures chantier", "Heures atelier"), (*line(), "7")))


@pytest.mark.parametrize(("cell", "said"), [("110", ["file.column_not_read"]), ("90", []), ("oui", []), ("0", [])])
def test_more_hours_under_a_header_that_is_not_known_are_said(cell: str, said: list[str]) -> None:
    reading = hours(sheet((*HEADER, "Heures chantier"), (*line(), cell)))
    assert reading.frame["hours"].to_list() == [100_00]
    assert [issue.code for issue in reading.issues] == said
    assert {issue.severity for issue in reading.issues} <= {Severity.WARNING}


def test_what_is_foreseen_paid_or_summed_is_never_taken_for_the_hours_worked() -> None:
    for apart in ("Heures à réaliser", "Heures non travaillées", "Heures (prévues)", "Heures travaillées (cumul)"):
        reading = hours(sheet((*HEADER[:-1], apart, "Réalisé"), (*line(hours="151.67"), "80")))
        assert (reading.frame["hours"].to_list(), reading.issues) == ([80_00], ()), apart
        with pytest.raises(Unusable, match="Heures travaillées"):
            hours(sheet((*HEADER[:-1], apart), line()))


def test_a_month_in_brackets_is_the_month_of_its_column() -> None:
    reading = hours(sheet((*HEADER[:9], "Heures (mars 2024)", "Heures (avril 2024)"), (*line()[:9], "1", "2")))
    assert reading.frame["hours"].to_list() == [1_00, 2_00]


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("Statut", "en attente", ["file.column_not_read"]), ("Statut", "salarié", []), ("RQTH", "en attente", []),
        ("Décision", "en attente", []),
    ],
)  # fmt: skip
def test_a_decision_under_another_header_is_a_question(header: str, cell: str, said: list[str]) -> None:
    known = ("Nom", "Prénom", "Date de naissance", "Sortie le", "Motif", header)
    row = ("Roux", "Léa", "04/05/1990", "30/06/2024", "Emploi", cell)
    reading = read([sheet(known, row)], FileKind.EXITS, today=TODAY)
    assert [issue.code for issue in reading.issues] == said


def test_figures_of_a_market_that_say_something_else_are_not_read_and_said() -> None:
    known = ("Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Lot", "Attributaire")
    header = (*known, "Pénalité (€/jour)", "Montant TTC", "Heures réalisées", "Date de fin de garantie")
    row = ("2024-T001", "Travaux", "Ville", "Travaux", "1", "Verts Horizons", "75", "120000", "300", "01/01/2030")
    reading = read([sheet(header, row)], FileKind.MARKETS, today=TODAY)
    names = ("penalty_cents_per_hour", "amount_cents", "due", "ends_on")
    assert reading.frame.select(names).rows() == [(None, None, None, None)]
    assert [(issue.code, issue.severity, issue.column) for issue in reading.issues] == [
        ("file.column_not_read", Severity.WARNING, name) for name in header[len(known) :]
    ]
    whole = (*header, "Pénalité (€/h)", "Montant HT", "Heures d'insertion", "Date de fin")
    again = read([sheet(whole, (*row, "60", "100000", "400", "01/01/2026"))], FileKind.MARKETS, today=TODAY)
    assert again.issues == ()
    assert again.frame.select(names[:3]).rows() == [(60_00, 100_000_00, 400_00)]


@pytest.mark.parametrize("header", ["Heures supplémentaires", "H. sup 25 %", "HS", "Heures complémentaires"])
def test_overtime_beside_the_hours_is_said(header: str) -> None:
    reading = hours(sheet((*HEADER, header), (*line(), "4,5")))
    assert [(issue.code, issue.column) for issue in reading.issues] == [("file.column_not_read", header)]
    assert hours(sheet((*HEADER, header), (*line(), "0"))).issues == ()


@pytest.mark.parametrize(("total", "said"), [("30", []), ("31", ["hours.stale_total"])])
def test_hours_beside_months_are_compared_with_their_sum(total: str, said: list[str]) -> None:
    reading = hours(sheet((*HEADER, "mars 2024", "avril 2024"), (*line(hours=total), "10", "20")))
    assert [issue.code for issue in reading.issues] == said


def test_two_columns_with_the_same_header_of_hours_are_a_question() -> None:
    with pytest.raises(Unusable, match="Deux colonnes") as refused:
        hours(sheet((*HEADER, "Heures travaillées"), (*line(), "12")))
    assert refused.value.code == "file.ambiguous_column"


def test_two_columns_for_one_month_are_a_question() -> None:
    with pytest.raises(Unusable, match="même mois") as refused:
        hours(sheet((*HEADER[:9], "mars 2024", "03/2024"), (*line()[:9], "1", "2")))
    assert refused.value.code == "file.ambiguous_column"


def test_months_in_columns_go_before_a_month_of_the_row_and_hours_beside_are_their_total() -> None:
    header = (*HEADER, "mars 2024", "avril 2024")
    reading = hours(sheet(header, (*line(hours="30"), "10", "20")))
    assert reading.frame["hours"].to_list() == [1000, 2000]
    whys = {column.header: column.why for column in reading.recognised if column.field is None}
    assert whys == {
        "Mois": "les mois sont en colonnes", "Heures travaillées": "cumul ou total : recalculé, jamais importé"
    }  # fmt: skip


def test_one_month_in_a_header_beside_months_of_rows_is_not_read_and_said() -> None:
    reading = hours(sheet((*HEADER, "avril 2024"), (*line(), "20")))
    assert reading.frame.select("hours", "month").rows() == [(10_000, MARCH)]
    assert [(issue.code, issue.column) for issue in reading.issues] == [("file.column_not_read", "avril 2024")]
    assert reading.recognised[-1].field is None


@pytest.mark.parametrize(("cell", "said"), [("20", ["file.column_not_read"]), ("absent", []), (None, [])])
def test_an_unknown_column_of_figures_between_months_is_said(cell: str | None, said: list[str]) -> None:
    header = (*HEADER[:9], "mars 2024", "avrilo", "mai 2024", "Prime")
    reading = hours(sheet(header, (*line()[:9], "1", cell, "3", "50")))
    assert [issue.code for issue in reading.issues] == said


def test_a_month_beside_other_words_or_that_is_given_nowhere_else_is_said() -> None:
    for header, cell, told in (
        ("avril rectif", "20", "retirez celle-ci"), ("juin 2024 bis", "20", "écrivez le mois seul"),
        ("Total juin", "20", "écrivez le mois seul"), ("H. payées juin", "20", "écrivez le mois seul"),
        ("2ème quinzaine juin", "20", "écrivez le mois seul"), ("2ème quinzaine avril", "20", ""),
        ("H. payées avril", "20", ""), ("Jours juin", "20", ""), ("avril rectif", "vu", ""), ("avril rectif", None, ""),
    ):  # fmt: skip
        reading = hours(sheet((*HEADER[:9], "mars 2024", "avril 2024", header), (*line()[:9], "1", "3", cell)))
        assert [issue.code for issue in reading.issues] == ["file.column_not_read"] * bool(told), header
        assert all(told in issue.message for issue in reading.issues), header
        assert reading.frame["hours"].to_list() == [100, 300]


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("Régul. M-1", "5", True),
        ("Ajustement heures", "2,5", True),
        ("Régul. M-1", "0", False),
        ("Régularisation", "-20", True),
        ("Rappel", "-3,5 h", True),
        ("Régul", "20 h en moins", True),
        ("Régul", "non", False),
        ("Régularisé le", "05/02/2024", False),
        ("Régul. (€)", "5", False),
    ],
)
def test_hours_that_adjust_those_of_the_month_are_said(header: str, cell: str, *, said: bool) -> None:
    reading = hours(sheet((*HEADER, header), (*line(), cell)))
    assert [issue.column for issue in reading.issues if issue.code == "file.column_not_read"] == [header] * said
    assert reading.frame["hours"].to_list() == [10_000]


def test_months_of_which_none_stands_alone_make_the_file_unusable_and_are_named() -> None:
    header = (*HEADER[:9], "1ère quinz. février", "2ème quinz. février")
    with pytest.raises(Unusable, match="corrigez « 1ère quinz"):
        hours(sheet(header, (*line()[:9], "1", "3")))


def test_one_month_in_a_header_is_the_month_of_all_rows() -> None:
    header = (*HEADER[:9], "Heures mars 2024")
    assert hours(sheet(header, (*line()[:9], "20"))).frame.select("hours", "month").rows() == [(2000, MARCH)]


def test_a_last_name_alone_holds_whole_names() -> None:
    header = tuple("Salarié" if text == "Nom" else text for text in HEADER if text != "Prénom")
    alone = tuple(text for text in HEADER if text != "Prénom")
    row = tuple("BENALI Andrzej" if text == "Benali" else text for text in line() if text != "Andrzej")
    for head in (header, alone):
        assert hours(sheet(head, row)).frame.select("last_name", "first_name").row(0) == ("BENALI", "Andrzej")


def test_a_whole_name_beside_a_first_name_is_a_last_name() -> None:
    header = tuple("Salarié" if text == "Nom" else text for text in HEADER)
    assert hours(sheet(header, line())).frame.select("last_name", "first_name").row(0) == ("Benali", "Andrzej")


def test_a_whole_name_beside_both_names_is_left_out() -> None:
    reading = hours(sheet((*HEADER, "Salarié"), (*line(), "BENALI A.")))
    assert reading.frame.select("last_name", "first_name").row(0) == ("Benali", "Andrzej")
    assert "full_name" not in {column.field for column in reading.recognised}


def test_ranges_of_cells_are_read() -> None:
    assert cells_of("B2:D4") == (1, 3, 1, 3)
    assert cells_of("$A$1:$AA$10") == (0, 9, 0, 26)
    assert cells_of("A1") is None


def test_titles_are_pairs_of_cells_then_sentences() -> None:
    rows = (
        ("Marché :", "2024-T009"), ("N° lot", "3"), ("Mois", "mars 2024"), ("Attributaire", "Verts Horizons"),
        ("SIRET :", "69666972000067"),
        ("Année", "2023"), ("Marché 2023-X001",),
    )  # fmt: skip
    context = titles(sheet(*rows), 7)
    assert (context.market, context.lot, context.contractor_name, context.contractor_siret) == (
        "2024-T009", "3", "Verts Horizons", "69666972000067",
    )  # fmt: skip
    assert (str(context.month), context.year) == ("2024-03-01", 2023)


@pytest.mark.parametrize(("text", "month"), [("2024-03-01", "2024-03-01"), ("03/2024", "2024-03-01"), ("mars", "None")])
def test_a_month_beside_its_label_may_be_a_date(text: str, month: str) -> None:
    assert str(titles(sheet(("Mois", text)), 1).month) == month


def test_a_label_beside_another_label_says_nothing() -> None:
    assert titles(sheet(("Marché", "Lot")), 1).market is None


@pytest.mark.parametrize("header", ["Régul", "Rectif février"])
def test_hours_taken_back_beside_months_in_columns_are_said(header: str) -> None:
    reading = hours(sheet((*HEADER[:9], "Janvier 2024", "Février 2024", header), (*line()[:9], "80", "70", "-4")))
    assert [issue.column for issue in reading.issues if issue.code == "file.column_not_read"] == [header]
    assert reading.held.height == 1
