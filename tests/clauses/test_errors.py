"""A refusal is a sentence, with a stable code; what the machine says is put in French."""

import errno

import pytest

from clauses.errors import ClausesError, Conflict, Misused, NotFound, Unusable, cause


def test_refusals_share_one_base_and_keep_a_stable_code() -> None:
    codes = {kind: kind("x").code for kind in (ClausesError, NotFound, Conflict, Unusable, Misused)}
    assert list(codes.values()) == ["refused", "not_found", "conflict", "unusable", "misused"]
    assert all(issubclass(kind, ClausesError) for kind in codes)


def test_a_refusal_may_have_a_finer_code_that_stays_its_own() -> None:
    refused = Conflict("Avril 2023 est verrouillé.", code="hours.month_locked")
    assert (refused.code, refused.message, str(refused)) == ("hours.month_locked",) + (
        "Avril 2023 est verrouillé.",
    ) * 2
    assert Conflict("x").code == "conflict"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "ce compte n'en a pas le droit"),
        (errno.ENOSPC, "il n'y a plus de place sur le disque"),
        (errno.ENOTDIR, "un élément du chemin n'est pas un dossier"),
    ],
)
def test_what_the_machine_refuses_is_said_in_french(number: int, words: str) -> None:
    assert cause(OSError(number, "Permission denied, or another English sentence")) == words


def test_what_has_no_words_of_ours_keeps_those_of_the_machine() -> None:
    assert cause(OSError(errno.EIO, "Input/output error")) == "Input/output error"
    assert cause(OSError()) == "OSError"
