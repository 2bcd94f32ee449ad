"""A pytest plugin for `make fuzz`: each property gets at least CLAUSES_FUZZ_EXAMPLES examples, whatever it asks for."""

import os

import pytest
from hypothesis import is_hypothesis_test, settings

ASKED = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a property; it offers no way to raise them from outside."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Raises the examples of each property that was collected."""
    wanted = int(os.environ["CLAUSES_FUZZ_EXAMPLES"])
    for item in items:
        test = getattr(item, "obj", None)
        if not is_hypothesis_test(test):
            continue
        test = getattr(test, "__func__", test)
        asked = getattr(test, ASKED)
        setattr(test, ASKED, settings(asked, max_examples=max(asked.max_examples, wanted)))
