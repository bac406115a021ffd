"""Make the signed papers of a dossier, after the event of its signature: by the relay.

A paper is a function of the event, of its values and of its wording. Its bytes are stored first,
under a key that names their content; the rows follow in one transaction that holds only while no
erasure was asked for. So the same event again, doubled or late, finds what is there.
"""

import hashlib
import logging

from chalicelib.audit.model import Event, platform
from chalicelib.audit.store import find_values
from chalicelib.aws.sealed import put_sealed
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.unchanged import check_no_erasure
from chalicelib.refusals import NotFound
from chalicelib.rows.objects import SIGNED_PAPER
from chalicelib.settings import load_settings
from chalicelib.subscription.papers import Paper, list_papers
from chalicelib.subscription.store import put_paper
from chalicelib.subscription.texts import Text, TextId, find_text

log = logging.getLogger(__name__)

RELAY = platform("stream")
"""The row that says that a dossier's person is about to be erased."""


class WordingLost(Exception):
    """A wording that somebody signed is no longer among the texts: a release took it away."""


def make_papers(event: Event, *, table: Table | None = None) -> None:
    """Make the papers that a signature calls for; any other event calls for none.

    Harmless when repeated. Raises WordingLost, TransientError: the relay brings the event again.
    """
    if event.kind != EventKind.SUBSCRIPTION_SIGNED:
        return
    table = table or open_table()
    extra = {"dossier_id": event.case_id}
    try:
        dossier = load_dossier(event.case_id, seen_by=RELAY, table=table)
    except NotFound:
        log.info("no papers to make", extra=extra)
        return
    if list_papers(dossier) or dossier.is_erasure_begun:
        return
    papers = _draw_all(event, dossier, table)
    not_asked = check_no_erasure(event.case_id)
    try:
        table.transact([not_asked, *(put_paper(event.case_id, one) for one in papers)])
    except ConditionFailed:
        log.info("papers made or unwanted meanwhile", extra=extra)


def texts_in(event: Event) -> tuple[Text, ...]:
    """Give the wordings that an event says were signed, in the order they are read."""
    found: list[Text] = []
    for text_id in TextId:
        version, _space, _hash = str(event.details.get(text_id, "")).partition(" ")
        text = find_text(text_id, version) if version else None
        if version and text is None:
            raise WordingLost(f"{text_id} {version}")
        found += [text] if text else []
    return tuple(found)


def _draw_all(event: Event, dossier: Dossier, table: Table) -> tuple[Paper, ...]:
    from chalicelib.subscription.draw_paper import Signed, draw_paper
    from chalicelib.subscription.withdrawal import find_withdrawal_day

    signed = Signed(
        reference=dossier.head.reference,
        at=event.at,
        seq=event.seq,
        event_hash=event.hash,
        values=find_values(table, event.case_id, event.seq),
        offer=str(event.details.get("offer", dossier.head.offer)),
        differs=tuple(str(event.details.get("differs", "")).split()),
        withdrawal_last_on=find_withdrawal_day(dossier, event.at),
    )
    return tuple(_store(text, draw_paper(text, signed), event) for text in texts_in(event))


def _store(text: Text, content: bytes, event: Event) -> Paper:
    sha256 = hashlib.sha256(content).hexdigest()
    key = SIGNED_PAPER.key(event.case_id, sha256)
    put_sealed(content, load_settings().documents_bucket, key, content_type="application/pdf")
    return Paper(text.text_id, text.version, key, sha256, len(content), event.at, event.seq)
