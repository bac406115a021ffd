"""Label an operator's code: from then on it is known, and what waited for it goes on."""

from chalicelib.accounts.model import Person
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table, open_table
from chalicelib.connection_desk.acts import APPLY_CODES
from chalicelib.connection_desk.choose import choose_all
from chalicelib.desk.ask_batch import ask_batch
from chalicelib.desk.model import Report
from chalicelib.desk.send_job import Send
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.queue_filter import QueueFilter
from chalicelib.operators.labels import Label, put_label
from chalicelib.operators.refusals import LabelUnreadable
from chalicelib.reference.operators import Meaning, load_operator

LONGEST_LABEL = 100
LONGEST_CODE = 40


def label_code(
    operator: str,
    code: str,
    words: str,
    meaning: str,
    *,
    idempotency_key: str,
    by: Person,
    actor: Actor,
    table: Table | None = None,
    send: Send | None = None,
) -> Report | None:
    """Keep what a code means, and apply it to the operator's flagged dossiers, up to 500.

    Gives the report of the batch, None when no dossier waits for a code. Raises UnknownOperator,
    and LabelUnreadable without words or meaning.
    """
    known, table = load_operator(operator), table or open_table()
    _refuse_unreadable(code, words, meaning)
    label = Label(code, words, Meaning(meaning), by.user_id, business_now())
    put_label(table, known.code, label)
    wanted = QueueFilter(operator=known.code)
    flagged = choose_all(Reason.FLAGGED, wanted, by=actor, now=business_now(), table=table)
    if not flagged.ids:
        return None
    return ask_batch(
        DOSSIER,
        APPLY_CODES,
        flagged.ids,
        idempotency_key=f"{code[:LONGEST_CODE]}/{idempotency_key[:100]}",
        by=by,
        table=table,
        send=send,
    )


def _refuse_unreadable(code: str, words: str, meaning: str) -> None:
    if not 0 < len(code) <= LONGEST_CODE:
        raise LabelUnreadable(field="code", most=LONGEST_LABEL)
    if not 0 < len(words) <= LONGEST_LABEL:
        raise LabelUnreadable(field="libelle", most=LONGEST_LABEL)
    if meaning not in set(Meaning):
        raise LabelUnreadable(field="sens", most=LONGEST_LABEL)
