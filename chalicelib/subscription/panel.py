"""What a dossier's page says of its subscription: signed or not, the papers, what to do."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.clock import business_now
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.signing import (
    find_held_until,
    has_declined,
    is_left_unsigned,
    read_subscription,
)
from chalicelib.subscription.ask_space import may_ask_space
from chalicelib.subscription.papers import TITLES, list_papers
from chalicelib.subscription.professional import LABELS
from chalicelib.words.translation import translate


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A signed paper as a page lists it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Panel:
    """How the subscription of a dossier stands, in business time, for its page.

    `differs` names the fields that a professional wrote otherwise than the form has them.
    """

    signed_at: datetime | None
    papers: tuple[PaperLine, ...]
    held_until: datetime | None
    differs: tuple[str, ...]
    declined_at: datetime | None
    left_unsigned: bool
    reminded_at: datetime | None
    may_renew: bool
    may_ask_space: bool
    readdressed_at: datetime | None
    """When the client's address was replaced after signing, in business time."""


def show_panel(dossier: Dossier) -> Panel:
    """Show how the subscription of a dossier that was loaded whole stands: no call."""
    row = read_subscription(dossier)
    signed_at = dossier.reached(Milestone.SUBSCRIPTION_SIGNED)
    held = find_held_until(dossier)
    declined = has_declined(dossier) and not signed_at
    return Panel(
        signed_at=signed_at,
        papers=list_paper_lines(dossier, f"/dossiers/{dossier.head.dossier_id}/souscription"),
        held_until=held if held and held > business_now() else None,
        differs=tuple(translate(LABELS[name]) for name in str(row.get("differs", "")).split()),
        declined_at=datetime.fromisoformat(row["at"]) if declined else None,
        left_unsigned=is_left_unsigned(dossier),
        reminded_at=dossier.head.reminded_at,
        may_ask_space=may_ask_space(dossier),
        readdressed_at=_read_instant(row.get("readdressed_at")) if signed_at else None,
        may_renew=dossier.head.is_open and not signed_at and not dossier.head.client_unreachable,
    )


def _read_instant(found: str | None) -> datetime | None:
    return datetime.fromisoformat(found) if found else None


def list_paper_lines(dossier: Dossier, below: str) -> tuple[PaperLine, ...]:
    """List the signed papers with their addresses below a path."""
    return tuple(
        PaperLine(translate(TITLES[paper.text_id]), f"{below}/{paper.text_id}")
        for paper in list_papers(dossier)
    )
