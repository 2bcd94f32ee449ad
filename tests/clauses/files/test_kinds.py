"""Every kind of file that is read may be kept, and its columns corrected: on both engines."""

import pytest
from sqlalchemy import Engine

from clauses.db import writing
from clauses.files.rules import FileKind
from tests import factories
from tests.factories import id_of


@pytest.mark.parametrize("kind", list(FileKind))
def test_a_column_of_any_kind_of_file_may_be_corrected(engine: Engine, kind: FileKind) -> None:
    with writing(engine) as session:
        assert id_of(factories.layout_correction(session, kind=kind))
        assert id_of(factories.run(session, kind=kind))
