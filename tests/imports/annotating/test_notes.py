"""What a report becomes: one note a cell, one line a remark."""

from clauses.files.rules import Issue, Severity
from imports.annotating.notes import by_row, notes_of

HOURS = Issue(
    "x", "Ligne 4 : « abc » n'est pas un nombre.", sheet="Mars", row=4, column="Heures", value="abc", letters="J"
)


def test_all_that_is_said_of_a_cell_is_said_once_the_gravest_first() -> None:
    warned = Issue("y", "Ligne 4 : vérifiez.", Severity.WARNING, "Mars", 4, "Heures", letters="J")
    notes = notes_of([warned, HOURS, HOURS])
    (note,) = notes.cells
    assert (note.sheet, note.row, note.letters, note.severity) == ("Mars", 4, "J", Severity.ERROR)
    assert note.sentences == ("Refusé : « abc » n'est pas un nombre.", "Remarque : Vérifiez.")
    assert [line.severity for line in notes.listed] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]


def test_a_remark_on_a_sheet_is_listed_and_marks_no_cell() -> None:
    notes = notes_of([Issue("z", "La feuille est masquée.", Severity.WARNING, "Mars")])
    assert notes.cells == ()
    assert [(line.row, line.sentence) for line in notes.listed] == [(None, "La feuille est masquée.")]


def test_letters_are_found_by_header_where_an_issue_has_none() -> None:
    bare = Issue("x", "Ligne 4 : vérifiez.", sheet="Mars", row=4, column="Nom")
    assert notes_of([bare], {("Mars", "Nom"): "D"}).cells[0].letters == "D"
    assert notes_of([bare]).cells[0].letters is None


def test_the_rows_of_a_csv_say_all_in_one_text() -> None:
    name = Issue("y", "Ligne 4 : personne inconnue.", Severity.TO_CHECK, "Mars", 4, "Nom", letters="D")
    assert by_row(notes_of([HOURS, name])) == {
        4: "Heures – Refusé : « abc » n'est pas un nombre. | Nom – À vérifier : Personne inconnue."
    }
