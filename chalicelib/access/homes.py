"""Where the work of each hat is."""

from chalicelib.accounts.model import Role

HOMES = {Role.INSTALLER: "/dossiers", Role.AGENT: "/dossiers", Role.CLIENT: "/mes-dossiers"}
