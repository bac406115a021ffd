"""Rows that other rooms keep in a dossier's partition, so that one query reads them with it."""

from chalicelib.rows import listings
from chalicelib.rows.cases import AGENT, CASE, CLIENT, INSTALLER, OVER
from chalicelib.rows.model import Erasure, Row, Waits

SIGNED = Row(
    name="signed_paper",
    owner="subscription",
    partition=CASE,
    sort="SIGNED#{text_id}",
    holds="where a signed paper stands, its fingerprint, and when it was signed",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
    apart=True,
)
RECEIPT = Row(
    name="receipt",
    owner="receipts",
    partition=CASE,
    sort="RECEIPT#{ordinal:03d}",
    holds="a sealed receipt: fingerprints of what was sent, and where its two forms stand",
    of=(CLIENT, INSTALLER),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
    apart=True,
)
AMENDMENT = Row(
    name="amendment",
    owner="amendments",
    partition=CASE,
    sort="AMENDMENT#{number:03d}",
    names_file="document_id",
    holds="a change asked for on a sent dossier: what is wanted, in whose words, the answer",
    of=(CLIENT, INSTALLER, AGENT),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    waits=Waits("amendment", "state", "open"),
)
TYPED = Row(
    name="amendment_typed",
    owner="amendments",
    partition=CASE,
    sort="TYPED#{person_id}",
    holds="what an installer typed for a change that is not asked for yet",
    of=(CLIENT, INSTALLER),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    apart=True,
)
STORAGE = Row(
    name="storage_readings",
    owner="battery",
    partition=CASE,
    sort="STORAGE#{year}",
    holds="a year's monthly readings: kWh injected and drawn",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
FOLLOWING = Row(
    name="following_links",
    owner="following",
    partition=CASE,
    sort="FOLLOWING",
    holds="fingerprints of the links by which a dossier is followed without an account; by whose "
    "pseudonymous id each was made, and at which access epoch",
    erased=Erasure.DELETED,
    rules=OVER,
)
QUESTION = Row(
    name="question",
    owner="contact",
    partition=CASE,
    sort="CONTACT#{contact_id}",
    holds="a copy of a client's question and our answer, in words; which agent takes it",
    of=(CLIENT, AGENT),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    waits=Waits("client_question", "state", "open"),
    apart=True,
    leads_to_case=True,
)
RAW_MILESTONE = Row(
    name="operator_milestone",
    owner="operators",
    partition=CASE,
    sort="OPMS#{source}#{external_id}#{number:04d}",
    holds="what an operator told of a request: its reference, code, label, instant, details",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
WATCH = Row(
    name="watched_request",
    owner="operators",
    partition=CASE,
    sort="WATCH#{number:03d}",
    holds="an open request that an operator is asked about, by its reference",
    of=(CLIENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    why="not exported: what it says is in the request",
    lists=(listings.WATCHED,),
    apart=True,
)
NOTICE = Row(
    name="notice",
    owner="notices",
    partition=CASE,
    sort="NOTICE#{notice_id}",
    holds="a mail to client or installer: which, why, when, what became of it; no address, no text",
    of=(CLIENT, INSTALLER),
    exported="records",
    hidden=("follows", "claim"),
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.UNSENT,),
    apart=True,
)
ROWS = (
    *(SIGNED, RECEIPT, AMENDMENT, TYPED, STORAGE, FOLLOWING, QUESTION),
    *(RAW_MILESTONE, WATCH, NOTICE),
)

NAMING_FILES = tuple(row for row in ROWS if row.names_file)
"""Those with which a file beside the pieces goes."""

WAITING = tuple(row for row in ROWS if row.waits)
"""Those that call for an agent by what they say themselves."""
