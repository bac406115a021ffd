"""Rows of people: accounts, users, firms, sessions, tokens."""

from datetime import timedelta

from chalicelib.rows import listings
from chalicelib.rows.model import Erasure, Partition, Row, Subject

ACCOUNT_OF = Partition("A#{address_mark}")
USER_OF = Partition("U#{user_id}")
FIRM_OF = Partition("F#{firm_id}")

EVERYBODY = (Subject.CLIENT, Subject.INSTALLER, Subject.AGENT)
PROFESSIONALS = (Subject.INSTALLER, Subject.AGENT)
LAST = (
    "a client's account goes with their last dossier; an installer's or agent's stays "
    "while it is used"
)

ACCOUNT = Row(
    name="account",
    owner="accounts",
    partition=ACCOUNT_OF,
    sort="ACCOUNT",
    holds="an account's door, under a fingerprint of its address: whose, a password's hash",
    of=EVERYBODY,
    exported="account",
    hidden=("password_hash", "password_set_at"),
    erased=Erasure.DELETED,
    rules=("ended_dossier",),
    why=LAST,
)
TRIES = Row(
    name="tries",
    owner="accounts",
    partition=ACCOUNT_OF,
    sort="TRIES",
    holds="how many wrong passwords were tried of late",
    of=EVERYBODY,
    erased=Erasure.DELETED,
    life=timedelta(days=1),
    why="not exported: a count that is forgotten within a day",
)
TRACE = Row(
    name="sign_in_trace",
    owner="accounts",
    partition=ACCOUNT_OF,
    sort="TRACE#{at}",
    holds="when somebody signed in, was kept out, or put on another hat",
    of=EVERYBODY,
    exported="account",
    erased=Erasure.DELETED,
    life=timedelta(days=90),
)
ASK = Row(
    name="mail_asked",
    owner="accounts",
    partition=ACCOUNT_OF,
    sort="ASKED#{ask_id}",
    holds="a mail that an account asked for: which, when",
    of=EVERYBODY,
    exported="account",
    erased=Erasure.DELETED,
    life=timedelta(days=90),
    lists=(listings.ASKED,),
)
MAILS = Row(
    name="mails_asked",
    owner="accounts",
    partition=ACCOUNT_OF,
    sort="MAILS#{window}",
    holds="how many mails an address was asked for of late",
    of=EVERYBODY,
    erased=Erasure.EXPIRES,
    life=timedelta(hours=2),
    why="not exported: a count that is forgotten within hours",
)
USER = Row(
    name="user",
    owner="accounts",
    partition=USER_OF,
    sort="USER",
    holds="name, e-mail, former and wanted e-mail, language, memberships, the access epoch",
    of=EVERYBODY,
    exported="account",
    hidden=("account_pk", "epoch", "epoch_at", "ended_epoch"),
    erased=Erasure.DELETED,
    rules=("ended_dossier",),
    why=LAST,
)
OWN_INVITATION = Row(
    name="own_invitation",
    owner="accounts",
    partition=USER_OF,
    sort="INVITED#{firm_id}",
    holds="a firm's invitation that waits for an answer: which firm, by whom",
    of=EVERYBODY,
    exported="account",
    erased=Erasure.DELETED,
    life=timedelta(days=7),
)
ADDRESS_INVITATION = Row(
    name="address_invitation",
    owner="accounts",
    partition=ACCOUNT_OF,
    sort="INVITED#{firm_id}",
    holds="a firm's invitation of an address, which reserves nothing: which firm, by whom, name, e-mail",
    of=EVERYBODY,
    exported="account",
    hidden=("user_id",),
    erased=Erasure.DELETED,
    life=timedelta(days=7),
)
OWN_TOKEN = Row(
    name="own_token",
    owner="accounts",
    partition=USER_OF,
    sort="TOKEN#{token_id}",
    holds="an API token's label, last letters and fingerprint",
    of=PROFESSIONALS,
    erased=Erasure.EXPIRES,
    life=timedelta(days=365),
)
OWN_DOSSIER = Row(
    name="own_dossier",
    owner="dossiers",
    partition=USER_OF,
    sort="DOSSIER#{case_id}",
    holds="a dossier that a client signed",
    of=(Subject.CLIENT,),
    erased=Erasure.DELETED,
    rules=("ended_dossier",),
    why="not exported: the export is of one dossier",
)
OWN_NOTICE = Row(
    name="own_notice",
    owner="notices",
    partition=USER_OF,
    sort="NOTICE#{notice_id}",
    holds="a mail about an account: which, when, what became of it",
    of=EVERYBODY,
    exported="account",
    hidden=("follows", "claim"),
    erased=Erasure.DELETED,
    life=timedelta(days=90),
    lists=(listings.UNSENT,),
)
SESSION = Row(
    name="session",
    owner="accounts",
    partition=Partition("S#{session_mark}"),
    sort="SESSION",
    holds="an open session: whose, under which hat, of which epoch, since when",
    of=EVERYBODY,
    erased=Erasure.EXPIRES,
    life=timedelta(hours=12),
    why="not exported: a secret's fingerprint; it opens nothing once its user is gone",
)
API_TOKEN = Row(
    name="api_token",
    owner="accounts",
    partition=Partition("T#{token_mark}"),
    sort="TOKEN",
    holds="whose an API token is and under which hat, of which epoch, under its fingerprint",
    of=PROFESSIONALS,
    erased=Erasure.EXPIRES,
    life=timedelta(days=365),
)
TOKEN_KEY = Row(
    name="token_key",
    owner="accounts",
    partition=Partition("K#{person_id}#{mark}"),
    sort="TOKEN_KEY",
    holds="which API token an idempotency key made",
    of=PROFESSIONALS,
    erased=Erasure.EXPIRES,
    life=timedelta(days=1),
)
FIRM = Row(
    name="firm",
    owner="accounts",
    partition=FIRM_OF,
    sort="FIRM",
    holds="a firm's name",
    erased=Erasure.KEPT,
    why="a firm is no person; it stays with its dossiers",
)
MEMBER = Row(
    name="member",
    owner="accounts",
    partition=FIRM_OF,
    sort="MEMBER#{user_id}",
    holds="a member of a firm, or one of our agents: name, whether they administrate, since when",
    of=PROFESSIONALS,
    erased=Erasure.KEPT,
    why="whoever left stays named as the author of what they did for the firm",
)
FIRM_INVITATION = Row(
    name="firm_invitation",
    owner="accounts",
    partition=FIRM_OF,
    sort="INVITED#{address_mark}",
    holds="whom a firm has invited and who has not answered: name, e-mail, since when",
    of=EVERYBODY,
    erased=Erasure.EXPIRES,
    life=timedelta(days=7),
    why="not exported: the same stands with the address, and is exported there",
)
FIRM_MAILS = Row(
    name="firm_mails",
    owner="notices",
    partition=FIRM_OF,
    sort="MAILS#{day:%Y-%m-%d}",
    holds="how many mails a firm caused on a day, and how many came back",
    erased=Erasure.EXPIRES,
    life=timedelta(days=40),
    why="counts name nobody",
)
FIRM_ACT = Row(
    name="firm_act",
    owner="accounts",
    partition=FIRM_OF,
    sort="ACT#{at}#{act_id}",
    holds="what an administrator did to their firm's members, by pseudonymous ids",
    of=(Subject.INSTALLER,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=3 * 365),
)
ROWS = (
    *(ACCOUNT, TRIES, TRACE, ASK, MAILS, USER, OWN_INVITATION, OWN_TOKEN, OWN_DOSSIER, OWN_NOTICE),
    *(ADDRESS_INVITATION, FIRM_INVITATION, FIRM_MAILS),
    *(SESSION, API_TOKEN, TOKEN_KEY, FIRM, MEMBER, FIRM_ACT),
)
