"""The roles there are: those that a membership gives, and those that nobody signs in with."""

from enum import StrEnum


class Role(StrEnum):
    """What a membership makes of a person."""

    INSTALLER = "installer"
    CLIENT = "client"
    AGENT = "agent"


class Stand(StrEnum):
    """As what somebody or something acts that has no account."""

    SIGNATORY = "signatory"
    """The client by the link of their mail."""
    HOLDER = "holder"
    """Whoever holds a private link: a grant says to what."""
    OPERATOR = "operator"
    """What an operator says, by our connectors."""
    PLATFORM = "platform"


type AnyRole = Role | Stand
