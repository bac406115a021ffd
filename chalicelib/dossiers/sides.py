"""Who writes to whom on a dossier: the installer's firm, and our teams."""

from typing import Final

INSTALLER: Final = "installer"
AGENTS: Final = "agents"
