"""The library's world, on the table's mocked account."""

import pytest

from chalicelib.aws.table import Table
from tests.partner_library.worlds import World, make_world


@pytest.fixture
def world(table: Table) -> World:
    return make_world(table)
