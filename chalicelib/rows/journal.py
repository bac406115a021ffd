"""Rows of a dossier's journal and of its messages."""

from chalicelib.rows import listings
from chalicelib.rows.cases import AGENT, CLIENT, INSTALLER, OVER
from chalicelib.rows.model import Erasure, Partition, Row

JOURNAL = Partition("J#{case_id}")
MESSAGES = Partition("MSG#{case_id}")

EVENT = Row(
    name="event",
    owner="audit",
    partition=JOURNAL,
    sort="E#{seq:08d}",
    holds="an act on the dossier: what, when, by whose pseudonymous id, names of fields, digests",
    of=(CLIENT, INSTALLER, AGENT),
    exported="journal",
    erased=Erasure.KEPT,
    why="the chain of digests proves the journal whole; no value of a person is in it, and the "
    "salts of the digests go with the values",
    lists=(listings.UNRELAYED, listings.SET_ASIDE),
)
VALUES = Row(
    name="event_values",
    owner="audit",
    partition=JOURNAL,
    sort="V#{seq:08d}",
    holds="the values of an event's fields, with the salt of their digests",
    of=(CLIENT,),
    exported="journal",
    erased=Erasure.DELETED,
    rules=OVER,
)
MESSAGE = Row(
    name="message",
    owner="messages",
    partition=MESSAGES,
    sort="M#{number:08d}",
    holds="a message between installer and agents, in words",
    of=(CLIENT, INSTALLER, AGENT),
    exported="messages",
    erased=Erasure.DELETED,
    rules=OVER,
)
POSTING = Row(
    name="posting_key",
    owner="messages",
    partition=MESSAGES,
    sort="K#{mark}",
    holds="the key of a posting and a fingerprint of its words, so that none is posted twice",
    erased=Erasure.DELETED,
    rules=OVER,
)
LEFT_WORDS = Row(
    name="message_typed",
    owner="messages",
    partition=MESSAGES,
    sort="DRAFT#{person_id}",
    holds="the words of a message that somebody has not sent yet",
    of=(CLIENT, INSTALLER, AGENT),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
ROWS = (EVENT, VALUES, MESSAGE, POSTING, LEFT_WORDS)
