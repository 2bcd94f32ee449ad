"""Every table of the product, in one place for migrations and tests."""

from sqlmodel import SQLModel

from clauses.accounts import keys
from clauses.accounts import models as accounts
from clauses.audit import Journal, JournalHead
from clauses.files import models as files
from clauses.hours import models as hours
from clauses.markets import draft_models as drafts
from clauses.markets import exchange_models as exchanges
from clauses.markets import holding_models as holdings
from clauses.markets import models as markets
from clauses.markets import waiver_models as waivers
from clauses.matching import models as matching
from clauses.pathways import models as pathways
from clauses.people import models as people
from clauses.proofs import models as proofs
from clauses.questions import models as questions
from clauses.reference import models as reference
from clauses.reference import nomenclatures
from clauses.sites import models as sites

metadata = SQLModel.metadata

__all__ = [
    "Journal",
    "JournalHead",
    "accounts",
    "drafts",
    "exchanges",
    "files",
    "holdings",
    "hours",
    "keys",
    "markets",
    "matching",
    "metadata",
    "nomenclatures",
    "pathways",
    "people",
    "proofs",
    "questions",
    "reference",
    "sites",
    "waivers",
]
