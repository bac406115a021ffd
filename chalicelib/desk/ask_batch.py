"""Ask for one act on many cases of a kind: kept, then done at once if they are few, else by a job."""

from collections.abc import Sequence

from chalicelib.accounts.model import Member, Person
from chalicelib.accounts.staff import find_agent
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import LONGEST_ID, fingerprint
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.cases.create_once import LONGEST_KEY, InvalidKey
from chalicelib.cases.kind import AnyKind
from chalicelib.desk import store
from chalicelib.desk.acts import find_act
from chalicelib.desk.hand_over import require_note
from chalicelib.desk.model import AT_ONCE, BATCH_PREFIX, MOST_CHOSEN, Batch, Report
from chalicelib.desk.of_kind import Act, Need, desk_of
from chalicelib.desk.refusals import UnknownColleague
from chalicelib.desk.run_batch import run_batch
from chalicelib.desk.send_job import Send, send_job
from chalicelib.policy.require import require
from chalicelib.refusals import FieldProblem, InvalidFields, NotFound
from chalicelib.words.translation import _


def ask_batch(
    kind: AnyKind,
    act_name: str,
    case_ids: Sequence[str],
    *,
    idempotency_key: str,
    by: Person,
    to_id: str = "",
    note: str = "",
    table: Table | None = None,
    send: Send | None = None,
) -> Report:
    """Keep an agent's wish for an act on cases of a kind, and have it done; one key makes one batch.

    Raises NotAllowed, NotFound for an act that the kind does not declare, InvalidKey,
    UnknownColleague, InvalidFields for none or too many cases, and for a long note.
    """
    desk = desk_of(kind)
    require(by, desk.act_on_many)
    act = find_act(desk, act_name)
    require(by, act.allow)
    if not 0 < len(idempotency_key) <= LONGEST_KEY:
        raise InvalidKey(most=LONGEST_KEY)
    chosen = require_chosen(case_ids)
    table = table or open_table()
    to = _find_colleague(act, to_id, table)
    batch = Batch(
        batch_id=f"{BATCH_PREFIX}{fingerprint(f'{by.user_id}#{idempotency_key}')[:32]}",
        person_id=by.user_id,
        person_name=by.name,
        kind=kind.name,
        act=act_name,
        asked_at=real_now(),
        business_at=business_now(),
        count=len(chosen),
        to_id=to.user_id if to else "",
        to_name=to.name if to else "",
        note=require_note(note) if Need.NOTE in act.needs else "",
        other_firms=tuple(one.firm_id for one in by.memberships if one.firm_id),
    )
    store.put_batch(table, batch, chosen)
    start_batch(batch.batch_id, len(chosen), table=table, send=send)
    return load_report(batch.batch_id, by=by, table=table)


def _find_colleague(act: Act, to_id: str, table: Table) -> Member | None:
    if Need.COLLEAGUE not in act.needs:
        return None
    found = find_agent(to_id, table=table)
    if found is None:
        raise UnknownColleague(field="collegue")
    return found


def start_batch(
    batch_id: str, count: int, *, table: Table | None = None, send: Send | None = None
) -> None:
    """Do a small batch now, or tell the queue of it; again, what is done stays done."""
    if count <= AT_ONCE:
        try:
            run_batch(batch_id, table=table)
        except* OutsideTrouble:
            (send or send_job)([{"job_id": batch_id}])  # what is left is done once it can be
    else:
        (send or send_job)([{"job_id": batch_id}])


def load_report(batch_id: str, *, by: Person, table: Table | None = None) -> Report:
    """Load a batch of the asker; NotFound for another's, and for one that is forgotten."""
    report = store.find_report(table or open_table(), batch_id[:LONGEST_ID])
    if report is None or report.batch.person_id != by.user_id:
        raise NotFound
    return report


def require_chosen(case_ids: Sequence[str]) -> list[str]:
    """Refuse no case at all, and more than a batch takes; one that is named twice counts once."""
    chosen = list(dict.fromkeys(one[:LONGEST_ID] for one in case_ids if one))
    if not chosen:
        words = _("Dossiers : cochez au moins un dossier, ou choisissez toute la liste.")
        raise InvalidFields((FieldProblem("dossier", "missing", words),))
    if len(chosen) > MOST_CHOSEN:
        words = _("Dossiers : {most} au plus à la fois.")
        raise InvalidFields((FieldProblem("dossier", "too-many", words, {"most": MOST_CHOSEN}),))
    return chosen
