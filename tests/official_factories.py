"""Rows of official data for tests, as `tests.factories` makes those of the profession."""

from datetime import date
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from clauses.files.rules import FileKind
from clauses.markets.draft_models import MarketDraft, MarketDraftVersion
from clauses.markets.drafts import DraftState
from clauses.reference.models import Parameter
from clauses.reference.nomenclatures import (
    CpvCode,
    NafCode,
    OfficialCommune,
    QpvPerimeter,
    ReferenceEdition,
    RomeAppellation,
    RomeDomain,
    RomeItem,
    RomeJob,
    RomeJobDomain,
    RomeJobItem,
    RomeJobSector,
    RomeMove,
    RomeNeighbour,
    RomeSector,
)
from clauses.reference.parameters import Family
from clauses.reference.parts import QpvGeneration, ReferencePart, RomeItemKind
from clauses.words import folded
from tests.factories import NOON, SIGNED, id_of, market, run

R = TypeVar("R", bound=SQLModel)

_numbers = count(1)


def added(session: Session, table: type[R], defaults: dict[str, Any], values: dict[str, Any]) -> R:
    """A row of these values, stored."""
    row = table(**{**defaults, **values})
    session.add(row)
    session.flush()
    return row


def edition(session: Session, **values: Any) -> ReferenceEdition:
    """One loading of the NAF."""
    if "run_id" not in values:
        values["run_id"] = id_of(run(session, kind=FileKind.NAF))
    defaults = {"part": ReferencePart.NAF, "sha256": f"{next(_numbers):064x}", "rows": 2, "loaded_at": NOON}
    return added(session, ReferenceEdition, defaults, values)


def market_draft(session: Session, **values: Any) -> MarketDraft:
    """A contract published, to be decided."""
    if "run_id" not in values:
        values["run_id"] = id_of(run(session, kind=FileKind.DECP))
    reference = f"2024-D{next(_numbers)}"
    defaults = {
        "buyer_siret": "21210231300013",
        "reference": reference,
        "reference_key": folded(reference),
        "title": "École",
        "search_key": "ecole",
        "facts": "{}",
        "sheet": "marches",
        "row": 1,
    }
    return added(session, MarketDraft, defaults, values)


def accepted_draft(session: Session, **values: Any) -> MarketDraft:
    """One that somebody accepted."""
    if "market_id" not in values:
        values["market_id"] = id_of(market(session))
    decided = {"state": DraftState.ACCEPTED, "decided_by": "Ana", "decided_at": NOON}
    return market_draft(session, **decided, **values)


def market_draft_version(session: Session, **values: Any) -> MarketDraftVersion:
    """A publication that another took the place of."""
    if "draft_id" not in values:
        values["draft_id"] = id_of(market_draft(session))
    if "run_id" not in values:
        values["run_id"] = id_of(run(session, kind=FileKind.DECP))
    defaults = {"version": 1, "facts": "{}", "sheet": "marches", "row": 1}
    return added(session, MarketDraftVersion, defaults, values)


def rome_job(session: Session, **values: Any) -> RomeJob:
    """A fiche of the ROME."""
    return added(session, RomeJob, {"code": "F1703", "label": "Maçon / Maçonne", "parent": "F1703"}, values)


def rome_appellation(session: Session, **values: Any) -> RomeAppellation:
    """A name of a job."""
    defaults = {"ogr": next(_numbers), "label": "Maçon / Maçonne", "short_label": "Maçon(ne)", "job": "F1703"}
    return added(session, RomeAppellation, defaults, values)


def rome_item(session: Session, **values: Any) -> RomeItem:
    """A skill."""
    defaults = {"ogr": next(_numbers), "kind": RomeItemKind.COMPETENCE, "label": "Monter un mur"}
    return added(session, RomeItem, defaults, values)


def rome_job_item(session: Session, **values: Any) -> RomeJobItem:
    """A skill of a job."""
    return added(session, RomeJobItem, {"job": "F1703", "ogr": next(_numbers)}, values)


def rome_neighbour(session: Session, **values: Any) -> RomeNeighbour:
    """A job near another."""
    return added(session, RomeNeighbour, {"job": "F1703", "near": "F1611", "rank": 1}, values)


def rome_domain(session: Session, **values: Any) -> RomeDomain:
    """A domaine professionnel."""
    return added(session, RomeDomain, {"code": "F17", "label": "Gros œuvre"}, values)


def rome_job_domain(session: Session, **values: Any) -> RomeJobDomain:
    """The domain of a job."""
    return added(session, RomeJobDomain, {"job": "F1703", "domain": "F17"}, values)


def rome_sector(session: Session, **values: Any) -> RomeSector:
    """A NAF division."""
    return added(session, RomeSector, {"division": "43", "label": "Travaux de construction spécialisés"}, values)


def rome_job_sector(session: Session, **values: Any) -> RomeJobSector:
    """Where a job is found."""
    return added(session, RomeJobSector, {"job": "F1703", "division": "43"}, values)


def rome_move(session: Session, **values: Any) -> RomeMove:
    """An appellation that changed code."""
    defaults = {"ogr": next(_numbers), "label": "Façadier / Façadière", "before": "F1601", "after": "F1611"}
    return added(session, RomeMove, defaults, values)


def qpv_perimeter(session: Session, **values: Any) -> QpvPerimeter:
    """A quartier of 2024, without its contour."""
    defaults = {"code": "QN02102M", "generation": QpvGeneration.QPV2024, "name": "Fontaine d'Ouche"}
    return added(session, QpvPerimeter, defaults, values)


def official_commune(session: Session, **values: Any) -> OfficialCommune:
    """A commune."""
    return added(session, OfficialCommune, {"insee": "21231", "name": "Dijon", "name_key": "dijon"}, values)


def naf_code(session: Session, **values: Any) -> NafCode:
    """An activity."""
    return added(session, NafCode, {"code": "43.34Z", "label": "Travaux de peinture et vitrerie"}, values)


def cpv_code(session: Session, **values: Any) -> CpvCode:
    """An object of markets."""
    return added(session, CpvCode, {"code": "45442100", "label": "Travaux de peinture"}, values)


def parameter(session: Session, **values: Any) -> Parameter:
    """A reference rate of the territory."""
    defaults = {
        "family": Family.REFERENCE_RATE,
        "name": f"taux_{next(_numbers)}",
        "since": date(2023, 1, 1),
        "value": 1127,
        "source": "Journal officiel",
        **SIGNED,
    }
    return added(session, Parameter, defaults, values)
