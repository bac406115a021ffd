"""The long work that people may ask for on dossiers, by the names that the API gives it."""

from chalicelib.cases.kind import Later
from chalicelib.exports.work import LIST, Work
from chalicelib.policy.connection import Connection

DOSSIER, DEPOSIT, MANDATE = "dossier", "deposit", "mandate"

WORDS = "chalicelib.connection_jobs.words"

OF_LIST = Work(
    LIST,
    Later("chalicelib.connection_jobs.make_list:make_list"),
    Later(f"{WORDS}:OF_LIST"),
    Connection.EXPORT_LIST,
)
OF_DOSSIER = Work(
    DOSSIER,
    Later("chalicelib.exports.make_archive:make_archive"),
    Later(f"{WORDS}:OF_DOSSIER"),
)
OF_DEPOSIT = Work(
    DEPOSIT,
    Later("chalicelib.connection_jobs.make_drafts:make_drafts"),
    Later(f"{WORDS}:OF_DEPOSIT"),
    Connection.DEPOSIT_MANY,
)
OF_MANDATE = Work(
    MANDATE,
    Later("chalicelib.connection_jobs.make_mandate:make_mandate"),
    Later(f"{WORDS}:OF_MANDATE"),
    Connection.DRAW_MANDATE,
)
