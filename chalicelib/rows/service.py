"""Rows of the service itself: long work, the agents' batches, operators, mail, shelves, sweeps."""

from datetime import timedelta

from chalicelib.rows.model import Erasure, Partition, Row, Subject

JOB_OF = Partition("W#{job_id}", begins="W#job_")
BATCH_OF = Partition("W#{batch_id}", begins="W#bat_")
JOBS_OF_PERSON = Partition("W#{person_id}")
CONNECTOR = Partition("OPERATOR#{operator}")
MAIL = Partition("MAIL")
LIBRARY = Partition("LIBRARY")
EQUIPMENT = Partition("EQUIPMENT")
SWEEPS = Partition("SWEEP")

PROFESSIONALS = (Subject.INSTALLER, Subject.AGENT)
NOBODY = "it names nobody but agents, by pseudonymous ids"

# ------------------------------------------------------------ long work
JOB = Row(
    name="job",
    owner="exports",
    partition=JOB_OF,
    sort="JOB",
    holds="long work that somebody asked for: who, what, the list's filter, how far it is",
    of=(Subject.CLIENT, *PROFESSIONALS),
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
    why="not exported: forgotten within two days",
)
SHEET_LINES = Row(
    name="sheet_lines",
    owner="exports",
    partition=JOB_OF,
    sort="LINES#{part:04d}",
    holds="what became of fifty lines of a sheet: the name that each begins with, what it lacks",
    of=(Subject.CLIENT,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
    why="not exported: forgotten within two days",
)
OWN_JOB = Row(
    name="own_job",
    owner="exports",
    partition=JOBS_OF_PERSON,
    sort="OWN#{asked_at}#{job_id}",
    holds="a job that somebody asked for",
    of=(Subject.CLIENT, *PROFESSIONALS),
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
    why="not exported: forgotten within two days",
)
BATCH = Row(
    name="batch",
    owner="desk",
    partition=BATCH_OF,
    sort="BATCH",
    holds="an agent's act on many dossiers: which, by whom",
    of=(Subject.AGENT,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=7),
)
BATCH_LINES = Row(
    name="batch_lines",
    owner="desk",
    partition=BATCH_OF,
    sort="LINES#{chunk:02d}",
    holds="twenty-five of its dossiers by id, and what became of each",
    erased=Erasure.EXPIRES,
    life=timedelta(days=7),
)

# ------------------------------------------------------------ operators, mail
HEALTH = Row(
    name="connector_health",
    owner="operators",
    partition=CONNECTOR,
    sort="HEALTH",
    holds="how an operator's connector fares: its last passes and troubles",
    erased=Erasure.KEPT,
    why="it names nobody",
)
FLAG = Row(
    name="unknown_code",
    owner="operators",
    partition=CONNECTOR,
    sort="FLAG#{code}",
    holds="a code that nobody knows, and the id of the dossier it last came with",
    erased=Erasure.KEPT,
    why="it leads to a dossier without its person",
)
LABEL = Row(
    name="labelled_code",
    owner="operators",
    partition=CONNECTOR,
    sort="LABEL#{code}",
    holds="what an agent says that a code means, and their id",
    of=(Subject.AGENT,),
    erased=Erasure.KEPT,
    why=NOBODY,
)
MAILS_OF_DAY = Row(
    name="mails_of_day",
    owner="notices",
    partition=MAIL,
    sort="DAY#{day:%Y-%m-%d}",
    holds="how many mails were sent on a day, and how many came back",
    erased=Erasure.KEPT,
    why="counts name nobody",
)
HELD_FIRM = Row(
    name="held_firm",
    owner="notices",
    partition=Partition("HELD"),
    sort="FIRM#{firm_id}",
    holds="that a firm's mails to unconfirmed addresses wait, since when, and what was forgiven",
    erased=Erasure.KEPT,
    why="a firm is no person",
)
RESUMED = Row(
    name="sending_resumed",
    owner="notices",
    partition=MAIL,
    sort="RESUMED",
    holds="when sending was last resumed, by which agent's id",
    of=(Subject.AGENT,),
    erased=Erasure.KEPT,
    why=NOBODY,
)

# ------------------------------------------------------------ shelves
LIBRARY_DOCUMENT = Row(
    name="library_document",
    owner="partner_library",
    partition=LIBRARY,
    sort="ITEM#{item_id}",
    holds="a document of ours for installers and clients, its current version, who deposited it",
    of=(Subject.AGENT,),
    erased=Erasure.KEPT,
    why=NOBODY,
)
LIBRARY_COUNT = Row(
    name="library_count",
    owner="partner_library",
    partition=LIBRARY,
    sort="COUNT",
    holds="how many documents the library has",
    erased=Erasure.KEPT,
    why="it names nobody",
)
MODEL = Row(
    name="equipment_model",
    owner="equipment",
    partition=EQUIPMENT,
    sort="MODEL#{model}",
    holds="a model of panel or inverter that agents added, corrected or retired",
    erased=Erasure.KEPT,
    why=NOBODY,
)
MODEL_COUNT = Row(
    name="equipment_count",
    owner="equipment",
    partition=EQUIPMENT,
    sort="COUNT",
    holds="how many models agents wrote",
    erased=Erasure.KEPT,
    why="it names nobody",
)
MODEL_ACT = Row(
    name="equipment_act",
    owner="equipment",
    partition=Partition("EQUIPMENT#JOURNAL"),
    sort="{at}#{model}#{revision:06d}",
    holds="what an agent did to a model",
    of=(Subject.AGENT,),
    erased=Erasure.KEPT,
    why=NOBODY,
)
SEED = Row(
    name="equipment_seed",
    owner="equipment",
    partition=Partition("EQUIPMENT#SEED"),
    sort="{kind}",
    holds="the packed catalogue of a kind",
    erased=Erasure.KEPT,
    why="it names nobody",
)
SEED_DIGEST = Row(
    name="equipment_seed_digest",
    owner="equipment",
    partition=SEED.partition,
    sort="{kind}#digest",
    holds="the digest of a kind's catalogue, to be read alone",
    erased=Erasure.KEPT,
    why="it names nobody",
)
VIDEOS = Row(
    name="guidance_videos",
    owner="guidance",
    partition=Partition("GUIDANCE"),
    sort="VIDEOS",
    holds="the list of videos that help with the form",
    erased=Erasure.KEPT,
    why=NOBODY,
)

# ------------------------------------------------------------ sweeps and clocks
SCANNER = Row(
    name="scanner_state",
    owner="verdicts",
    partition=Partition("SCANNER"),
    sort="{scanner}",
    holds="when the malware scanner last answered, or did not",
    erased=Erasure.KEPT,
    why="it names nobody",
)
UPLOADS_CURSOR = Row(
    name="uploads_cursor",
    owner="cases",
    partition=SWEEPS,
    sort="UPLOADS",
    holds="up to which key the uploads were swept",
    erased=Erasure.KEPT,
    why="a generated key, overwritten by the next sweep",
)
RECONCILE_CURSOR = Row(
    name="reconcile_cursor",
    owner="cases",
    partition=SWEEPS,
    sort="RECONCILE",
    holds="up to which dossier copies were compared with verdicts",
    erased=Erasure.KEPT,
    why="it names nobody",
)
REPLAY_CURSOR = Row(
    name="replay_cursor",
    owner="relay",
    partition=SWEEPS,
    sort="REPLAY",
    holds="up to which event the last replay came",
    erased=Erasure.KEPT,
    why="it names nobody",
)
SUPERVISE_CURSOR = Row(
    name="supervise_cursor",
    owner="timeline",
    partition=SWEEPS,
    sort="SUPERVISE#{kind}",
    holds="up to which open case of a kind the supervisor came",
    erased=Erasure.KEPT,
    why="it names nobody",
)
CLOCK = Row(
    name="clock",
    owner="aws",
    partition=Partition("CLOCK"),
    sort="CLOCK",
    holds="the origin and the factor of business time on a simulated stage",
    erased=Erasure.KEPT,
    why="it names nobody",
)

ROWS = (
    *(JOB, SHEET_LINES, OWN_JOB, BATCH, BATCH_LINES, HEALTH, FLAG, LABEL, MAILS_OF_DAY, RESUMED),
    HELD_FIRM,
    *(LIBRARY_DOCUMENT, LIBRARY_COUNT),
    *(MODEL, MODEL_COUNT, MODEL_ACT, SEED, SEED_DIGEST, VIDEOS),
    *(SCANNER, UPLOADS_CURSOR, RECONCILE_CURSOR, REPLAY_CURSOR, SUPERVISE_CURSOR, CLOCK),
)
