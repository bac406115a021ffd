"""The table with the seed that a deployment loads, and agents."""

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.equipment import catalogue
from infra.equipment_seed import load_equipment_seed

AGENT = Actor("user_agent", "agent", "page")


@pytest.fixture
def seeded(table: Table) -> Table:
    load_equipment_seed(table)
    catalogue.forget_catalogue()
    return table
