"""Fixtures that every room's tests may ask for."""

from tests.tables import table

__all__ = ["table"]
