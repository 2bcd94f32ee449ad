"""Style sheets and scripts, each under a name that changes with its content.

Those of others (Bootstrap's CSS, htmx) stay in the packages that carry them; ours are in `static/`. A page names an
asset by ``asset("clauses.css")`` and proves it by ``integrity("clauses.css")``; a browser keeps it for a year.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import HeaderParameter, PathParameter

from clauses.web.rule import OPEN

_OURS = Path(__file__).parent / "static"
_CARRIED = {
    "bootstrap.css": ("bootstrap-wrapper", "bootstrap/css/bootstrap.min.css"),
    "htmx.js": ("django-js-lib-htmx", "js_lib_htmx/static/htmx/htmx.min.js"),
}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    path: str
    media_type: str
    integrity: str
    content: bytes
    gzipped: bytes


def asset(name: str) -> str:
    """The address of an asset: ``clauses.css`` → ``/static/clauses.3f2a….css``. Raises ``KeyError`` for no asset."""
    return assets()[name].path


def integrity(name: str) -> str:
    """What a browser checks it against (SRI): ``sha384-…``."""
    return assets()[name].integrity


@cache
def assets() -> Mapping[str, Asset]:
    """Every asset by its plain name, read once."""
    files = {path.name: path for path in _OURS.iterdir() if path.is_file()}
    files |= {name: Path(str(distribution(package).locate_file(path))) for name, (package, path) in _CARRIED.items()}
    return MappingProxyType({name: _read(name, path) for name, path in sorted(files.items())})


def _read(name: str, path: Path) -> Asset:
    content = path.read_bytes()
    # Without the address of a map, which is not served.
    content = b"\n".join(line for line in content.split(b"\n") if b"sourceMappingURL=" not in line)
    stem, _, suffix = name.rpartition(".")
    return Asset(
        path=f"/static/{stem}.{hashlib.sha256(content).hexdigest()[:16]}.{suffix}",
        media_type=_TYPES[path.suffix],
        integrity="sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode(),
        content=content,
        gzipped=gzip.compress(content, mtime=0),
    )


@get("/static/{name:str}", rule=OPEN, sync_to_thread=False)
def static(
    name: Annotated[str, PathParameter()],
    accepted: Annotated[str, HeaderParameter(name="accept-encoding")] = "",
) -> Response[bytes]:
    """An asset by its address; another name, or one of yesterday, is absent."""
    found = next((one for one in assets().values() if one.path == f"/static/{name}"), None)
    if found is None:
        raise NotFoundException
    zipped = "gzip" in accepted and len(found.gzipped) < len(found.content)
    headers = {"Cache-Control": _A_YEAR, "Vary": "Accept-Encoding"}
    return Response(
        found.gzipped if zipped else found.content,
        media_type=found.media_type,
        headers=headers | ({"Content-Encoding": "gzip"} if zipped else {}),
    )
