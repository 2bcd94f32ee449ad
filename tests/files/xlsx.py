"""Workbooks written by hand in the .xlsx format, down to the last attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tests.files.archives import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Tab:
    """A sheet: what stands in ``sheetData``, before it (columns) and after it (merged cells)."""

    rows: str = ""
    name: str = "Feuil1"
    state: str = ""
    before: str = ""
    after: str = ""
    root: str = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    raw: bytes | None = None
    """The whole part, in place of all that."""

    def xml(self) -> bytes:
        """The part."""
        if self.raw is not None:
            return self.raw
        closing = "</" + self.root.split(" ", maxsplit=1)[0].strip("<>") + ">"
        body = f"{self.before}<sheetData>{self.rows}</sheetData>{self.after}"
        return f"{HEAD}{self.root}{body}{closing}".encode()


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of cells already written."""
    return f'<row r="{number}"{" " + attributes if attributes else ""}>{"".join(cells)}</row>'


def cell(place: str, value: object = None, *, style: int = 0, kind: str = "", formula: str | None = None) -> str:
    """A cell: a text in line, or a number, or of a ``kind`` (``t``) with its value as it stands."""
    attributes = f' s="{style}"' if style else ""
    inside = "" if formula is None else f"<f>{escape(formula)}</f>"
    if isinstance(value, str) and not kind:
        return f'<c r="{place}"{attributes} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    attributes += f' t="{kind}"' if kind else ""
    inside += "" if value is None else f"<v>{escape(str(value))}</v>"
    return f'<c r="{place}"{attributes}>{inside}</c>' if inside else f'<c r="{place}"{attributes}/>'


def styles(formats: Sequence[int | str]) -> bytes:
    """Style 0 is plain, then one for each format: a built-in number or a code."""
    codes = [(164 + index, code) for index, code in enumerate(formats) if isinstance(code, str)]
    numbers = [0, *(164 + index if isinstance(code, str) else code for index, code in enumerate(formats))]
    declared = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in codes)
    cells = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in numbers)
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{declared}</numFmts><fonts count="1"><font/>'
        '</fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/>'
        '</borders><cellStyleXfs count="1">'
        f'<xf numFmtId="14"/></cellStyleXfs><cellXfs count="{len(numbers)}">{cells}</cellXfs></styleSheet>'
    ).encode()


def shared(strings: Sequence[str]) -> bytes:
    """Shared strings, each the inside of its ``si``."""
    items = "".join(f"<si>{each}</si>" for each in strings)
    return f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'.encode()


def parts(
    *tabs: Tab,
    formats: Sequence[int | str] = (),
    strings: Sequence[str] | None = None,
    since_1904: bool = False,
    others: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    tabs = tabs or (Tab(),)
    sheets = "".join(
        f'<sheet name={quoteattr(tab.name)} sheetId="{index}"'
        f'{f" state={quoteattr(tab.state)}" if tab.state else ""} r:id="rId{index}"/>'
        for index, tab in enumerate(tabs, 1)
    )
    properties = '<workbookPr date1904="1"/>' if since_1904 else "<workbookPr/>"
    related = [("worksheet", f"worksheets/sheet{index}.xml") for index in range(1, len(tabs) + 1)]
    related += [("styles", "styles.xml")] + ([("sharedStrings", "sharedStrings.xml")] if strings is not None else [])
    relations = "".join(
        f'<Relationship Id="rId{index}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(related, 1)
    )
    found = {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{sheets}</sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'.encode(),
        "xl/styles.xml": styles(formats),
    }
    if strings is not None:
        found["xl/sharedStrings.xml"] = shared(strings)
    for index, tab in enumerate(tabs, 1):
        found[f"xl/worksheets/sheet{index}.xml"] = tab.xml()
    return found | dict(others or {})


def xlsx(
    *tabs: Tab,
    formats: Sequence[int | str] = (),
    strings: Sequence[str] | None = None,
    since_1904: bool = False,
    others: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook."""
    return zipped(parts(*tabs, formats=formats, strings=strings, since_1904=since_1904, others=others))


def with_cells(*cells: str, formats: Sequence[int | str] = (), since_1904: bool = False) -> bytes:
    """A workbook of one sheet of one row of cells."""
    return xlsx(Tab(row(1, *cells)), formats=formats, since_1904=since_1904)
