"""The table of kinds says of each what its declaration says."""

import pytest

from chalicelib.cases.registry import UnknownKind, kind_named, list_registered


def test_the_table_names_each_kind_as_its_declaration_does() -> None:
    for prefix, one in list_registered().items():
        kind = one.kind.get()
        assert (one.name, prefix) == (kind.name, kind.prefix)
        assert kind_named(one.name) is kind


def test_a_name_that_no_system_registers_is_none() -> None:
    with pytest.raises(UnknownKind):
        kind_named("nothing")
