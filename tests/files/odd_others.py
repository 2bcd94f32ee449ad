"""Odd files in the other formats: .xls, .ods, separated text."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from tests.files import ods, xls
from tests.files.odd import NBSP, Odd

_RESULT = struct.pack("<d", 142)


def _xls(*records: bytes, **others: object) -> Callable[[], bytes]:
    return lambda: xls.Book([xls.Tab(records)], **others).file()  # type: ignore[arg-type]  # keywords of `Book`


def _split_strings() -> bytes:
    """Shared texts cut by the end of a record in their middle, where their width may change, and with formatting."""
    first = xls.text8("ab") + struct.pack("<HB", 6, 0) + b"Ren"
    second = b"\1" + "ée!".encode("utf-16-le") + struct.pack("<HBHI", 2, 0b1100, 1, 4) + b"cd" + b"\0\0"
    third = b"\0\0" + b"\0\0\0\0" + xls.text8("fin", wide=True)
    strings = xls.shared_strings(first, second, third, count=4)
    cells = [xls.label_shared(index, 0, index) for index in range(4)]
    return xls.Book([xls.Tab(cells)], others=[strings]).file()


def _with_embedded_chart() -> bytes:
    chart = xls.record(0x809, struct.pack("<HH12x", 0x600, 0x20)) + xls.number(5, 5, 1) + xls.record(0x0A)
    return xls.Book([xls.Tab([xls.number(0, 0, 1), chart, xls.number(1, 0, 2)])]).file()


OLD_WORKBOOKS = (
    Odd("numbers of .xls", "x.xls", _xls(
        xls.number(0, 0, 8.91), xls.rk(1, 0, (7 << 2) | 2), xls.rk(2, 0, (789 << 2) | 3), xls.rk(3, 0, 0x40590000),
        xls.rk(4, 0, (-7 << 2) & 0xFFFFFFFF | 2), xls.mulrk(5, 0, [(0, 6), (0, 10)])),
        {"A1": "8.91", "A2": "7", "A3": "7.89", "A4": "100", "A5": "-7", "A6": "1", "B6": "2"}),
    Odd("dates of .xls", "x.xls", _xls(xls.number(0, 0, 45413, 1), xls.number(1, 0, 6.3194444444, 2),
        xls.mulrk(2, 0, [(1, (45413 << 2) | 2), (2, 6)]), formats=[14, "[h]:mm"]),
        {"A1": "2024-05-01", "A2": "151:40:00", "A3": "2024-05-01", "B3": "24:00:00"}),
    Odd("dates of .xls since 1904", "x.xls", _xls(xls.number(0, 0, 43951, 1), formats=[14], since_1904=True),
        {"A1": "2024-05-01"}),
    Odd("a style of .xls that does not exist", "x.xls", _xls(xls.number(0, 0, 45413, 9)), {"A1": "45413"}),
    Odd("texts of .xls", "x.xls", _xls(xls.label(0, 0, "Été"), xls.label(1, 0, "5 €", kind=0xD6)),
        {"A1": "Été", "A2": "5 €"}),
    Odd("shared texts cut in two", "x.xls", _split_strings, {"A1": "ab", "A2": "Renée!", "A3": "cd", "A4": "fin"}),
    Odd("booleans and errors of .xls", "x.xls",
        _xls(xls.boolean(0, 0, 1), xls.boolean(1, 0, 0), xls.boolean(2, 0, 23, is_error=True),
             xls.boolean(3, 0, 99, is_error=True)),
        {"A1": "VRAI", "A2": "FAUX", "A3": "#REF!", "A4": "#ERREUR!"}),
    Odd("formulas of .xls", "x.xls", _xls(
        xls.formula(0, 0, _RESULT), xls.formula(1, 0, xls.special(0)), xls.text_result("Zoé"),
        xls.formula(2, 0, xls.special(1, 1)), xls.formula(3, 0, xls.special(2, 42)), xls.formula(4, 0, xls.special(3))),
        {"A1": "142", "A2": "Zoé", "A3": "VRAI", "A4": "#N/A"}, size=(4, 1), said={"without_value": frozenset()}),
    Odd("a formula of .xls to calculate", "x.xls", _xls(xls.formula(4, 1, xls.special(3), options=1)), size=(5, 2),
        said={"without_value": frozenset({(5, "B")})}),
    Odd("a formula of .xls that a library wrote", "x.xls",
        lambda: xls.compound({"Workbook": xls.Book([xls.Tab([xls.formula(0, 0, xls.special(3))])]).stream()}),
        size=(1, 1), said={"without_value": frozenset({(1, "A")})}),
    Odd("a text without a formula before it", "x.xls", _xls(xls.text_result("x"), xls.number(0, 0, 1)), {"A1": "1"}),
    Odd("a number of .xls that is none", "x.xls", _xls(xls.number(0, 0, float("nan")), xls.number(1, 0, 1)),
        {"A1": None, "A2": "1"}),
    Odd("hidden and merged in .xls", "x.xls", _xls(
        xls.number(0, 0, 1), xls.number(2, 2, 1), xls.row_options(0, hidden=False), xls.row_options(2, hidden=True),
        xls.hidden_columns(1, 1), xls.merged((0, 0, 0, 2))),
        said={"hidden_rows": frozenset({3}), "hidden_columns": frozenset({"B"}), "merged": ("A1:C1",)}),
    Odd("sheets of .xls", "x.xls", lambda: xls.Book([
        xls.Tab(name="Mars", state=1), xls.Tab(name="Graphique", kind=2), xls.Tab(name="Été €")]).file(),
        sheets=("Mars", "Été €"), said={"hidden": True}),
    Odd("a chart inside a sheet of .xls", "x.xls", _with_embedded_chart, {"A1": "1", "A2": "2"}, size=(2, 1)),
    Odd("a small .xls", "x.xls", _xls(xls.label(0, 0, "a")), {"A1": "a"}),
    Odd("a large .xls", "x.xls", _xls(*(xls.label(index, 0, f"texte {index}") for index in range(9000))),
        {"A1": "texte 0", "A9000": "texte 8999"}, size=(9000, 1)),
    Odd("an .xls of Excel 95", "x.xls", lambda: xls.Book([xls.Tab([xls.label(0, 0, "Été", codec="cp1252"),
        xls.number(1, 0, 45413, 1)], name="Décembre")], formats=["dd/mm/yy"], codec="cp1252").file(),
        {"A1": "Été", "A2": "2024-05-01"}, sheets=("Décembre",)),
    Odd("an .xls of an old Mac", "x.xls", lambda: xls.Book([xls.Tab([xls.label(0, 0, "Été", codec="mac-roman")])],
        codec="mac-roman", codepage=10000).file(), {"A1": "Été"}),
)  # fmt: skip

_HIDDEN_STYLE = (
    '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def _ods(*cells: str) -> Callable[[], bytes]:
    return lambda: ods.ods(ods.table(ods.row(*cells)))


OPEN_DOCUMENTS = (
    Odd("values of .ods", "x.ods", _ods(
        ods.cell("Été"), ods.cell(8.91), ods.cell(value_type="percentage", value="0.375", shown="37,5 %"),
        ods.cell(value_type="currency", value="2000", shown="2 000 €"),
        ods.cell(value_type="boolean", boolean_value="true", shown="VRAI"),
        ods.cell(value_type="boolean", boolean_value="false", shown="FAUX")),
        {"A1": "Été", "B1": "8.91", "C1": "0.375", "D1": "2000", "E1": "VRAI", "F1": "FAUX"}),
    Odd("dates of .ods", "x.ods", _ods(
        ods.cell(value_type="date", date_value="2024-05-01", shown="mai 2024"),
        ods.cell(value_type="date", date_value="2024-05-01T12:59:59.999999999", shown="13h"),
        ods.cell(value_type="date", date_value="1899-12-30T07:40:00", shown="07:40"),
        ods.cell(value_type="time", time_value="PT151H40M00S", shown="151:40"),
        ods.cell(value_type="time", time_value="PT07H39M59.999999616S", shown="07:40"),
        ods.cell(value_type="time", time_value="-P1DT1H", shown="-25:00"),
        ods.cell(value_type="time", time_value="P", shown="?")),
        {"A1": "2024-05-01", "B1": "2024-05-01 13:00:00", "C1": "7:40:00", "D1": "151:40:00", "E1": "7:40:00",
         "F1": "-25:00:00", "G1": "P"}),
    Odd("texts of .ods", "x.ods", _ods(
        '<table:table-cell office:value-type="string">'
        '<text:p>Du<text:s text:c="2"/><text:span>pont</text:span></text:p>'
        "<text:p>&amp;<text:tab/>fils<text:line-break/>SARL</text:p><office:annotation><dc:date>2024</dc:date>"
        "<text:p>une note</text:p></office:annotation></table:table-cell>",
        '<table:table-cell office:value-type="string" office:string-value="dit"><text:p>montré</text:p>'
        "</table:table-cell>",
        "<table:table-cell><text:p>sans type</text:p></table:table-cell>",
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#REF!</text:p></table:table-cell>"),
        {"A1": "Du  pont\n&\tfils\nSARL", "B1": "dit", "C1": "sans type", "D1": "#REF!"}),
    Odd("a drawing over a cell of .ods", "x.ods", _ods(
        '<table:table-cell office:value-type="string"><draw:frame><draw:text-box><text:p>logo</text:p></draw:text-box>'
        "</draw:frame><text:p>Nom</text:p></table:table-cell>"), {"A1": "Nom"}),
    Odd("formulas of .ods", "x.ods", _ods(
        ods.cell(2, attributes='table:formula="of:=1+1"'), ods.cell(attributes='table:formula="of:=1+1"'),
        ods.cell("", attributes='table:formula="of:=A9"')), {"A1": "2", "B1": None}, size=(1, 2),
        said={"without_value": frozenset({(1, "B")})}),
    Odd("repetitions of .ods", "x.ods", lambda: ods.ods(ods.table(
        ods.row(ods.cell("a", attributes='table:number-columns-repeated="3"'),
                attributes='table:number-rows-repeated="2"'),
        ods.row(ods.cell(), attributes='table:number-rows-repeated="5"'),
        ods.row(ods.cell(attributes='table:number-columns-repeated="2"'), ods.cell("b")),
        ods.row(ods.cell(attributes='table:number-columns-repeated="16384"'),
                attributes='table:number-rows-repeated="1048567"'))),
        {"C1": "a", "A2": "a", "A3": None, "C8": "b"}, size=(8, 3)),
    Odd("hidden and merged in .ods", "x.ods", lambda: ods.ods(ods.table(
        ods.row(ods.cell("Heures", attributes='table:number-columns-spanned="2" table:number-rows-spanned="2"'),
                "<table:covered-table-cell/>", ods.cell(1)),
        ods.row(ods.cell(1), attributes='table:visibility="collapse"'),
        ods.row(ods.cell(1), attributes='table:visibility="filter"'),
        columns='<table:table-column/><table:table-column table:visibility="collapse" '
                'table:number-columns-repeated="2"/>')),
        said={"hidden_rows": frozenset({2, 3}), "hidden_columns": frozenset({"B", "C"}), "merged": ("A1:B2",)}),
    Odd("rows of .ods in groups", "x.ods", lambda: ods.ods(ods.table(
        "<table:table-header-rows>" + ods.row(ods.cell("Nom")) + "</table:table-header-rows>",
        "<table:table-row-group>" + ods.row(ods.cell("Zoé")) + "</table:table-row-group>")),
        {"A1": "Nom", "A2": "Zoé"}),
    Odd("sheets of .ods", "x.ods", lambda: ods.ods(
        ods.table(ods.row(ods.cell(1)), name="Mars", attributes='table:style-name="ta1"'),
        ods.table(name="Avril & mai"), styles=_HIDDEN_STYLE),
        sheets=("Mars", "Avril & mai"), said={"hidden": True}),
    Odd("cells of another file kept by .ods", "x.ods", lambda: ods.ods(
        ods.table(ods.row(ods.cell(1)), name="Mars"),
        ods.table("<table:table-source/>" + ods.row(ods.cell("secret")), name="'file:///x.ods'#$Feuille1")),
        sheets=("Mars",)),
    Odd("tracked changes of .ods", "x.ods", lambda: ods.ods(
        "<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell>"
        "<text:p>ancien</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
        "</table:tracked-changes>" + ods.table(ods.row(ods.cell("neuf")))), {"A1": "neuf"}),
    Odd("shapes of .ods", "x.ods", lambda: ods.ods(ods.table(
        "<table:shapes><draw:frame><draw:text-box><text:p>logo</text:p></draw:text-box></draw:frame></table:shapes>",
        ods.row(ods.cell("a")))), {"A1": "a"}, size=(1, 1)),
    Odd("an .ods without sheets", "x.ods", ods.ods, sheets=()),
    Odd("an .ods named .xlsx", "heures.xlsx", _ods(ods.cell("a")), {"A1": "a"}),
    Odd("a template of .ods", "x.ots", lambda: ods.ods(ods.table(ods.row(
        ods.cell("a"))), mimetype=ods.MIMETYPE + "-template"),
        {"A1": "a"}),
)  # fmt: skip


def _csv(name: str, data: bytes | str, texts: Mapping[str, str | None], **others: object) -> Odd:
    raw = data.encode() if isinstance(data, str) else data
    return Odd(name, "heures.csv", lambda: raw, texts, **others)  # type: ignore[arg-type]  # keywords of `Odd`


_FOUR = {"A1": "Nom", "B1": "Heures", "A2": "Zoé", "B2": "151,67"}

SEPARATED = (
    _csv("semicolons", "Nom;Heures\nZoé;151,67\n", _FOUR, size=(2, 2), sheets=("heures",)),
    _csv("commas", 'Nom,Heures\nZoé,"151,67"\n', _FOUR, size=(2, 2)),
    _csv("tabs", "Nom\tHeures\nZoé\t151,67\n", _FOUR, size=(2, 2)),
    _csv("bars", "Nom|Heures\nZoé|151,67\n", _FOUR, size=(2, 2)),
    _csv("UTF-8 with a mark", b"\xef\xbb\xbf" + "Nom;Heures\nZoé;151,67\n".encode(), _FOUR),
    _csv("CP1252", "Nom;Heures\nZoé;151,67\n5 €;’\n".encode("cp1252"), _FOUR | {"A3": "5 €", "B3": "’"}),
    _csv("Latin-1", "Nom;Heures\nZoé;151,67\n\x81\x8d;x\n".encode("latin-1"), _FOUR),
    _csv("UTF-16 little-endian", "Nom\tHeures\nZoé\t151,67\n".encode("utf-16"), _FOUR, size=(2, 2)),
    _csv("UTF-16 big-endian", b"\xfe\xff" + "Nom;Heures\nZoé;151,67\n".encode("utf-16-be"), _FOUR, size=(2, 2)),
    _csv("UTF-32", "Nom;Heures\nZoé;151,67\n".encode("utf-32"), _FOUR, size=(2, 2)),
    _csv("UTF-8 with one stray byte", "Nom;Heures\nZoé;151,67\nRenée Noël;".encode() + b"\xe9\n",
         _FOUR | {"A3": "Renée Noël", "B3": "é"}),
    _csv("carriage returns and line feeds", "Nom;Heures\r\nZoé;151,67\r\n", _FOUR, size=(2, 2)),
    _csv("carriage returns", "Nom;Heures\rZoé;151,67\r", _FOUR, size=(2, 2)),
    _csv("no last line end", "Nom;Heures\nZoé;151,67", _FOUR, size=(2, 2)),
    _csv("the end of a DOS text", "Nom;Heures\nZoé;151,67\n\x1a", _FOUR, size=(2, 2)),
    _csv("an announced separator", "sep=,\nNom,Heures\nZoé;,1\n", {"A1": "Nom", "A2": "Zoé;", "B2": "1"}, size=(2, 2)),
    _csv("an announced separator in quotes", '"sep=;"\r\nNom;Heures\r\n', {"A1": "Nom"}, size=(1, 2)),
    _csv("decimal commas between semicolons", "A;B;C\n1,5;2,5;3,5\n1,5;2,5;3,5\n", {"A2": "1,5", "C3": "3,5"}),
    _csv("a decimal comma between commas", "Nom,Heures\nZoé,151,67\n", {"B2": "151", "C2": "67"}, size=(2, 3)),
    _csv("quoted line breaks", 'Nom;Adresse;Heures\nZoé;"3 rue X\n21000 Dijon";7\n', {"B2": "3 rue X\n21000 Dijon",
        "C2": "7"},
         size=(2, 3)),
    _csv("quoted carriage returns", 'Nom;Adresse\r\nZoé;"a\r\nb"\r\n', {"B2": "a\nb"}, size=(2, 2)),
    _csv("doubled quotes", 'Nom;Titre\nZoé;"dit ""le chef"""\n', {"B2": 'dit "le chef"'}),
    _csv("a quote in the middle", 'Nom;Taille\nTube;5" 1/2\nZoé;7\n', {"B2": '5" 1/2', "B3": "7"}, size=(3, 2)),
    _csv("a quoted separator", 'Nom;Heures\n"Dupont; Zoé";7\n', {"A2": "Dupont; Zoé", "B2": "7"}),
    _csv("ragged lines", "Titre\n\nNom;Heures;Mois\nZoé;7\nLéa;8;mars;de trop\n",
         {"A1": "Titre", "A2": None, "C3": "Mois", "C4": None, "D5": "de trop"}, size=(5, 4)),
    _csv("blank lines first", "\n\n;\nNom;Heures\n", {"A1": None, "A4": "Nom"}, size=(4, 2)),
    _csv("separators at the end of lines", "Nom;Heures;;;\nZoé;7;;;\n;;;;\n", {"B2": "7"}, size=(2, 2)),
    _csv("separators past the last column", "Nom;Heures" + ";" * 16_000 + "\nZoé;7" + ";" * 16_000, {"B2": "7"},
        size=(2, 2)),
    _csv("spaces only", f"Nom;Heures\n  ;{NBSP}\nZoé; 7 \n", {"A2": None, "B2": None, "B3": " 7 "}, size=(3, 2)),
    _csv("one column", "Nom\nZoé\n\nLéa\n", {"A1": "Nom", "A3": None, "A4": "Léa"}, size=(4, 1)),
    _csv("one cell", "Nom", {"A1": "Nom"}, size=(1, 1)),
    _csv("blank lines only", "\n\n\n", {}, size=(0, 0), sheets=("heures",)),
    _csv("a mark and nothing else", b"\xef\xbb\xbf", {}, size=(0, 0)),
    _csv("nothing but an announced separator", "sep=;\n", {}, size=(0, 0)),
    _csv("headers alone", "Nom;Heures\n", {"A1": "Nom"}, size=(1, 2)),
    _csv("a text that starts like a bitmap", "BM;MZ\nx;y\n", {"A1": "BM", "B1": "MZ"}),
    _csv("a text that starts like an archive", "BZh;x\n", {"A1": "BZh"}),
    _csv("leading zeros and signs", "SIRET;Montant\n08762328600074;+1 200\n=1+1;-5\n",
         {"A2": "08762328600074", "B2": "+1 200", "A3": "=1+1", "B3": "-5"}),
    _csv("a list within commas", "Nom,Compétences,Ville\nZoé,a;b;c,Dijon\nLéa,d;e,Dijon\n", {"B2": "a;b;c",
        "C3": "Dijon"}),
    Odd("a csv named .xls", "heures.xls", lambda: b"Nom\tHeures\nZoe\t7\n", {"B2": "7"}, sheets=("heures",)),
    Odd("a csv named .xlsx", "heures mars.xlsx", lambda: b"Nom;Heures\nZoe;7\n", {"B2": "7"}, sheets=("heures mars",)),
)  # fmt: skip

ODD_OTHERS = (*OLD_WORKBOOKS, *OPEN_DOCUMENTS, *SEPARATED)
