"""Fixtures that every room's tests may ask for."""

from tests.chromium import chromium
from tests.deployed import deployed, stage
from tests.tables import table

__all__ = ["chromium", "deployed", "stage", "table"]
