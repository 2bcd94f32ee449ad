"""A workbook of hours of any size, spelt as Excel spells its own, written without a library in its way."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from random import Random

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEADERS = (
    "Référence marché", "Lot", "SIRET attributaire", "Attributaire", "SIRET employeur", "Employeur",
    "Type d'employeur", "Modalité", "Nom", "Prénom", "Date de naissance", "Type de contrat", "Début de contrat",
    "Fin de contrat", "Poste", "Mois", "Heures travaillées", "Heures de formation",
)  # fmt: skip
_NAMES, _FIRST_NAMES, _FIRMS, _MARKETS = 3000, 500, 300, 200
_BLOCK = 10_000


def write_hours(path: Path, rows: int) -> None:
    """``rows`` invented lines of hours of 18 columns under their headers: texts, SIRET, days, numbers."""
    texts = [*_HEADERS, "ETTI", "mise à disposition", "CDDI", "Maçon"]
    pools = {}
    for name, count in (("Nom", _NAMES), ("Prénom", _FIRST_NAMES), ("Entreprise", _FIRMS), ("2023-M", _MARKETS)):
        pools[name] = len(texts)
        texts += [f"{name} {index}" for index in range(count)]
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, _HEAD + part)
        archive.writestr("xl/sharedStrings.xml", f'{_HEAD}<sst xmlns="{_MAIN}">{items}</sst>')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            headers = "".join(_text(column, 1, index) for index, column in enumerate("ABCDEFGHIJKLMNOPQR"))
            beginning = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData><row r="1" spans="1:18">{headers}</row>'
            sheet.write(beginning.encode())
            chance = Random(2023)
            for first in range(2, rows + 2, _BLOCK):
                block = range(first, min(first + _BLOCK, rows + 2))
                sheet.write("".join(_row(number, pools, chance) for number in block).encode())
            sheet.write(b"</sheetData></worksheet>")


def write_rows(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[int]) -> None:
    """Any rows of texts; the columns at the places of ``numbers`` are written as numbers, blank where blank."""
    texts: dict[str, int] = {}
    letters = [chr(65 + place) for place in range(len(headers))]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, _HEAD + part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for row, cells in enumerate((headers, *rows), 1):
                written = "".join(
                    _number(column, row, float(cell.replace(",", ".")))
                    if row > 1 and place in numbers
                    else _text(column, row, texts.setdefault(cell, len(texts)))
                    for place, (column, cell) in enumerate(zip(letters, cells, strict=True))
                    if cell
                )
                sheet.write(f'<row r="{row}" spans="1:{len(headers)}">{written}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{text}</t></si>" for text in texts)
        archive.writestr("xl/sharedStrings.xml", f'{_HEAD}<sst xmlns="{_MAIN}">{items}</sst>')


def _row(row: int, pools: dict[str, int], chance: Random) -> str:
    cells = (
        _text("A", row, pools["2023-M"] + row % _MARKETS),
        _number("B", row, row % 5 + 1),
        _number("C", row, 10_000_000_000_000 + row % _FIRMS),
        _text("D", row, pools["Entreprise"] + row % _FIRMS),
        _number("E", row, 20_000_000_000_000 + row % _FIRMS),
        _text("G", row, 18),
        _text("H", row, 19),
        _text("I", row, pools["Nom"] + chance.randrange(_NAMES)),
        _text("J", row, pools["Prénom"] + chance.randrange(_FIRST_NAMES)),
        _number("K", row, 22_000 + chance.randrange(15_000), ' s="1"'),
        _text("L", row, 20),
        _number("M", row, 45_000 + row % 300, ' s="1"'),
        _text("O", row, 21),
        _number("P", row, 45_000 + row % 12 * 30, ' s="2"'),
        _number("Q", row, chance.randrange(15_167) / 100),
        _number("R", row, 3.5) if row % 2 else "",
    )
    return f'<row r="{row}" spans="1:18">{"".join(cells)}</row>'


def _text(column: str, row: int, index: int) -> str:
    return f'<c r="{column}{row}" t="s"><v>{index}</v></c>'


def _number(column: str, row: int, value: float, style: str = "") -> str:
    return f'<c r="{column}{row}"{style}><v>{value}</v></c>'


_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override '
        'PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="Heures" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_LINKS}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="mmm\\-yy"/></numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
        '<xf numFmtId="164"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    ),
}
