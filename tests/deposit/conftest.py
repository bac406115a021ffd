"""The portal with its people, for a draft's pages and its API."""

from tests.dossiers.conftest import Callers, callers, people, portal

__all__ = ["Callers", "callers", "people", "portal"]
