"""What a dossier says of the agents' desk: when it is followed, what may be done to many."""

from collections.abc import Mapping

from chalicelib.cases.kind import Later
from chalicelib.connection_desk.acts import ACTS
from chalicelib.desk.of_kind import Desk, Shown
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.policy.connection import Connection
from chalicelib.rows.cases import AGENTS


def may_be_followed(dossier: Dossier) -> bool:
    """Say whether agents find the dossier on their lists: a draft or one that is over is on none."""
    return AGENTS.sk() in dossier.rows


def show(head: Head) -> Shown:
    """Name a dossier by its client."""
    name = f"{head.last_name} {head.first_name}".strip()
    return Shown(name, head.reference, f"/dossiers/{head.dossier_id}")


def home(typed: Mapping[str, str]) -> str:
    """Give the address of the list that a form came from."""
    from chalicelib.dossiers.queue_page import address

    return address({"file": typed.get("file", "")})


DESK = Desk(
    follow=Connection.TAKE,
    act_on_many=Connection.ACT_ON_MANY,
    may_be_followed=may_be_followed,
    show=show,
    home=home,
    acts=ACTS,
    choose=Later("chalicelib.connection_desk.choose:choose_typed"),
    refusals=Later("chalicelib.connection_desk.refused:REFUSED"),
    taken=EventKind.DOSSIER_TAKEN,
    released=EventKind.DOSSIER_RELEASED,
    handed_over=EventKind.DOSSIER_HANDED_OVER,
)
