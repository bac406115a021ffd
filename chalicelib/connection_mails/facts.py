"""What a mail speaks of, read from the dossier at the moment it leaves. Pure.

Nothing personal stands in a notice or in the event behind it: the names, the address and the
words of a mail are those of the dossier when the mail is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.cases.thread import read_thread
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.connection_mails.replace_address import FORMER, was_signed
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.sides import INSTALLER
from chalicelib.dossiers.signing import has_declined
from chalicelib.dossiers.waits import current_wait
from chalicelib.form.figures import find_number_in
from chalicelib.notices.model import Addressee, Notice, NoticeState
from chalicelib.notices.notices_of import list_notices
from chalicelib.reference.operators import UnknownOperator, load_operator
from chalicelib.reference.required_pieces import find_slot
from chalicelib.verdicts.words import explain
from chalicelib.words.translation import _, translate

WITH_LINK = frozenset({ConnectionMail.SUBSCRIPTION_LINK, ConnectionMail.REMINDER})
MINTS_LINK = WITH_LINK | {ConnectionMail.SPACE_LINK}
"""Mails that carry the client's own link: to sign, or to open a space once it is signed."""

ASKS_AGAIN = frozenset({ConnectionMail.REMINDER, ConnectionMail.SUBSCRIPTION_UNSIGNED})
"""Mails that a client who said no has made pointless: the installer was told of the no."""

FOLLOWED = frozenset(
    {
        ConnectionMail.SUBSCRIPTION_LINK,
        ConnectionMail.REQUEST_FILED,
        ConnectionMail.COMMISSIONING_DATE,
    }
)
"""Mails to the client that carry a private link by which the dossier is followed."""

CIVILITIES: Mapping[str, str] = {"madame": _("Mme"), "monsieur": _("M.")}


@dataclass(frozen=True, slots=True)
class Contact:
    """What a mail needs of its people: the installer's address, the name of their firm.

    `language` is the addressee's, whoever that is; "" while they chose none.
    """

    email: str
    firm_name: str = ""
    language: str = ""


def find_addressee(
    notice: Notice, dossier: Dossier, installer: Contact, said: Mapping[str, str]
) -> str:
    """Give the address a notice goes to, "" when there is none (any more).

    `said` holds the event's erasable values: a former address is there alone.
    """
    if notice.addressee is Addressee.CLIENT:
        return dossier.head.email
    if notice.addressee is Addressee.FORMER_CLIENT:
        return said.get(FORMER, "")
    return installer.email


def carries_following(notice: Notice) -> bool:
    """Say whether a mail carries a private link to follow the dossier."""
    return notice.addressee is Addressee.CLIENT and notice.kind in FOLLOWED


def why_not(notice: Notice, dossier: Dossier) -> str:
    """Say why a mail has lost its purpose since its cause, or "" when it has not."""
    head = dossier.head
    if head.erased_at:
        return "person_erased"
    if notice.kind in WITH_LINK | {ConnectionMail.SUBSCRIPTION_UNSIGNED}:
        return _why_no_link(notice, dossier)
    if notice.kind in ABOUT_PIECES:
        return ABOUT_PIECES[notice.kind](notice, dossier)
    if notice.kind == ConnectionMail.SPACE_LINK and head.client_id:
        return "space_open"
    if notice.kind == ConnectionMail.CLIENT_UNREACHABLE and not head.client_unreachable:
        return "reachable_again"
    if notice.kind == ConnectionMail.MESSAGE_RECEIVED and not _has_unread(dossier):
        return "messages_read"
    return ""


def _has_unread(dossier: Dossier) -> bool:
    return bool(read_thread(dossier).unread_by(INSTALLER))


def _why_no_link(notice: Notice, dossier: Dossier) -> str:
    if dossier.reached(Milestone.SUBSCRIPTION_SIGNED):
        return "already_signed"
    if not dossier.head.is_open:
        return "dossier_over"
    declined = notice.kind in ASKS_AGAIN and has_declined(dossier)
    return "declined" if declined else ""


def _why_no_request(notice: Notice, dossier: Dossier) -> str:
    """A piece in check is not to be handed in: should it be refused, that has its own mail."""
    piece = find_piece(notice, dossier)
    return "" if piece is None or piece in list_lacking(dossier) else "piece_replaced"


def _why_no_reminder(_notice: Notice, dossier: Dossier) -> str:
    return "" if list_lacking(dossier) else "nothing_lacking"


def _why_no_excuse(notice: Notice, dossier: Dossier) -> str:
    """A refusal that was taken back is only told to who was told of the refusal."""
    piece = find_piece(notice, dossier)
    if piece is None or piece.state is not PieceState.ACCEPTED:
        return "piece_replaced"
    told = (one for one in list_notices(dossier) if one.kind == ConnectionMail.PIECE_REFUSED)
    about = (one for one in told if one.about == notice.about)
    return "" if any(one.state in MAY_HAVE_LEFT for one in about) else "never_told"


ABOUT_PIECES: Mapping[str, Callable[[Notice, Dossier], str]] = {
    ConnectionMail.PIECE_REFUSED: _why_no_request,
    ConnectionMail.PIECE_REQUESTED: _why_no_request,
    ConnectionMail.PIECE_REMINDER: _why_no_reminder,
    ConnectionMail.PIECE_REINSTATED: _why_no_excuse,
}
"""What says that a mail about pieces has lost its purpose."""

MAY_HAVE_LEFT = frozenset(NoticeState) - {
    NoticeState.UNSENT,
    NoticeState.SKIPPED,
    NoticeState.FAILED,
}
"""States of a mail that its addressee may have read."""


def find_piece(notice: Notice, dossier: Dossier) -> Piece | None:
    """Find the piece a notice speaks of: by its id, or the last one of its slot."""
    if not notice.about:
        return None
    in_slot = dossier.pieces_of(notice.about)
    return dossier.find_piece(notice.about) or (in_slot[-1] if in_slot else None)


def gather_facts(
    notice: Notice,
    dossier: Dossier,
    installer: Contact,
    *,
    portal_url: str,
    said: Mapping[str, str],
) -> dict[str, object]:
    """Gather what the templates of a notice may name; `said` holds the event's erasable values."""
    head, request = dossier.head, dossier.current_request()
    piece = find_piece(notice, dossier)
    power = find_number_in(dossier.values_of("plant"), "connection_power_kva")
    dossier_url = f"{portal_url.rstrip('/')}/dossiers/{head.dossier_id}"
    wait = current_wait(head.waits)
    return {
        "reference": head.reference,
        "client_name": name_client(dossier),
        "city": head.city,
        "firm_name": _firm_name(installer),
        "operator_label": label_operator(head.operator),
        "power_kva": power if power is not None else Decimal(0),
        "installed_kva": find_number_in(dossier.values_of("plant"), "installed_power_kva")
        or Decimal(0),
        "contact_url": f"{portal_url.rstrip('/')}/contact",
        "was_signed": was_signed(dossier),
        "caused_at": notice.caused_at or notice.created_at,
        "dossier_url": dossier_url,
        "to_give_url": f"{dossier_url}/a-fournir",
        "messages_url": f"{dossier_url}/messages",
        "amendments_url": f"{dossier_url}/modifications",
        "lacking": tuple(_tell_lacking(one, dossier) for one in list_lacking(dossier)),
        "waits_since": wait.since if wait else head.updated_at,
        "submitted_at": head.submitted_at or head.created_at,
        "external_id": request.external_id if request else "",
        "filed_at": (request.filed_at if request else None) or head.updated_at,
        "commissioned_on": head.commissioned_on or head.updated_at,
        "piece_label": _label_piece(piece, dossier),
        "file_name": piece.file_name if piece else "",
        "reasons": list_reasons(piece, said),
    }


def _tell_lacking(piece: Piece, dossier: Dossier) -> str:
    """Tell of a piece to hand in: what it is, then why, in one line."""
    label, reasons = _label_piece(piece, dossier), list_reasons(piece, {})
    return translate(_("{label} : {why}"), label=label, why=" ".join(reasons)) if reasons else label


def list_reasons(piece: Piece | None, said: Mapping[str, str]) -> tuple[str, ...]:
    """List the sentences that say why: of the verdict, of the agent, or of who declined."""
    sentences: list[str] = []
    for code in piece.reasons if piece else ():
        msgid, values = explain(code)
        sentences.append(translate(msgid, **values))
    words = (piece.words if piece else "") or said.get("words", "") or said.get("reason", "")
    return (*sentences, words) if words else tuple(sentences)


def name_client(dossier: Dossier) -> str:
    """Name the client as one writes to them: `Mme Zoé Lefèvre`, or the company."""
    client = dossier.values_of("client")
    company = str(client.get("company_name") or "")
    if company and client.get("client_type") == "professionnel":
        return company
    civility = translate(CIVILITIES.get(str(client.get("civility")), ""))
    head = dossier.head
    return " ".join(part for part in (civility, head.first_name, head.last_name) if part)


def label_operator(code: str) -> str:
    """Name a grid operator as people know it; its code when it is no longer listed."""
    try:
        return load_operator(code).label
    except UnknownOperator:
        return code


def _firm_name(installer: Contact) -> str:
    return installer.firm_name or translate(_("Votre installateur"))


def _label_piece(piece: Piece | None, dossier: Dossier) -> str:
    head = dossier.head
    if piece is None:
        return translate(_("Pièce complémentaire"))
    slots = list_needed_slots(dossier, head.updated_at)
    slot = find_slot(slots, piece.slot)
    return translate(slot.label) if slot else translate(_("Pièce complémentaire"))
