"""Files that a person takes away: as attachments only, under a plain name."""

from __future__ import annotations

from typing import Final

from litestar import Response

from clauses.words import file_stem

_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
    "png": "image/png",
    "jpg": "image/jpeg",
    "bin": "application/octet-stream",
}


def attached(content: bytes, name: str, form: str) -> Response[bytes]:
    """The answer that hands over a file; ``form`` is its suffix."""
    return Response(
        content,
        media_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{file_stem(name, most=100)}.{form}"'},
    )
