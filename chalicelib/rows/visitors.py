"""Rows of whoever comes by a link or without an account, and what keeps people in bounds."""

from datetime import timedelta

from chalicelib.rows import listings
from chalicelib.rows.cases import HEAD_FIRST
from chalicelib.rows.model import Erasure, Partition, Row, Subject
from chalicelib.rows.people import EVERYBODY, PROFESSIONALS

LINK_OF = Partition("L#{secret_mark}")
SUMMARIES = Partition("SUMMARY")
SOURCE = Partition("SOURCE#{source_mark}")
QUOTA = Partition("Q#{person_id}")
ASKER_OF = Partition("C#{contact_id}", begins="C#ctc_")
SUBSCRIPTION_LINK = Row(
    name="subscription_link",
    owner="subscription",
    partition=LINK_OF,
    sort="LINK",
    holds="a client's link, under the fingerprint of its secret: its dossier, a print of the address",
    of=(Subject.CLIENT,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=120),
    why="not exported: fingerprints; it leads to a dossier without its person",
)
ACCOUNT_LINK = Row(
    name="account_link",
    owner="accounts",
    partition=LINK_OF,
    sort="ACCOUNT_LINK",
    holds="a link to choose a password or confirm an address, and the address to confirm",
    of=EVERYBODY,
    erased=Erasure.EXPIRES,
    life=timedelta(days=7),
    why="not exported: what it asks for is in the account",
)
SUMMARY_LINK = Row(
    name="summary_link",
    owner="accounts",
    partition=LINK_OF,
    sort="SUMMARY_LINK",
    holds="whose weekly summary a mail's link ends",
    of=(Subject.INSTALLER,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=400),
)
SUMMARY_WANTED = Row(
    name="summary_wanted",
    owner="accounts",
    partition=SUMMARIES,
    sort="TO#{user_id}",
    holds="that somebody wants the Monday summary, since when",
    of=(Subject.INSTALLER,),
    erased=Erasure.KEPT,
    why="it goes when its owner ends it or leaves their firm",
)
SUMMARY_RUN = Row(
    name="summary_run",
    owner="notices",
    partition=SUMMARIES,
    sort="RUN#{monday}",
    holds="how far a week's summaries came",
    erased=Erasure.KEPT,
    life=timedelta(days=60),
    why="it names nobody",
)
SOURCE_TRIES = Row(
    name="source_tries",
    owner="accounts",
    partition=SOURCE,
    sort="TRIES#{window}",
    holds="how many wrong passwords came from a source address, under its fingerprint",
    of=(Subject.VISITOR,),
    erased=Erasure.EXPIRES,
    life=timedelta(minutes=20),
)
SOURCE_QUESTIONS = Row(
    name="source_questions",
    owner="accounts",
    partition=SOURCE,
    sort="{purpose}#{window}",
    holds="how many questions a public page had from a source address, under its fingerprint",
    of=(Subject.VISITOR,),
    erased=Erasure.EXPIRES,
    life=timedelta(minutes=20),
)
SOURCE_BARRIERS = Row(
    name="source_barriers",
    owner="accessibility",
    partition=SOURCE,
    sort="BARRIERS#{day}",
    holds="how many barriers were reported from a source address, under its fingerprint",
    of=(Subject.VISITOR,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
)
MAILS_CAUSED = Row(
    name="mails_caused",
    owner="accounts",
    partition=Partition("LIMIT#{mark}"),
    sort="{cause}#{window}",
    holds="how many mails a sender, a firm, a case or an address had in a day, under a fingerprint",
    of=EVERYBODY,
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
    why="not exported: a count that is forgotten within two days",
)
UPLOADS_OF_DAY = Row(
    name="uploads_of_day",
    owner="verdicts",
    partition=QUOTA,
    sort="UPLOADS#{day:%Y-%m-%d}",
    holds="how many files somebody stored on a day",
    of=PROFESSIONALS,
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
)
SURPLUS_VERSION = Row(
    name="surplus_version",
    owner="verdicts",
    partition=QUOTA,
    sort="SURPLUS#{version_id}",
    holds="that a version stored beyond the one allowed was counted",
    of=PROFESSIONALS,
    erased=Erasure.EXPIRES,
    life=timedelta(days=2),
)
ASKERS_QUESTION = Row(
    name="askers_question",
    owner="contact",
    partition=ASKER_OF,
    sort=HEAD_FIRST,
    holds="a question: its words and our answer; of somebody without a dossier, name and e-mail too",
    of=(Subject.ASKER, Subject.CLIENT, Subject.AGENT),
    erased=Erasure.DELETED,
    life=timedelta(days=365),
    why="not exported: a client's stands with their dossier too, and is exported there",
    lists=(listings.CASES, listings.CASES_OF_STATUS),
)
ASKERS_WAIT = Row(
    name="question_waits",
    owner="contact",
    partition=ASKER_OF,
    sort="WAITS#{reason}",
    holds="since when a question waits for an agent",
    erased=Erasure.DELETED,
    life=ASKERS_QUESTION.life,
    lists=(listings.WAITING,),
)
ASKERS_NOTICE = Row(
    name="reply_notice",
    owner="notices",
    partition=ASKER_OF,
    sort="NOTICE#{notice_id}",
    holds="the mail with the answer: when, what became of it",
    of=(Subject.ASKER,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=90),
    lists=(listings.UNSENT,),
)
BARRIER = Row(
    name="barrier",
    owner="accessibility",
    partition=Partition("B#{secret_mark}"),
    sort="BARRIER",
    holds="a reported barrier: page, words, and our answer; no name and no address is asked for",
    of=(Subject.REPORTER,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=365),
    lists=(listings.BARRIERS,),
)
UNREACHABLE = Row(
    name="unreachable_address",
    owner="notices",
    partition=Partition("M#{address_mark}"),
    sort="MAIL",
    holds="that an address refused our mails, under its fingerprint",
    of=EVERYBODY,
    erased=Erasure.EXPIRES,
    life=timedelta(days=180),
    why="not exported: a fingerprint; the notice says that its mail came back",
)
ROWS = (
    *(SUBSCRIPTION_LINK, ACCOUNT_LINK, SUMMARY_LINK, SUMMARY_WANTED, SUMMARY_RUN),
    *(
        SOURCE_TRIES,
        SOURCE_QUESTIONS,
        SOURCE_BARRIERS,
        MAILS_CAUSED,
        UPLOADS_OF_DAY,
        SURPLUS_VERSION,
    ),
    *(ASKERS_QUESTION, ASKERS_WAIT, ASKERS_NOTICE, BARRIER, UNREACHABLE),
)
