"""Ask an operator about its open requests and apply what it says.

One call a hundred, no write for what has not changed. What spoils one request's answer harms
neither the others nor the pass; an operator that answers nothing is left alone for a while.
"""

import logging
from dataclasses import replace
from time import monotonic

from chalicelib.audit.model import Actor
from chalicelib.aws.table import ConditionFailed
from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.cases.side_by_side import work_side_by_side
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.operators.act_on_request import BACK, send_awaited
from chalicelib.operators.apply_milestones import apply_milestones, find_request, is_waiting
from chalicelib.operators.ask import ask_around
from chalicelib.operators.health import (
    LONGEST_ERROR,
    Health,
    Run,
    load_health,
    note_failure,
    took_ms,
    write_health,
)
from chalicelib.operators.model import Answer, Connector, RawMilestone, digest_milestones
from chalicelib.operators.passes import begin_pass, claim_batch, end_pass, give_back
from chalicelib.operators.round import SHOWN_FROM, Round, note_trouble
from chalicelib.operators.rows import Watch, drop_watch, mark_seen
from chalicelib.operators.watch_list import Batch, list_batches
from chalicelib.refusals import NotFound

log = logging.getLogger(__name__)

AT_ONCE = 8
"""How many requests of a batch are applied at a time: each is a read and a transaction."""


def poll_requests(round_: Round, operator: str) -> int:
    """Ask an operator about what is due, as far as time allows; gives how many were asked about."""
    health = load_health(round_.table, operator)
    connector = round_.connect(operator)
    if not connector.can_poll or health.is_left_alone(round_.real_now):
        return 0
    begun = begin_pass(round_.table, health, round_.now, round_.real_now)
    return _pass(round_, connector, begun) if begun else 0


def _pass(round_: Round, connector: Connector, health: Health) -> int:
    asked, begun_s = 0, monotonic()
    for batch in list_batches(round_.table, health):
        if round_.is_over():
            return asked
        claimed = claim_batch(round_.table, health, batch)
        if claimed is None:
            return asked
        health = claimed
        asked += len(batch.watches)
        try:
            _ask(round_, connector, health, batch)
        except OutsideTrouble as trouble:
            _fail(round_, health, batch, trouble, begun_s)
            return asked
    end_pass(round_.table, _answered(round_, health), took_ms(begun_s))
    return asked


def _answered(round_: Round, health: Health) -> Health:
    if health.failures == 0:
        return health
    well = {"failures": 0, "last_error": "", "retry_at": None, "answered_at": round_.real_now}
    written = write_health(round_.table, health.operator, **well)
    # What a run that died left in hand is known here, and not yet in the row.
    return replace(written, claim=health.claim, unfinished=health.unfinished)


def _fail(
    round_: Round, health: Health, batch: Batch, trouble: OutsideTrouble, begun_s: float
) -> None:
    log.warning(
        "operator does not answer",
        extra={"operator": health.operator, "why": trouble.reason},
    )
    give_back(round_.table, health, batch)
    run = Run(round_.real_now, took_ms(begun_s), 0, trouble.reason[:LONGEST_ERROR])
    note_failure(round_.table, health, trouble.reason, round_.real_now, run)


def _ask(round_: Round, connector: Connector, health: Health, batch: Batch) -> None:
    ids = [watch.external_id for watch in batch.watches]
    suspects = [watch.external_id for watch in batch.watches if watch.troubles]
    answer = ask_around(connector, ids, suspects=suspects, is_over=round_.is_over)

    def apply(watch: Watch) -> None:
        told = answer.milestones.get(watch.external_id)
        try:
            if told is None and watch.external_id in answer.suspected:
                _remember(round_, watch, "", max(1, watch.troubles))
            elif told is None:
                reason = answer.unreadable.get(watch.external_id, "not answered")
                _note_unreadable(round_, watch, reason)
            else:
                _apply(round_, connector, watch, told)
        except NotFound:
            round_.table.write(drop_watch(watch.dossier_id, watch.number))
        except Exception:  # one dossier's bug or trouble must not stop the others' pass
            extra = {"dossier_id": watch.dossier_id, "operator": health.operator}
            log.exception("milestones cannot be applied", extra=extra)

    news = [one for one in batch.watches if _is_new(answer, one)]
    for _done in work_side_by_side(apply, news, workers=AT_ONCE, ahead=0):
        pass


def _is_new(answer: Answer, watch: Watch) -> bool:
    """Say whether an answer tells of a request something else than what is applied already."""
    told = answer.milestones.get(watch.external_id)
    return told is None or digest_milestones(told) != watch.seen


def _apply(
    round_: Round, connector: Connector, watch: Watch, told: tuple[RawMilestone, ...]
) -> None:
    by = Actor(f"operator-{watch.operator}", "operator", round_.by.origin)
    dossier = apply_milestones(
        watch.dossier_id, watch.number, told, by=by, table=round_.table, now=round_.now
    )
    if _can_send(dossier, watch.number):
        _send(round_, connector, dossier, watch.number)
    waiting = is_waiting(dossier, watch.number, round_.now, table=round_.table)
    seen = "" if waiting else digest_milestones(told)
    if watch.troubles >= SHOWN_FROM:
        note_trouble(round_, dossier, watch.number, 0, "", None)
    if seen != watch.seen or watch.troubles:
        _remember(round_, watch, seen)


def _remember(round_: Round, watch: Watch, seen: str, troubles: int = 0) -> None:
    try:
        round_.table.write(mark_seen(watch, seen, troubles))
    except ConditionFailed:
        return  # it is over, and off the list


def _can_send(dossier: Dossier, number: int) -> bool:
    request = find_request(dossier, number)
    return request is not None and bool(request.awaited_piece) and dossier.head.status in BACK


def _send(round_: Round, connector: Connector, dossier: Dossier, number: int) -> None:
    request = find_request(dossier, number)
    if request is not None:
        send_awaited(round_, connector, dossier, request)


def _note_unreadable(round_: Round, watch: Watch, reason: str) -> None:
    """Count an answer of which nothing can be made; the third in a row is shown to agents."""
    troubles = watch.troubles + 1
    extra = {"dossier_id": watch.dossier_id, "operator": watch.operator, "why": reason}
    log.warning("operator's answer on a request is unreadable", extra=extra)
    if troubles > SHOWN_FROM:
        return
    _remember(round_, watch, "", troubles)
    if troubles == SHOWN_FROM:
        dossier = load_dossier(watch.dossier_id, seen_by=round_.by, table=round_.table)
        note_trouble(round_, dossier, watch.number, troubles, reason[:200], None)
