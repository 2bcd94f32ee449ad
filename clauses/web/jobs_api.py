"""Jobs found from free text, for programs and for the fields of pages that complete as one types."""

from __future__ import annotations

from threading import Lock
from typing import Annotated

from litestar.datastructures import State
from litestar.params import QueryParameter

from clauses.db import reading
from clauses.matching.jobs import search_jobs
from clauses.matching.nomenclature import READ_WITH, Nomenclature, job_index
from clauses.reference.queries import editions, fingerprint
from clauses.web.api_parts import AnyRequest, Limit, Shown, shows
from clauses.web.rule import SIGNED_IN
from clauses.web.visitors import place_of

TAG = "Métiers"
_LONGEST = 300
_BUILDING = Lock()
"""Two first searches at once build one index, not two."""


class JobShown(Shown):
    """A job that answers: its ROME code, the appellation found, a score in 0..1 and the reason in French."""

    code: str
    label: str
    appellation: str
    score: float
    reason: str


@shows("/api/jobs", SIGNED_IN, TAG)
def find_jobs(
    request: AnyRequest,
    q: Annotated[str, QueryParameter(max_length=_LONGEST, description="Le métier, écrit librement.")],
    limit: Limit = 10,
) -> list[JobShown]:
    """Les métiers du ROME qui ressemblent à un texte libre, le plus probable d'abord."""
    index = _kept(request.app.state, request).index
    return [JobShown.model_validate(hit) for hit in search_jobs(index, q, limit)]


def _kept(state: State, request: AnyRequest) -> Nomenclature:
    """The index in memory, made again when another edition of the ROME, or of the communes, has been imported since."""
    place = place_of(request)
    with reading(place.engine) as session:
        edition = fingerprint(editions(session), READ_WITH)
        with _BUILDING:
            if state.get("jobs_edition") != edition:
                state["jobs"], state["jobs_edition"] = job_index(session, place.settings.home), edition
            found: Nomenclature = state["jobs"]
    return found


HANDLERS = (find_jobs,)
