"""Whom a route serves, by name: the roles of people who sign in, in the order they are told."""

from typing import Final

from chalicelib.policy.roles import Role

INSTALLERS: Final = (Role.INSTALLER,)
AGENTS: Final = (Role.AGENT,)
CLIENTS: Final = (Role.CLIENT,)
PROFESSIONALS: Final = (Role.INSTALLER, Role.AGENT)
SIGNED_IN: Final = (Role.INSTALLER, Role.CLIENT, Role.AGENT)
"""Whoever is signed in, whatever the hat."""
