"""OpenDocument spreadsheets written by hand."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tests.files.archives import zipped

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: object = None, *, shown: str | None = None, attributes: str = "", **named: object) -> str:
    """A cell of a text or a number; ``named`` are attributes such as ``date_value``, of ``office:``."""
    written = " ".join(f"office:{name.replace('_', '-')}={quoteattr(str(each))}" for name, each in named.items())
    if isinstance(value, str):
        written, shown = 'office:value-type="string"', value
    elif value is not None:
        written, shown = f'office:value-type="float" office:value="{value}"', str(value)
    inside = "" if shown is None else f"<text:p>{escape(shown)}</text:p>"
    return f"<table:table-cell {written} {attributes}>{inside}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    """A row of cells already written."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Feuille1", attributes: str = "", columns: str = "") -> str:
    """A sheet."""
    return f"<table:table table:name={quoteattr(name)} {attributes}>{columns}{''.join(rows)}</table:table>"


def content(*tables: str, styles: str = "") -> bytes:
    """content.xml."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    ).encode()


def ods(*tables: str, styles: str = "", manifest: str = "", mimetype: str = MIMETYPE) -> bytes:
    """A spreadsheet of some sheets."""
    return zipped(
        {
            "mimetype": mimetype.encode(),
            "META-INF/manifest.xml": (
                '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
                f'manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">{manifest}</manifest:file-entry>'
                "</manifest:manifest>"
            ).encode(),
            "content.xml": content(*tables, styles=styles),
        }
    )
