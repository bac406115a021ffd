"""How the hats of a person are called."""

from typing import Final

from chalicelib.accounts.model import Membership, Role
from chalicelib.words.translation import _, translate

ROLE_NAMES: Final[dict[Role, str]] = {
    Role.INSTALLER: _("Installateur"),
    Role.CLIENT: _("Client"),
    Role.AGENT: _("Agent"),
}


def label_hat(membership: Membership) -> str:
    """Name a hat to its wearer, in their language: the role, and the firm if there is one."""
    role = translate(ROLE_NAMES[membership.role])
    return f"{role} – {membership.firm_name}" if membership.firm_name else role
