"""The portal with its people, for the pages of transcripts."""

from tests.dossiers.conftest import Callers, callers, people, portal

__all__ = ["Callers", "callers", "people", "portal"]
