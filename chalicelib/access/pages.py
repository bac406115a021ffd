"""The pages of this room: the door, passwords, one's account, one's firm."""

from chalicelib.access import account, door, firm, passwords, summary
from chalicelib.access.blueprints import pages

__all__ = ["account", "door", "firm", "pages", "passwords", "summary"]
