"""The quick reader of .xlsx gives what the careful one gives, or steps aside."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clauses.errors import Unusable
from imports.containers import Sheet
from imports.prescan import Archive
from imports.reading.limits import Budget, Limits
from imports.reading.xlsx import careful_sheets, quick_sheets
from imports.reading.xlsx_book import read_book
from imports.reading.xlsx_quick import Irregular
from tests.files import xlsx
from tests.files.odd import Odd
from tests.files.odd_xlsx import DATES, ODD_XLSX
from tests.files.xlsx import Tab, cell, row


def both(data: bytes, folder: Path) -> tuple[list[Sheet], list[Sheet] | None]:
    """The careful reading, and the quick one unless it steps aside."""
    path = folder / "livre.xlsx"
    path.write_bytes(data)
    budget = Budget(Limits(), len(data))
    with Archive(path, budget) as archive:
        book = read_book(archive, budget)
        careful = list(careful_sheets(archive, book, budget))
        try:
            return careful, list(quick_sheets(path, archive, book, budget))
        except (Irregular, ValueError, fastexcel.FastExcelError):
            return careful, None


def plain(sheet: Sheet) -> tuple[object, ...]:
    """A sheet as values that compare."""
    others = (sheet.hidden, sheet.hidden_rows, sheet.hidden_columns, sheet.merged, sheet.without_value)
    return (sheet.name, sheet.cells.columns, sheet.cells.rows(), *others)


@pytest.mark.parametrize("case", [case for case in ODD_XLSX if case.build()], ids=lambda case: case.name)
def test_on_every_odd_workbook_the_two_agree_or_the_quick_one_steps_aside(case: Odd, tmp_path: Path) -> None:
    if case.build()[:2] == b"PK":
        careful, quick = both(case.build(), tmp_path)
        assert quick is None or list(map(plain, quick)) == list(map(plain, careful))


def test_the_quick_reader_does_not_step_aside_on_what_programs_write(tmp_path: Path) -> None:
    formats = [code for code, number, _ in DATES if number < 9_999_999]
    numbers = [number for _, number, _ in DATES if number < 9_999_999]
    cells = [cell(f"A{index}", number, style=index) for index, number in enumerate(numbers, 1)]
    rows = "".join(row(index, each, attributes='spans="1:3"') for index, each in enumerate(cells, 1))
    after = row(100, cell("C100", "Été"), cell("D100", 1, kind="b"), cell("E100", "#REF!", kind="e"))
    after += row(101, cell("A101", 2, formula="1+1"), cell("B101", formula="1+1"), attributes='hidden="1"')
    tab = Tab(rows + after, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    careful, quick = both(xlsx.xlsx(tab, formats=formats), tmp_path)
    assert quick is not None
    assert plain(quick[0]) == plain(careful[0])
    assert quick[0].without_value == {(101, "B")}
    assert quick[0].cells["A"].drop_nulls().to_list() == [text for _, number, text in DATES if number < 9_999_999] + [
        "2"
    ]


@pytest.mark.parametrize(
    "tab",
    [
        Tab("<row><c><v>1</v></c></row>"),
        Tab(row(1, "<c r='A1' t='b'><v>1</v></c>")),
        Tab(row(1, '<c r="A1"><v>1<!-- 2 --></v></c>')),
        Tab(row(1, cell("A1", "2024-05-01", kind="d"))),
        Tab(row(1, '<c r="A1"> <f>1</f> </c>')),
        Tab(row(1, cell("A1", ' t="b"'), cell("B1", 1, kind="b"))),
        Tab(row(1, '<c r="A1" t="b"><v xml:space="preserve">1</v></c>')),
        Tab('<row hidden="1" r="1"><c r="A1"><v>1</v></c></row>'),
        Tab(row(1, cell("A1", "x")), after=" " * 20_000_000),
        Tab(row(1, cell("A1", "x")), before=" " * 3_000_000),
        Tab(row(1, cell("A1", 1), cell("A1", 2))),
        Tab(raw=f'<worksheet xmlns="{xlsx.MAIN}"/>'.encode()),
        Tab(raw=f'<worksheet xmlns="{xlsx.MAIN}"><sheetData>{row(1, cell("A1", 1))}'.encode()),
        Tab(row(1, cell("A1", 1)), root=f'<x:worksheet xmlns:x="{xlsx.MAIN}" xmlns="{xlsx.MAIN}">'),
    ],
)  # fmt: skip
def test_the_quick_reader_steps_aside_from_what_it_is_not_sure_of(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "livre.xlsx"
    path.write_bytes(xlsx.xlsx(tab))
    budget = Budget(Limits(), path.stat().st_size + 1_000_000)
    with Archive(path, budget) as archive, pytest.raises((Irregular, fastexcel.FastExcelError)):
        list(quick_sheets(path, archive, read_book(archive, budget), budget))


@pytest.mark.parametrize(
    "formats", [["Standard"], ["0.0\\ [$Kč-405]", "Q0"], ["e.gg"]], ids=lambda formats: str(formats[-1])
)
def test_a_format_that_calamine_may_take_otherwise_is_left_to_the_careful_reader(
    formats: list[str], tmp_path: Path
) -> None:
    careful, quick = both(xlsx.with_cells(cell("A1", 7.5, style=1), formats=formats), tmp_path)
    assert careful
    assert quick is None


def test_two_sheets_of_one_name_are_left_to_the_careful_reader(tmp_path: Path) -> None:
    careful, quick = both(xlsx.xlsx(Tab(row(1, cell("A1", 1))), Tab(row(1, cell("A1", 2)))), tmp_path)
    assert quick is None
    assert [sheet.cells["A"].to_list() for sheet in careful] == [["1"], ["2"]]


def test_a_plain_style_that_is_a_date_is_left_to_the_careful_reader(tmp_path: Path) -> None:
    styles = xlsx.styles([]).replace(b'<xf numFmtId="0" ', b'<xf numFmtId="14" ')
    careful, quick = both(xlsx.xlsx(Tab(row(1, cell("A1", 45413))), others={"xl/styles.xml": styles}), tmp_path)
    assert quick is None
    assert careful[0].cells["A"].to_list() == ["2024-05-01"]


# What openpyxl writes, read by both and compared with what was put in.

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and not text.startswith("=") and "_x00" not in text and "\ufeff" not in text
)
numbers = st.one_of(
    st.integers(-(10**12), 10**12), st.decimals(-100_000, 100_000, places=2).map(float), st.integers(0, 999).map(float)
)
days = st.dates(date(1900, 3, 1), date(2150, 12, 31))
moments = st.builds(datetime.combine, days, st.times()).map(lambda moment: moment.replace(microsecond=0))
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
lengths = st.integers(0, 400 * 3600).map(lambda seconds: timedelta(seconds=seconds))
values = st.one_of(st.none(), texts, numbers, days, moments, st.booleans(), clocks, lengths)


def expected(value: object) -> str | None:
    """The text of a value, told otherwise than by the reader."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return None if value is None or not str(value).split() else str(value)


def same(found: str | None, wanted: str | None) -> bool:
    return found == wanted or (wanted == "-0" and found == "0")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(values, min_size=1, max_size=6), min_size=1, max_size=12), st.booleans())
def test_what_openpyxl_writes_comes_back_cell_by_cell(
    tmp_path: Path, rows: list[list[object]], since_1904: bool
) -> None:
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        rows = [[None if isinstance(value, date) and value.year < 1905 else value for value in each] for each in rows]
    for number, each in enumerate(rows, 1):
        for column, value in enumerate(each, 1):
            written = book.active.cell(number, column, value)
            if isinstance(value, str):
                written.data_type = "s"
            if isinstance(value, timedelta):
                written.number_format = "[h]:mm:ss"
    buffer = io.BytesIO()
    book.save(buffer)
    careful, quick = both(buffer.getvalue(), tmp_path)
    wanted = {
        (number, column): expected(value)
        for number, each in enumerate(rows, 1)
        for column, value in enumerate(each)
        if expected(value) is not None
    }
    found = {
        (number, column): text
        for number, each in enumerate(careful[0].cells.rows(), 1)
        for column, text in enumerate(each)
        if text is not None
    }
    assert found.keys() == wanted.keys()
    assert all(same(found[place], wanted[place]) for place in wanted), (found, wanted)
    assert quick is not None
    assert plain(quick[0]) == plain(careful[0])


kinds = st.sampled_from(["", "n", "s", "str", "b", "e", "d", "inlineStr", "z"])
written = st.sampled_from(
    ["", "0", "1", "7.5", "45413", "45413.999994", "0.99999999", "0.5", "-3", "60", "1e9", "#REF!", "abc", "true", " ",
     "2024-05-01T00:00:00", "-0", "99999999"]
)  # fmt: skip


@st.composite
def raw_cells(draw: st.DrawFn) -> str:
    """The inside of a row: cells of any kind, style, formula and value."""
    found = ""
    for column in "ABCDE":
        kind, value = draw(kinds), draw(written)
        style = draw(st.integers(0, 5))
        formula = draw(st.sampled_from(["", "", "<f>A1+1</f>", "<f/>", '<f t="shared" si="0"/>']))
        inside = draw(st.sampled_from([f"<v>{value}</v>", f"<is><t>{value}</t></is>", "<v/>", ""]))
        attributes = (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
        found += f'<c r="{column}{{row}}"{attributes}>{formula}{inside}</c>' if inside or formula else ""
    return found


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    [
        '<c r="C{row}" t="str"><v></v></c><c r="D{row}"><is><t></t></is></c><c r="E{row}"><is><t></t></is></c>',
        '<c r="C{row}" t="inlineStr"><f>A1+1</f><v>0</v></c><c r="E{row}"><is><t></t></is></c>',
        '<c r="A{row}" t="inlineStr"><v/></c><c r="E{row}" t="inlineStr"><f>A1+1</f><v></v></c>',
    ],
    False,  # not of 1904
)
@given(st.lists(raw_cells(), min_size=1, max_size=4), st.booleans())
def test_whatever_the_cells_the_two_agree_or_the_quick_one_steps_aside(
    tmp_path: Path, rows: list[str], since_1904: bool
) -> None:
    inside = "".join(row(number, each.replace("{row}", str(number))) for number, each in enumerate(rows, 1))
    formats: list[int | str] = [14, "[h]:mm", "h:mm", "dd/mm/yyyy hh:mm:ss", "0.00"]
    data = xlsx.xlsx(Tab(inside), formats=formats, strings=["<t>un</t>", "<t> </t>"], since_1904=since_1904)
    try:
        careful, quick = both(data, tmp_path)
    except Unusable:
        return
    assert quick is None or plain(quick[0]) == plain(careful[0])


def test_a_sheet_of_many_rows_is_cut_in_blocks_and_loses_none(tmp_path: Path) -> None:
    rows = "".join(
        row(
            index,
            cell(f"A{index}", f"nom {index}"),
            cell(f"B{index}", index / 8, style=1),
            cell(f"C{index}", index % 2, kind="b"),
            cell(f"D{index}", formula="1") if index % 1000 == 0 else cell(f"D{index}", index, formula="1"),
            attributes='hidden="1"' if index % 5000 == 0 else "",
        )
        for index in range(1, 30_001)
    )
    careful, quick = both(xlsx.xlsx(Tab(rows), formats=["[h]:mm"]), tmp_path)
    assert quick is not None
    assert plain(quick[0]) == plain(careful[0])
    assert quick[0].cells.height == 30_000
    assert len(quick[0].without_value) == 30
    assert quick[0].hidden_rows == {5000, 10_000, 15_000, 20_000, 25_000, 30_000}
    assert quick[0].cells.select(pl.col("B").last()).item() == "90000:00:00"
