"""Whose turn it can be on the way of a dossier."""

from enum import StrEnum


class Party(StrEnum):
    """Whose turn it is."""

    INSTALLER = "installer"
    CLIENT = "client"
    US = "us"
    OPERATOR = "operator"
    CONSUEL = "consuel"
