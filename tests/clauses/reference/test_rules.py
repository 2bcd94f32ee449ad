"""The closed lists: stable codes with French labels, and who may sign what."""

import pytest

from clauses.reference import rules
from clauses.reference.rules import (
    ContractKind,
    Decision,
    EmployerKind,
    Labelled,
    Modality,
    Nature,
    Origin,
    Role,
    Sex,
    may_sign,
)

LISTS = [
    value
    for value in vars(rules).values()
    if isinstance(value, type) and issubclass(value, Labelled) and value is not Labelled
]


@pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.__name__)
def test_every_code_has_a_french_label_of_its_own(codes: type[Labelled]) -> None:
    labels = [code.label for code in codes]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.__name__)
def test_a_code_is_found_by_its_value_and_is_its_own_text(codes: type[Labelled]) -> None:
    for code in codes:
        assert codes(code.value) is code
        assert str(code) == f"{code}" == code.value


def test_codes_are_stable() -> None:
    """Databases, files of rules and other programs hold them: one may be added, none may change."""
    assert [kind.value for kind in ContractKind] == [
        "CDDI", "CTTI", "CDI", "CPRO", "CDD", "APPRENTISSAGE", "CDI_INTERIMAIRE", "INTERIM", "CUI", "GEIQ", "AUTRE",
    ]  # fmt: skip
    assert [kind.value for kind in EmployerKind] == [
        "entreprise", "ETT", "ETTI", "EI", "ACI", "AI", "GEIQ", "REGIE", "EA", "ESAT", "particulier",
    ]  # fmt: skip
    assert [nature.value for nature in Nature] == ["BTP", "MS", "PI", "FOURNITURES"]
    assert [role.value for role in Role] == ["titulaire", "cotraitant", "sous_traitant"]
    assert [way.value for way in Modality] == ["embauche_directe", "mise_a_disposition", "sous_traitance"]
    assert [sex.value for sex in Sex] == ["F", "M"]
    assert [origin.value for origin in Origin] == ["PLIE", "AUTRES"]
    assert [decision.value for decision in Decision] == ["validated", "not_integrated"]


@pytest.mark.parametrize("employer", list(EmployerKind))
def test_only_an_etti_signs_a_ctti(employer: EmployerKind) -> None:
    assert may_sign(employer, ContractKind.CTTI) is (employer is EmployerKind.ETTI)


@pytest.mark.parametrize("employer", list(EmployerKind))
def test_a_cddi_is_signed_by_a_structure_of_insertion(employer: EmployerKind) -> None:
    signs = employer in (EmployerKind.EI, EmployerKind.ACI, EmployerKind.AI, EmployerKind.REGIE)
    assert may_sign(employer, ContractKind.CDDI) is signs


@pytest.mark.parametrize("kind", [ContractKind.INTERIM, ContractKind.CDI_INTERIMAIRE])
@pytest.mark.parametrize("employer", list(EmployerKind))
def test_missions_are_signed_by_temporary_work_agencies(employer: EmployerKind, kind: ContractKind) -> None:
    assert may_sign(employer, kind) is (employer in (EmployerKind.ETT, EmployerKind.ETTI))


@pytest.mark.parametrize("employer", list(EmployerKind))
def test_any_employer_signs_the_other_kinds(employer: EmployerKind) -> None:
    reserved = {ContractKind.CTTI, ContractKind.CDDI, ContractKind.INTERIM, ContractKind.CDI_INTERIMAIRE}
    assert all(may_sign(employer, kind) for kind in ContractKind if kind not in reserved)
