"""Whether a document that somebody was given is a true one: valid or not, and nothing else, to whoever asks."""

from __future__ import annotations

import re
from typing import Any, Final

from litestar import Request, get
from litestar.response import Template

from clauses.db import reading
from clauses.files.issuing import is_valid
from clauses.web.rule import OPEN
from clauses.web.visitors import place_of

_LONGEST: Final = 40
_CODE: Final = re.compile(rf"[0-9A-Za-z\s-]{{1,{_LONGEST}}}")
"""What may be a code: sixteen signs, and what a hand puts between them. Nothing else is looked for."""


@get("/verifier", rule=OPEN, sync_to_thread=True)
def verify(request: Request[Any, Any, Any]) -> Template:
    """The form, and its answer. A code has 80 random bits: nobody comes upon one, so tries are not counted."""
    code = request.query_params.get("code", "").strip()
    valid = None
    if code:
        with reading(place_of(request).engine) as session:
            valid = _CODE.fullmatch(code) is not None and is_valid(session, code)
    return Template("legal/verify.html", context={"code": code[:_LONGEST], "valid": valid})


HANDLERS = [verify]
