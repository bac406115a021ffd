"""Do what is due with the operators: file, order, cancel, send complements.

What is due stands in the work index by real instant. Each operator has workers of its own, so that one
that is slow or silent holds up no other. A connector that fails is left alone for a while, twice as
long each time, and harms no other dossier; what it refuses for good waits for an agent. Every verb bears our own key, so that a crash between the call and its record repeats the
call without repeating its effect.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from threading import Lock

from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.cases.side_by_side import work_side_by_side
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.postpone_request import postpone_row
from chalicelib.operators.act_on_request import act_on_request
from chalicelib.operators.apply_milestones import find_request
from chalicelib.operators.connectors import is_by_hand
from chalicelib.operators.health import Health, load_health, note_failure, note_success
from chalicelib.operators.round import Round, put_aside, try_later
from chalicelib.refusals import NotFound, Refusal
from chalicelib.rows.cases import CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TO_DO

log = logging.getLogger(__name__)

PAGE = 100
AT_ONCE = 24
"""How many requests of one operator are acted on at a time: a filing is a handful of calls of ours and
one of theirs, most of it waiting."""

PAUSE = timedelta(hours=1)
"""How long a request is left that can be neither acted on nor noted."""


@dataclass(frozen=True, slots=True)
class DueRequest:
    """A request to act on: which of which dossier."""

    dossier_id: str
    number: int


class RequestsFailed(ExceptionGroup[Exception]):
    """Some requests could not be acted on, nor put off as they should: an alarm tells people."""


def raise_failures(failures: Sequence[Exception]) -> None:
    """Tell what failed in a run whose requests have all had their turn; nothing for none."""
    if failures:
        raise RequestsFailed("requests failed", failures)


def list_due(round_: Round) -> dict[str, list[DueRequest]]:
    """List what is due at a real instant by operator, soonest first, as far as time allows.

    What an agent does by hand is left out: they find it on a page.
    """
    due: dict[str, list[DueRequest]] = {}
    start: str | None = None
    while not round_.is_over():
        page = round_.table.query(
            TO_DO.pk(), index="work", up_to=stamp(round_.real_now), limit=PAGE, start=start
        )
        for item in page.items:
            if not is_by_hand(item["operator"]):
                of_operator = due.setdefault(item["operator"], [])
                of_operator.append(DueRequest(CASE.id_in(item["pk"]), item["number"]))
        start = page.next
        if start is None:
            break
    return due


def carry_out_with(
    round_: Round, operator: str, due: Sequence[DueRequest]
) -> tuple[int, tuple[Exception, ...]]:
    """Do what is due with one operator, many requests at a time; gives their count and what failed.

    Once the operator fails, what has not begun waits until it is no longer left alone.
    """
    try:
        lane = _Lane(round_, load_health(round_.table, operator))
    except Exception as trouble:
        log.exception("operator's health cannot be read", extra={"operator": operator})
        return 0, (trouble,)
    wanted = takewhile(lambda _one: not round_.is_over() and not lane.is_left_alone, due)
    outcomes = list(work_side_by_side(lane.act_on, wanted, workers=AT_ONCE, ahead=0))
    return len(outcomes), tuple(one for one in outcomes if one is not None)


class _Lane:
    """One operator's requests in one run: who is at work on them shares how the operator fares."""

    def __init__(self, round_: Round, health: Health) -> None:
        self._round = round_
        self._health = health
        self._lock = Lock()

    @property
    def is_left_alone(self) -> bool:
        """Whether the operator failed lately, in this run or before."""
        return self._health.is_left_alone(self._round.real_now)

    def act_on(self, due: DueRequest) -> Exception | None:
        """Act on one request, or put it off; gives what failed beyond that."""
        extra = {"dossier_id": due.dossier_id, "operator": self._health.operator}
        if self.is_left_alone:
            return None
        try:
            self._act_on(due)
        except Exception as trouble:  # one dossier's bug or trouble must not stop the others' job
            log.exception("request cannot be acted on", extra=extra)
            self._put_off(due)
            return trouble
        return None

    def _put_off(self, due: DueRequest) -> None:
        """Have a request wait that can be neither acted on nor noted: by its row, whatever it says."""
        try:
            postpone_row(
                self._round.table, due.dossier_id, due.number, self._round.real_now + PAUSE
            )
        except Exception:
            log.exception("request cannot be put off", extra={"dossier_id": due.dossier_id})

    def _act_on(self, due: DueRequest) -> None:
        round_ = self._round
        extra = {"dossier_id": due.dossier_id, "operator": self._health.operator}
        try:
            dossier = load_dossier(due.dossier_id, seen_by=round_.by, table=round_.table)
        except NotFound:
            log.warning("request of a dossier that is gone", extra=extra)
            return
        request = find_request(dossier, due.number)
        if request is None or request.next_at is None or request.next_at > round_.real_now:
            return
        try:
            act_on_request(round_, dossier, request)
            self._note_success()
        except TransientError as busy:
            log.warning("operator does not answer", extra=extra | {"why": busy.reason})
            try_later(round_, dossier, request, busy.reason)
            self._note_failure(busy)
        except PermanentError as refused:
            log.warning("operator refuses", extra=extra | {"why": refused.reason})
            put_aside(round_, dossier, request, refused.reason)
        except Refusal as refusal:
            # The dossier moved meanwhile, or another has its reference: it may be right later.
            log.info("request not acted on", extra=extra | {"code": refusal.code})
            try_later(round_, dossier, request, refusal.code)
        except Exception:
            log.exception("request cannot be acted on", extra=extra)
            try_later(round_, dossier, request, "bug")

    def _note_success(self) -> None:
        """Note that the operator answered, unless it failed another in this run."""
        with self._lock:
            if not self.is_left_alone:
                self._health = note_success(self._round.table, self._health, self._round.real_now)

    def _note_failure(self, busy: TransientError) -> None:
        """Note once a run that the operator failed; what else was under way learns it from here."""
        with self._lock:
            if busy.service == self._health.operator and not self.is_left_alone:
                self._health = note_failure(
                    self._round.table, self._health, busy.reason, self._round.real_now
                )
