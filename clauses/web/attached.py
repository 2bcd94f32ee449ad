"""Files that a person takes away: as attachments only, under a plain name of ours or under the one that they bear."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import quote

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
    """The answer that hands over a document made here, under a plain name; ``form`` is its suffix."""
    return Response(
        content,
        media_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{file_stem(name, most=100)}.{form}"'},
    )


def handed_back(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response[bytes]:
    """The answer that hands a file over under the name that somebody gave it, which may hold anything."""
    suffix = re.sub(r"[^.A-Za-z0-9]", "", Path(name).suffix[:8])  # a header holds no other sign
    disposition = f"attachment; filename=\"fichier{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
