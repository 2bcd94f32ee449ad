"""What is handed over leaves under a name that a header may hold, whatever somebody called it."""

import pytest

from clauses.web.attached import attached, handed_back


@pytest.mark.parametrize("name", ["avis.日本", 'a.x"; filename=b', "a.\r\nSet-Cookie: b", "sans suffixe", "été.pdf"])
def test_a_file_goes_back_under_any_name(name: str) -> None:
    for answer in (handed_back(b"", name), attached(b"", name, "pdf")):
        told = answer.headers["Content-Disposition"]
        assert told.encode("latin-1").isascii()
        assert (told.count('"'), "\n" in told, "\r" in told) == (2, False, False)
