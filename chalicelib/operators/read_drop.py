"""Read a file that an operator dropped: each good line is applied, each bad one reported.

Lines stand by themselves: one that cannot be applied is told in the result file beside the dropped
one, and the others go on. The same file again changes nothing.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.drop import drop_file, find_dropped
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.load import find_by_reference, load_dossier
from chalicelib.dossiers.model import Dossier, OperatorRequest
from chalicelib.operators.apply_milestones import apply_milestones, find_request
from chalicelib.operators.drop_file import (
    MOST_BYTES,
    RESULT_ENDING,
    Line,
    Outcome,
    read_drop_file,
    write_result,
)
from chalicelib.operators.health import (
    LINES_REFUSED,
    LONGEST_ERROR,
    Run,
    load_health,
    took_ms,
    write_health,
)
from chalicelib.operators.model import read_request_key, request_key
from chalicelib.operators.record_filing import is_recorded, record_filing
from chalicelib.reference.operators import OPERATORS
from chalicelib.refusals import NotFound, Refusal
from chalicelib.rows.leads import OPERATOR_REFERENCE
from chalicelib.rows.objects import INBOUND
from chalicelib.words.translation import fill

log = logging.getLogger(__name__)

AHEAD = timedelta(days=1)
"""A commissioning is told once it took place; a day is left for clocks and time zones."""

UNKNOWN = "aucune demande de ce gestionnaire ne porte cet identifiant ni cette référence"
OUR_ERROR = "erreur de notre côté : nous en sommes avertis, la ligne sera relue"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the lines of one file are applied: for which operator, when, by whom.

    `failures` gathers the bugs that single lines met.
    """

    operator: str
    table: Table
    now: datetime
    by: Actor
    failures: list[Exception] = field(default_factory=list)


def read_drop(
    bucket: str, key: str, *, table: Table | None = None, now: datetime | None = None
) -> tuple[Outcome, ...]:
    """Read a dropped file `inbound/<operator>/…\u200b.csv` and leave its result file beside it.

    Gives the outcomes, empty for a file that is not for us. Raises TransientError when a service does
    not answer, and the bugs of single lines once all had their turn: the file is read again.
    """
    operator = _operator_of(key)
    if operator is None:
        log.warning("dropped file of nobody", extra={"bucket": bucket})
        return ()
    raw = find_dropped(bucket, key, most_bytes=MOST_BYTES)
    if raw is None:
        return ()
    table, now = table or open_table(), now or business_now()
    desk = Desk(operator, table, now, Actor(f"operator-{operator}", "operator", "queue"))
    begun_s = monotonic()
    read = read_drop_file(raw)
    outcomes = (*read.refused, *(_apply_safely(desk, line) for line in read.lines))
    drop_file(bucket, key + RESULT_ENDING, write_result(outcomes))
    refused = sum(1 for one in outcomes if one.outcome == "refused")
    log.info("dropped file read", extra={"operator": operator, "refused": refused})
    error = f"{LINES_REFUSED}:{refused}:{len(outcomes)}" if refused else ""
    heard_at = real_now()
    run = Run(heard_at, took_ms(begun_s), len(outcomes), error[:LONGEST_ERROR])
    runs = load_health(table, operator).with_run(run)
    heard = {"run_at": heard_at, "answered_at": heard_at, "last_error": error, "runs": runs}
    write_health(table, operator, **heard)
    if desk.failures:
        raise ExceptionGroup("lines of a dropped file failed", desk.failures)
    return outcomes


def _operator_of(key: str) -> str | None:
    if not key.startswith(INBOUND.prefix) or key.endswith(RESULT_ENDING):
        return None
    operator = key.removeprefix(INBOUND.prefix).partition("/")[0]
    return operator if operator in OPERATORS else None


def _apply_safely(desk: Desk, line: Line) -> Outcome:
    try:
        return _apply(desk, line)
    except NotFound:
        return Outcome(line.number, "refused", UNKNOWN)
    except Refusal as refusal:
        return Outcome(line.number, "refused", fill(refusal.message, refusal.values))
    except TransientError:
        raise
    except Exception as bug:
        log.exception("line of a dropped file failed", extra={"operator": desk.operator})
        desk.failures.append(bug)
        return Outcome(line.number, "refused", OUR_ERROR)


def _apply(desk: Desk, line: Line) -> Outcome:
    dossier, request = _find(desk, line)
    number = request.number
    told = tuple(
        one.as_raw(request_key(dossier.head.dossier_id, number))
        for one in line.told
        if one.at <= desk.now + AHEAD
    )
    reference = line.new_reference or line.reference
    before = dossier.head.version
    if reference and not is_recorded(request, reference):
        dossier = record_filing(
            dossier.head.dossier_id, number, reference, by=desk.by, table=desk.table, now=desk.now
        )
    if told:
        dossier = apply_milestones(
            dossier.head.dossier_id, number, told, by=desk.by, table=desk.table, now=desk.now
        )
    if len(told) < len(line.told):
        return Outcome(line.number, "refused", "date à venir : elle est attendue une fois passée")
    return Outcome(line.number, "applied" if dossier.head.version > before else "unchanged")


def _find(desk: Desk, line: Line) -> tuple[Dossier, OperatorRequest]:
    """The dossier and the request of a line: by our key, the portal's reference, or theirs."""
    found = _find_by_key(desk, line.project) or _find_by_their_reference(desk, line)
    if found is None:
        raise NotFound
    dossier_id, number = found
    dossier = load_dossier(dossier_id, seen_by=desk.by, table=desk.table)
    request = find_request(dossier, number) if number else dossier.current_request()
    if request is None or request.operator != desk.operator:
        raise NotFound
    return dossier, request


def _find_by_key(desk: Desk, project: str) -> tuple[str, int] | None:
    key = read_request_key(project)
    if key is not None or not project:
        return key
    dossier_id = find_by_reference(project, seen_by=desk.by, table=desk.table)
    return (dossier_id, 0) if dossier_id else None


def _find_by_their_reference(desk: Desk, line: Line) -> tuple[str, int] | None:
    for reference in (line.reference, line.new_reference):
        item = reference and desk.table.get(*OPERATOR_REFERENCE.key(desk.operator, reference))
        if item:
            return item["dossier_id"], item["number"]
    return None
