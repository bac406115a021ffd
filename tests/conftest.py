"""Fixtures that every room's tests may ask for."""

from tests.deployed import deployed, stage
from tests.tables import table

__all__ = ["deployed", "stage", "table"]
