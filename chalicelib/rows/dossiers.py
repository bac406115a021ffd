"""Rows of a dossier's own partition: what the dossier is, what it waits for, how it ends."""

from chalicelib.rows import listings
from chalicelib.rows.model import Erasure, Partition, Row, Subject

DOSSIER = Partition("D#{dossier_id}")

OVER = ("abandoned_draft", "ended_dossier")
"""The rules by which a dossier's person goes."""

CLIENT, INSTALLER, AGENT = Subject.CLIENT, Subject.INSTALLER, Subject.AGENT

HEAD = Row(
    name="head",
    owner="dossiers",
    partition=DOSSIER,
    sort="HEAD",
    holds="name, first name, phone, e-mail and town of the client; statuses, dates, milestones; "
    "what is typed into a draft",
    of=(CLIENT, INSTALLER),
    exported="contact",
    erased=Erasure.BLANKED,
    rules=OVER,
    why="what is left counts dossiers and keeps their dates",
    archived=True,
    lists=(listings.CHANGED, listings.OF_STATUS),
)
FORM = Row(
    name="form",
    owner="dossiers",
    partition=DOSSIER,
    sort="FORM",
    holds="what was filled in: identity, address, company, delivery point, plant",
    of=(CLIENT,),
    exported="form",
    erased=Erasure.BLANKED,
    rules=OVER,
    why="an empty form is left",
    archived=True,
)
PIECE = Row(
    name="file",
    owner="dossiers",
    partition=DOSSIER,
    sort="PIECE#{slot}#{document_id}",
    holds="a deposited file's name, size, fingerprints and verdict, and where its copies stand",
    of=(CLIENT, INSTALLER),
    exported="pieces",
    erased=Erasure.DELETED,
    rules=OVER,
    archived=True,
    lists=(listings.PENDING, listings.UNSCANNED),
)
READING = Row(
    name="reading",
    owner="dossiers",
    partition=DOSSIER,
    sort="READING#{document_id}",
    holds="what was read in a file: names, addresses, identifiers, with the lines they stand in",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
REMARK = Row(
    name="remark",
    owner="dossiers",
    partition=DOSSIER,
    sort="CHECKED#{finding_id}",
    holds="what somebody said of a difference between a paper and the form, in their words",
    of=(CLIENT, INSTALLER),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
REQUEST = Row(
    name="request",
    owner="dossiers",
    partition=DOSSIER,
    sort="REQUEST#{number:03d}",
    holds="a connection request: its operator, its state and dates, the operator's reference",
    of=(CLIENT,),
    exported="requests",
    erased=Erasure.BLANKED,
    rules=OVER,
    why="dates are kept for the delays of operators; the references that lead to the person go",
    lists=(listings.TO_DO, listings.COMMISSIONED),
)
SUBSCRIPTION = Row(
    name="subscription",
    owner="dossiers",
    partition=DOSSIER,
    sort="SUBSCRIPTION",
    holds="how the client's subscription stands: signed or declined, when, with which offer",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
THREAD = Row(
    name="thread",
    owner="dossiers",
    partition=DOSSIER,
    sort="MESSAGES",
    holds="how many messages there are, which each side has not read, which files went with them",
    erased=Erasure.DELETED,
    rules=OVER,
)
AGENTS = Row(
    name="agents_line",
    owner="dossiers",
    partition=DOSSIER,
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
    owner="dossiers",
    partition=DOSSIER,
    sort="WAITS#{reason}",
    holds="since when a reason calls for an agent",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.LANE,),
)
TAKEN = Row(
    name="taken",
    owner="dossiers",
    partition=DOSSIER,
    sort="TAKEN",
    holds="which agent looks after the dossier, and a colleague's note to them",
    of=(AGENT, CLIENT),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.TAKEN_BY,),
)
REMINDED = Row(
    name="reminded",
    owner="dossiers",
    partition=DOSSIER,
    sort="REMINDED",
    holds="when an agent last reminded the installer",
    erased=Erasure.DELETED,
    rules=OVER,
)
SURPLUS = Row(
    name="surplus",
    owner="dossiers",
    partition=DOSSIER,
    sort="SURPLUS",
    holds="how many versions were stored beyond the dossier's files",
    erased=Erasure.DELETED,
    rules=OVER,
)
EXECUTION = Row(
    name="execution",
    owner="dossiers",
    partition=DOSSIER,
    sort="EXECUTION",
    holds="which execution of the state machine the dossier has",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.OPEN,),
)
TOKEN = Row(
    name="task_token",
    owner="timeline",
    partition=DOSSIER,
    sort="TOKEN#{generation:04d}#{milestone}",
    holds="the token by which a step of the state machine waits for a milestone",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.AWAITING,),
)
DUE = Row(
    name="due_date",
    owner="timeline",
    partition=DOSSIER,
    sort="DUE#{rule_id}#{seq:08d}",
    holds="a due date of the plan: its rule, its dates, what it awaits",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.DUE_LIST,),
)
RETENTION = Row(
    name="retention",
    owner="dossiers",
    partition=DOSSIER,
    sort="RETENTION",
    holds="when the dossier's retention is looked at next",
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.RETAINED, listings.CREATED),
)
ERASURE = Row(
    name="erasure",
    owner="dossiers",
    partition=DOSSIER,
    sort="ERASURE",
    holds="that the erasure of the person was asked for, by which agent",
    of=(AGENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    lists=(listings.TO_ERASE,),
)
LEADS_BACK = (RETENTION, ERASURE)
"""The rows by which the daily job finds an erasure again: they go when nothing else is left."""

ROWS = (
    *(
        HEAD,
        FORM,
        PIECE,
        READING,
        REMARK,
        REQUEST,
        SUBSCRIPTION,
        THREAD,
        AGENTS,
        WAITS,
        TAKEN,
        REMINDED,
    ),
    *(SURPLUS, EXECUTION, TOKEN, DUE, RETENTION, ERASURE),
)
