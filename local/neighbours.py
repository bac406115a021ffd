"""The cloud's neighbours: the grid operator's sandbox and the mail reader."""

import os

from local.background import Program
from local.place import OPERATOR_KEY, Place


def operator_sandbox(place: Place) -> Program:
    """Give the service that plays a grid operator."""
    home = place.home / "operator"
    told = ("--port", str(place.operator_port), "--state", str(home), "--key", OPERATOR_KEY)
    return Program("operator", "local.operator_sandbox", place.operator_port, home, told)


def mail_reader(place: Place) -> Program:
    """Give the page that shows the mails of the local cloud."""
    told = ("--port", str(place.mail_port), "--cloud", place.cloud_url)
    return Program("mail", "local.mail_reader", place.mail_port, place.home / "mail", told)


def neighbours_environment() -> dict[str, str]:
    """Give the environment that a neighbour runs in."""
    return dict(os.environ)
