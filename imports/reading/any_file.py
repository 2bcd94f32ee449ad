"""What a file is, told from its content; its name only names the sheet of a csv."""

from __future__ import annotations

import re
from pathlib import Path

from imports.containers import Sheet
from imports.prescan import Archive
from imports.reading import refusals
from imports.reading.coded import Coding
from imports.reading.limits import Budget, Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_OTHER_FILES = {
    b"%PDF": "un document PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"BM": "une image",
    b"II*\0": "une image",
    b"MM\0*": "une image",
    b"RIFF": "une image ou un son",
    b"{\\rtf": "un document de texte (RTF)",
    b"Rar!": "une archive RAR",
    b"7z\xbc\xaf\x27\x1c": "une archive 7-Zip",
    b"\x1f\x8b": "une archive",
    b"BZh": "une archive",
    b"\xfd7zXZ": "une archive",
    b"\x7fELF": "un programme",
    b"MZ": "un programme",
    b"SQLite format 3\0": "une base de données",
    b"%!PS": "un document PostScript",
    b"ftyp": "une vidéo",
}
_LONG = 2_000_000
"""Bytes from which a text is sooner numbered as it is read."""

_MARKUP = re.compile(rb"<[!?/a-zA-Z]")


def read_any(path: Path, name: str, limits: Limits) -> list[Sheet]:
    """The sheets of a file of any accepted kind; raises ``Unusable`` for the others. Nothing in it: no sheet."""
    size = path.stat().st_size
    with path.open("rb") as file:
        beginning = file.read(4096)
    if not beginning:
        return []
    budget = Budget(limits, size)
    if beginning.startswith(ZIP):
        with Archive(path, budget) as archive:
            return _read_archive(path, archive, budget)
    if beginning.startswith(_OLE):
        from imports.reading.xls import read_xls

        return read_xls(path.read_bytes(), budget)
    _refuse_others(beginning)
    from imports.reading.csv_text import read_csv

    return [read_csv(path.read_bytes(), Path(name).stem, budget, Coding() if size > _LONG else None)]


def _read_archive(path: Path, archive: Archive, budget: Budget) -> list[Sheet]:
    if "mimetype" in archive or "content.xml" in archive:
        return _read_open_document(archive, budget)
    names = [name.casefold() for name in archive.names()]
    if "xl/workbook.bin" in archive:
        raise refusals.binary_workbook()
    if any(name.startswith("word/") for name in names):
        raise refusals.not_a_workbook("un document Word")
    if any(name.startswith("ppt/") for name in names):
        raise refusals.not_a_workbook("une présentation PowerPoint")
    if any(name.endswith(".iwa") for name in names):
        raise refusals.not_a_workbook("un document Apple (Numbers, Pages ou Keynote)")
    if "[content_types].xml" not in archive and "xl/workbook.xml" not in archive:
        raise refusals.not_a_workbook("une archive ZIP")
    from imports.reading.xlsx import read_xlsx

    return read_xlsx(path, archive, budget)


def _read_open_document(archive: Archive, budget: Budget) -> list[Sheet]:
    from imports.reading.ods import read_ods

    kind = b"".join(archive.chunks("mimetype")).strip() if "mimetype" in archive else b""
    if kind and not kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise refusals.not_a_workbook("un autre document que de tableur")
    return read_ods(archive, budget)


def _refuse_others(beginning: bytes) -> None:
    for signature, what in _OTHER_FILES.items():
        found = beginning.startswith(signature) or beginning[4:8] == signature == b"ftyp"
        if found and (b"\0" in beginning or not signature.isalnum()):  # a text may well start with BM or MZ
            raise refusals.not_a_workbook(what)
    if beginning.startswith(_OLD_BIFF):
        raise refusals.too_old()
    text = beginning.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not _MARKUP.match(text):
        if text.startswith((b"{", b"[{")):
            raise refusals.not_a_workbook("un fichier JSON")
        return
    lower = text.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower or b"opendocument" in lower:
        raise refusals.xml_workbook()
    if re.search(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style|script)\b", lower):
        raise refusals.web_page()
    raise refusals.not_a_workbook("un fichier XML")
