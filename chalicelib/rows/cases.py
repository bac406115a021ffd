"""Rows that every kind of case keeps in its own partition, so that one query reads it whole."""

from chalicelib.rows import listings
from chalicelib.rows.model import Erasure, Partition, Row, Subject

CASE = Partition("C#{case_id}")

HEAD_FIRST = "!HEAD"
"""A query reads a partition in the order of its sort keys and is no snapshot: the head is read before
all else, so that a change of anything that it guards, however late, fails on its version."""

OVER = ("abandoned_draft", "ended_dossier")
"""The rules by which a case's person goes."""

CLIENT, INSTALLER, AGENT = Subject.CLIENT, Subject.INSTALLER, Subject.AGENT

HEAD = Row(
    name="head",
    owner="cases",
    partition=CASE,
    sort=HEAD_FIRST,
    holds="name, first name, phone, e-mail and town of the client; statuses, dates, milestones; "
    "what is typed into a draft",
    of=(CLIENT, INSTALLER),
    exported="contact",
    erased=Erasure.BLANKED,
    rules=OVER,
    why="what is left counts dossiers and keeps their dates",
    archived=True,
    lists=(listings.CHANGED, listings.OF_STATUS, listings.CASES, listings.CASES_OF_STATUS),
)
PIECE = Row(
    name="file",
    owner="cases",
    partition=CASE,
    sort="PIECE#{slot}#{document_id}",
    holds="a deposited file's name, size, fingerprints and verdict, and where its copies stand",
    of=(CLIENT, INSTALLER),
    exported="pieces",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
    lists=(listings.PENDING, listings.UNSCANNED),
)
THREAD = Row(
    name="thread",
    owner="cases",
    partition=CASE,
    sort="MESSAGES",
    holds="how many messages there are, which each side has not read, which files went with them",
    erased=Erasure.DELETED,
    rules=OVER,
)
AGENTS = Row(
    name="agents_line",
    owner="cases",
    partition=CASE,
    sort="AGENTS",
    holds="what the agents' lists show: name and town of the client, reasons, who looks after it",
    of=(CLIENT, AGENT),
    erased=Erasure.DELETED,
    rules=OVER,
    why="not exported: a copy of the head for lists",
    lists=(listings.LANE, listings.TASKS),
)
WAITS = Row(
    name="agents_reason",
    owner="cases",
    partition=CASE,
    sort="WAITS#{reason}",
    holds="since when a reason calls for an agent",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.LANE, listings.WAITING),
)
TAKEN = Row(
    name="taken",
    owner="cases",
    partition=CASE,
    sort="TAKEN",
    holds="which agent looks after the case, and a colleague's note to them",
    of=(AGENT, CLIENT),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.TAKEN_BY,),
)
REMINDED = Row(
    name="reminded",
    owner="cases",
    partition=CASE,
    sort="REMINDED",
    holds="when an agent last reminded the installer",
    erased=Erasure.DELETED,
    rules=OVER,
)
SURPLUS = Row(
    name="surplus",
    owner="cases",
    partition=CASE,
    sort="SURPLUS",
    holds="how many versions were stored beyond the dossier's files",
    erased=Erasure.DELETED,
    rules=OVER,
    apart=True,
)
EXECUTION = Row(
    name="execution",
    owner="cases",
    partition=CASE,
    sort="EXECUTION",
    holds="which execution of its kind's state machine the case has",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.OPEN,),
    apart=True,
)
TOKEN = Row(
    name="task_token",
    owner="cases",
    partition=CASE,
    sort="TOKEN#{generation:04d}#{milestone}",
    holds="the token by which a step of the state machine waits for a milestone",
    erased=Erasure.DELETED,
    rules=OVER,
    apart=True,
)
DUE = Row(
    name="due_date",
    owner="cases",
    partition=CASE,
    sort="DUE#{rule_id}#{seq:08d}",
    holds="a due date of the plan: its rule, its dates, what it awaits",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.DUE_LIST,),
    apart=True,
)
RETENTION = Row(
    name="retention",
    owner="cases",
    partition=CASE,
    sort="RETENTION",
    holds="when the case's retention is looked at next",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.RETAINED, listings.CREATED),
    apart=True,
)
ERASURE = Row(
    name="erasure",
    owner="cases",
    partition=CASE,
    sort="ERASURE",
    holds="that the erasure of the person was asked for, by which agent; once it is made, what led there from outside until that is removed",
    of=(AGENT, CLIENT),
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.TO_ERASE,),
    why="not exported: it holds ids alone, and those only once the person is erased",
    apart=True,
)
LEADS_BACK = (RETENTION, ERASURE)
"""The rows by which the daily job finds an erasure again: they go when nothing else is left."""

ROWS = (
    *(HEAD, PIECE, THREAD, AGENTS, WAITS, TAKEN, REMINDED, SURPLUS),
    *(EXECUTION, TOKEN, DUE, RETENTION, ERASURE),
)
