"""What may be erased, what is left of a dossier after it, and when data go by themselves."""

from dataclasses import replace
from datetime import datetime

from chalicelib.dossiers.model import Dossier, Head, OperatorRequest, RequestState
from chalicelib.dossiers.statuses import Move, Status, next_status
from chalicelib.reference.days import later_by_months, legal_day
from chalicelib.reference.retention import end_of_retention, find_retention
from chalicelib.refusals import Refusal
from chalicelib.retention.of_kind import Look
from chalicelib.words.translation import _

NEXT_LOOK_MONTHS = 12
"""How long a dossier that lives is left alone before its retention is looked at again."""


class DossierStillOpen(Refusal):
    """An open dossier needs its client's data: it is cancelled first."""

    code = "dossier-still-open"
    status = 409
    message = _(
        "Ce dossier est en cours : les données de son client sont nécessaires à sa conduite. "
        "Annulez-le d’abord, avec le motif, puis demandez l’effacement."
    )


class OperatorNotToldYet(Refusal):
    """The operator is still to be told that the request is cancelled: that needs its reference."""

    code = "operator-not-told-yet"
    status = 409
    message = _(
        "Le gestionnaire de réseau n’est pas encore prévenu de l’annulation : demandez "
        "l’effacement une fois qu’il l’est."
    )


def look_at(head: Head, now: datetime) -> Look | None:
    """Say what becomes of a dossier's data at an instant; None when they are erased already."""
    if head.erased_at:
        return None
    since = _end_of_life(head)
    subject = "abandoned_draft" if head.status is Status.DRAFT else "ended_dossier"
    rule = find_retention(subject, legal_day(now, head.postcode))
    if since is None or rule is None:
        return Look(later_by_months(now, NEXT_LOOK_MONTHS))
    end = end_of_retention(rule, since)
    return Look(end, rule if end <= now else None)


def _end_of_life(head: Head) -> datetime | None:
    """Give the last sign of life of a draft or of a cancelled dossier; None while one lives on."""
    match head.status:
        case Status.DRAFT:
            # What is typed saves itself and is no event: it is a sign of life all the same.
            return max((head.updated_at, *(one.at for one in head.typing.values())))
        case Status.CANCELLED:
            return head.closed_at or head.updated_at
        case _:
            return None


def require_erasable(dossier: Dossier) -> None:
    """Refuse the erasure of a dossier that is under way, or still to be cancelled outside."""
    if dossier.head.is_open:
        raise DossierStillOpen
    if any(request.state is RequestState.TO_CANCEL for request in dossier.requests):
        raise OperatorNotToldYet


def anonymised_head(head: Head, now: datetime) -> Head:
    """Give a head without its person: what is left counts dossiers and keeps their dates."""
    draft = head.status is Status.DRAFT
    return replace(
        head,
        status=next_status(head.status, Move.CANCEL) if draft else head.status,
        closed_at=head.closed_at or now,
        last_name="",
        first_name="",
        phone="",
        email="",
        city="",
        postcode="",
        client_id="",
        client_unreachable=False,
        typing={},
        erased_at=now,
    )


def anonymised_requests(dossier: Dossier) -> tuple[OperatorRequest, ...]:
    """Give the requests without what leads to the person in the operator's books."""
    return tuple(
        replace(one, external_id="", former_ids=(), last_error="", awaited_piece="", asked_at=None)
        for one in dossier.requests
    )
