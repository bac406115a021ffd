"""The lists that the table's indexes answer: by which key each is asked, and in what order.

`by_firm` and `by_status` list a firm's dossiers; `work` is sparse and lists what waits for somebody.
"""

from chalicelib.rows.model import Listing

# ------------------------------------------------------------ a firm's dossiers
CHANGED = Listing(
    "by_firm",
    "F#{firm_id}#{space}",
    "{changed_at}#{case_id}",
    "a firm's dossiers of a space, by last change",
)
OF_STATUS = Listing(
    "by_status",
    "F#{firm_id}#{space}#{status}",
    "{changed_at}#{case_id}",
    "the same, of one status",
)
CREATED = Listing(
    "by_firm",
    "F#{firm_id}#created",
    "{created_at}#{case_id}",
    "a firm's dossiers by their creation",
)
COMMISSIONED = Listing(
    "by_firm",
    "F#{firm_id}#commissioned",
    "{commissioned_on}#{case_id}",
    "a firm's dossiers by the date of their commissioning",
)
TASKS = Listing(
    "by_firm",
    "F#{firm_id}#tasks",
    "{since}#{what}#{case_id}",
    "the dossiers that wait for their installer, longest first",
)

# ------------------------------------------------------------ the cases of any kind
CASES = Listing(
    "by_firm",
    "K#{kind}#{owner_id}",
    "{changed_at}#{case_id}",
    "an owner's cases of a kind, by last change",
)
CASES_OF_STATUS = Listing(
    "by_status",
    "K#{kind}#{owner_id}#{status}",
    "{changed_at}#{case_id}",
    "the same, of one status",
)
WAITING = Listing(
    "work",
    "WAITING#{kind}#{reason}",
    "{since}#{case_id}",
    "the cases of a kind that wait for an agent, by reason, longest first",
)

# ------------------------------------------------------------ what waits for agents
LANE = Listing(
    "work",
    "AGENTS#{lane}",
    "{since}",
    "sent dossiers for agents: a lane, or one reason, longest wait first",
)
TAKEN_BY = Listing(
    "work", "TAKEN#{kind}#{agent_id}", "{at}", "the cases of a kind that an agent looks after"
)
FOUND_BY_AGENTS = Listing(
    "work",
    "SA#{kind}#{shard}",
    "{word}#{case_id}",
    "the cases of a kind, of all owners, by the words they are found by, in four shards",
    shards=4,
)
BARRIERS = Listing("work", "BARRIERS", "{reported_at}#{mark}", "reported barriers without answer")

# ------------------------------------------------------------ what waits for a job
UNRELAYED = Listing(
    "work",
    "UNRELAYED#{shard}",
    "{recorded_at}",
    "events whose consumers are not done, in four shards",
    shards=4,
)
SET_ASIDE = Listing(
    "work", "SET_ASIDE", "{recorded_at}", "events of a kind or a format that nobody here knows"
)
PENDING = Listing("work", "PENDING", "{pending_since}", "files without a verdict")
UNSCANNED = Listing("work", "UNSCANNED", "{decided_at}", "files held because no scanner answered")
TO_DO = Listing("work", "POLL", "{next_at}", "requests on which we have to act with an operator")
WATCHED = Listing(
    "work",
    "WATCH#{operator}",
    "{filed_at}#{case_id}#{number}",
    "an operator's open requests, oldest first",
)
OPEN = Listing(
    "work",
    "OPEN#{kind}",
    "{since}",
    "cases of a kind that want an execution of its state machine, by the start of the last one",
)
DUE_LIST = Listing("work", "DUE", "{at}", "what the plan says is due, soonest first")
UNSENT = Listing("work", "NOTICE", "{look_at}", "mails to look at: unsent, or of unsure fate")
ASKED = Listing("work", "ASKED", "{asked_at}", "mails that accounts asked for")
RETAINED = Listing("work", "RETENTION", "{look_at}", "dossiers whose retention is to be looked at")
TO_ERASE = Listing("work", "ERASE", "{asked_at}", "dossiers whose person asked to be erased")
