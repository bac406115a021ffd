"""What an installer has to hand in now, and nothing else; then what happens next."""

from chalice.app import Response

from chalicelib.accounts.model import Role
from chalicelib.aws.clock import business_now
from chalicelib.documents.model import list_slots_of
from chalicelib.documents.slot_views import SlotView, list_slot_views
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.overview import VIEWERS, show_turns, tell_suspension
from chalicelib.dossiers.pieces import UNDECIDED, is_uploaded, list_lacking
from chalicelib.dossiers.progress import follow_progress
from chalicelib.reference.required_pieces import Due
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

BEFORE_FILING = {Due.SUBMIT, Due.DSO_REQUEST}


def draw_to_give(visit: Visit, dossier: Dossier) -> Response:
    """Draw the page; once all is given it says what is under way and whose turn it is."""
    head, now = dossier.head, business_now()
    progress = follow_progress(dossier, now)
    wanted = list_wanted(dossier, visit)
    lacking = len(list_lacking(dossier))
    turns = [] if lacking else show_turns(progress, head.operator, VIEWERS[Role.INSTALLER])
    return visit.show(
        "documents/to_give.html",
        dossier=dossier,
        head=head,
        wanted=wanted,
        lacking=lacking,
        is_checked=bool(wanted) and not lacking,
        suspension=tell_suspension(progress.suspended) if progress.suspended else "",
        upcoming=translate(progress.next.label) if progress.next else "",
        turns=turns,
        also_due=list_also_due(dossier),
    )


def list_wanted(dossier: Dossier, visit: Visit) -> list[SlotView]:
    """List the slots in which a piece is refused, asked for, or handed in and not accepted yet."""
    undecided = {piece.slot for piece in dossier.pieces if piece.state in UNDECIDED}
    return [slot for slot in list_slot_views(dossier, visit.person) if slot.code in undecided]


def list_also_due(dossier: Dossier) -> list[str]:
    """List by label what nobody asked for again and is due before the request all the same."""
    asked = {piece.slot for piece in list_lacking(dossier)}
    if not dossier.head.is_open:
        return []
    return [
        translate(slot.label)
        for slot in list_slots_of(dossier, business_now())
        if slot.due in BEFORE_FILING and slot.code not in asked and not is_uploaded(dossier, slot)
    ]
