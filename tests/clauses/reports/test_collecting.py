"""The collector stands aside for one work, and is as it was after it."""

import gc

import pytest

from clauses.reports.collecting import uncollected


def test_the_collector_is_as_it_was_whoever_stopped_it_and_however_the_work_ends() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()
