"""The dossier as a kind of case: how it is kept, what follows from every change, who hears of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Item, Operation, Put, key_of
from chalicelib.cases.files.rows import file_to_item
from chalicelib.cases.kind import Consumer, Kind, Later
from chalicelib.cases.model import CaseChange
from chalicelib.cases.projections import project_counts, project_execution
from chalicelib.dossiers import store
from chalicelib.dossiers.agents_rows import update_agents_rows
from chalicelib.dossiers.attention import Reason, list_reasons
from chalicelib.dossiers.counters import counts_of
from chalicelib.dossiers.model import KIND_NAME, Change, Dossier, Head
from chalicelib.dossiers.search_keys import form_words_of, update_search_rows
from chalicelib.dossiers.sight import facts_of
from chalicelib.dossiers.statuses import STATUSES, Status
from chalicelib.dossiers.waits import Asker, note_wait
from chalicelib.policy.connection import Connection
from chalicelib.reference.days import legal_day
from chalicelib.rows.cases import AGENTS
from chalicelib.rows.dossiers import READING, REMARK
from chalicelib.settings import load_settings


class DossierCodec:
    """A dossier in its partition: the head, the form, the files, the requests."""

    def read(self, items: Iterable[Item]) -> Dossier | None:
        """Read a whole dossier; None when it has no head."""
        return store.dossier_from_items(items)

    def begin(self, head: Any) -> Dossier:
        """Give a dossier that has a head alone."""
        return Dossier(head)

    def apply(self, case: Dossier, change: Change, head: Any) -> Dossier:
        """Give the dossier with the form, the files and the requests of a change."""
        form = case.form if change.form is None else change.form
        head = replace(head, form_words=form_words_of(form))
        if change.form is not None:
            head = replace(head, typing={})
        changed = store.with_parts(case, change.pieces, change.requests)
        return replace(changed, head=head, form=form)

    def put_head(self, case: Dossier) -> Put:
        """Write the head with its list keys."""
        return Put(store.head_to_item(case.head))

    def put_parts(
        self, after: Dossier, before: Dossier | None, change: Change
    ) -> Sequence[Operation]:
        """Write the form, the files and the requests that changed."""
        head, old = after.head, before.head if before else None
        operations: list[Operation] = []
        if change.form is not None:
            operations.append(Put(store.form_to_item(head.dossier_id, change.form)))
        operations += [Put(file_to_item(head.dossier_id, one)) for one in change.pieces]
        requests = store.requests_to_write(after, old, change.requests)
        operations += [Put(store.request_to_item(head, one)) for one in requests]
        return operations


def with_waits(after: Dossier, now: datetime) -> Dossier:
    """Note that a wait for a piece began or ended, with the status that says so."""
    head, request = after.head, after.current_request()
    is_theirs = request is not None and bool(request.awaited_piece or request.asked_at)
    waits = note_wait(
        head.waits,
        is_waiting=head.status is Status.AWAITING_PIECE,
        asker=Asker.OPERATOR if is_theirs else Asker.US,
        now=now,
        seq=head.seq,
        asked_at=request.asked_at if request else None,
    )
    return replace(after, head=replace(head, waits=waits))


def project_agents_rows(
    before: Dossier | None, after: Dossier, change: Change, now: datetime
) -> Iterable[Operation]:
    """Keep the rows of the agents' lists."""
    operator = load_settings().operators.get(after.head.operator)
    known = _known_reasons(before, change)
    reasons = list_reasons(after, operator, legal_day(now, after.head.postcode), known=known)
    return update_agents_rows(after, reasons, now)


def project_search_words(
    before: Dossier | None, after: Dossier, _change: Change, _now: datetime
) -> Iterable[Operation]:
    """Keep the words that the dossier is found by."""
    return update_search_rows(after.head, _head(before))


def _head(dossier: Dossier | None) -> Head | None:
    return dossier.head if dossier else None


def _known_reasons(before: Dossier | None, change: Change) -> tuple[Reason, ...] | None:
    """Give the agents' reasons as they are kept, unless papers or what they are compared with change."""
    row: Mapping[str, Any] | None = before.rows.get(AGENTS.sk()) if before else None
    touched = [key_of(operation)[1] for operation in change.also]
    spoken = any(READING.matches(sk) or REMARK.matches(sk) for sk in touched)
    if row is None or spoken or change.pieces or change.form is not None:
        return None
    return tuple(row["reasons"])


def takes_questions(dossier: Dossier) -> bool:
    """Say whether its client may ask: of a dossier that was sent, whose person is not erased."""
    return dossier.head.submitted_at is not None and not dossier.is_erasure_begun


def as_dossiers(change: CaseChange) -> Change:
    """Make a dossier's change of one that knows no kind."""
    if isinstance(change, Change):
        return change
    return Change(**{one.name: getattr(change, one.name) for one in fields(change)})


DOSSIER: Kind[Dossier, Change] = Kind(
    name=KIND_NAME,
    prefix="dos",
    statuses=STATUSES,
    codec=DossierCodec(),
    see=Connection.SEE,
    change=Connection.CHANGE,
    facts=facts_of,
    settle=(with_waits,),
    projections=(
        project_counts(counts_of),
        project_agents_rows,
        project_execution("dossier", lambda head: head.is_open),
        project_search_words,
    ),
    threads=Later("chalicelib.connection_messages.of_dossier:THREADS"),
    desk=Later("chalicelib.connection_desk.of_dossier:DESK"),
    takes_questions=takes_questions,
    widen=as_dossiers,
    retention=Later("chalicelib.connection_data.of_dossier:OF_DOSSIER"),
    mails=Later("chalicelib.connection_mails.mails:MAILS"),
    receipts=Later("chalicelib.connection_receipts.of_dossier:RECEIPTS"),
    process=Later("chalicelib.dossiers.process:PROCESS"),
    delays=Later("chalicelib.dossiers.delays:DELAYS"),
    due=Later("chalicelib.timeline.act_on_due:act_on_row"),
    slots=Later("chalicelib.documents.slots:SLOTS"),
    archive=Later("chalicelib.connection_jobs.archive:ARCHIVED"),
    jobs={
        "list": Later("chalicelib.connection_jobs.works:OF_LIST"),
        "dossier": Later("chalicelib.connection_jobs.works:OF_DOSSIER"),
        "deposit": Later("chalicelib.connection_jobs.works:OF_DEPOSIT"),
        "mandate": Later("chalicelib.connection_jobs.works:OF_MANDATE"),
    },
    consumers=(
        Consumer("timeline", Later("chalicelib.timeline.follow:follow")),
        Consumer("notices", Later("chalicelib.notices.plan:plan_notices")),
        Consumer("operators", Later("chalicelib.operators.catch_up:catch_up")),
        Consumer("receipts", Later("chalicelib.receipts.seal_receipt:seal_event")),
        Consumer("ledger", Later("chalicelib.ledger.note_duration:note_duration")),
        Consumer("papers", Later("chalicelib.subscription.make_papers:make_papers")),
    ),
)
