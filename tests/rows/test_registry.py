"""Every declaration is whole: an owner that exists, a way to end, and a reason where none is said."""

import pytest

from chalicelib.reference.retention import RETENTIONS
from chalicelib.rows.model import Erasure, Row, Subject
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.registry import ROWS
from chalicelib.rows.stored import StoredObject
from infra.paths import ROOT

type Declared = Row | StoredObject
EVERY: tuple[Declared, ...] = (*ROWS, *OBJECTS)
SUBJECTS = {one.subject for one in RETENTIONS}


def each(declared: Declared) -> str:
    return declared.name


def test_no_two_kinds_have_the_same_name() -> None:
    assert len({one.name for one in EVERY}) == len(EVERY)


@pytest.mark.parametrize("declared", EVERY, ids=each)
def test_its_owner_is_a_room(declared: Declared) -> None:
    assert (ROOT / "chalicelib" / declared.owner).is_dir()


@pytest.mark.parametrize("declared", EVERY, ids=each)
def test_its_end_is_a_rule_that_exists_a_life_or_a_reason(declared: Declared) -> None:
    assert set(declared.rules) <= SUBJECTS
    assert declared.rules or declared.life or declared.why
    if declared.erased is Erasure.EXPIRES:
        assert declared.life
    if declared.erased in {Erasure.KEPT, Erasure.BLANKED}:
        assert declared.why


@pytest.mark.parametrize("declared", EVERY, ids=each)
def test_what_is_a_clients_is_exported_or_says_why_not(declared: Declared) -> None:
    if Subject.CLIENT in declared.of:
        assert declared.exported or declared.why.startswith("not exported: ")


@pytest.mark.parametrize("declared", EVERY, ids=each)
def test_what_is_a_clients_alone_goes_with_them_or_by_itself(declared: Declared) -> None:
    if declared.of == (Subject.CLIENT,):
        assert declared.erased is not Erasure.KEPT
