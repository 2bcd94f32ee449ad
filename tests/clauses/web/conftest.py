"""What the tests of pages share."""

from tests.clauses.web.office import office

__all__ = ["office"]
