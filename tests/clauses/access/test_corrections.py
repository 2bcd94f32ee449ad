"""A correction, with its hours beside those that it would replace."""

from sqlalchemy import Engine

from clauses.access.corrections import correction
from clauses.db import writing
from clauses.hours.rules import DeclarationState
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_a_correction_says_its_hours_and_those_in_force(engine: Engine) -> None:
    with writing(engine) as session:
        unit = {
            "contractor_id": id_of(factories.contractor(session)),
            "employer_id": id_of(factories.organisation(session)),
        }
        former = factories.declaration(session, **unit)
        proposed = factories.declaration(session, **unit, version=2, state=DeclarationState.PROPOSED)
        for version, hours in ((former, 1_000), (proposed, 700), (proposed, 100)):
            factories.line(session, declaration_id=id_of(version), hours=hours)
        shown = correction(session, asking(), proposed)
        assert (shown.hours, shown.recorded) == (800, 1_000)
        far = correction(session, asking(territory=2), proposed)
        assert (far.hours, far.recorded) == (0, 0), "lines that are not seen add up to nothing"
