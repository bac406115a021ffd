"""What agents see of the operators: how each connector fares, and a dossier's requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.labels import REQUEST_STATES
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier, OperatorRequest, RequestState
from chalicelib.operators.connectors import connector_setting, is_by_hand
from chalicelib.operators.health import Flag, Health, read_connector
from chalicelib.operators.labels import Label, find_operator_of, read_label
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.record_by_hand import CANCELLED, CODES, FILED
from chalicelib.operators.rows import Kept, list_kept
from chalicelib.operators.view import LIVE
from chalicelib.reference.operators import OPERATORS, Operator, load_operator
from chalicelib.rows.cases import CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TO_DO
from chalicelib.words.translation import _

CONNECTORS: Mapping[str, str] = {
    "http": _("Interrogation automatique"),
    "csv_drop": _("Échange de fichiers"),
    "by_hand": _("Suivi à la main"),
}

MOST_TASKS = 200
TO_ACT = frozenset({RequestState.TO_FILE, RequestState.TO_ORDER, RequestState.TO_CANCEL})


@dataclass(frozen=True, slots=True)
class ConnectorView:
    """One operator's connector as agents read it."""

    operator: Operator
    kind: str
    kind_label: str
    health: Health
    flags: tuple[Flag, ...]
    labels: tuple[Label, ...]
    state: str
    tone: str
    silent_since: datetime | None
    """Since when nothing came that should have, in real time."""


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """One raw milestone: what the operator said, and whether we know what it means."""

    raw: RawMilestone
    label: str
    known: bool
    source: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """A dossier's current request, what was told about it, and what may be entered."""

    dossier: Dossier
    request: OperatorRequest | None
    operator: Operator
    by_hand: bool
    state: str
    tone: str
    milestones: tuple[MilestoneView, ...]
    choices: tuple[tuple[str, str], ...]
    can_release: bool
    to_do: str


SOURCES: Mapping[str, str] = {
    "http": _("automatique"),
    "drop": _("fichier"),
    "by_hand": _("agent"),
}


def list_connectors(
    table: Table | None = None, now: datetime | None = None
) -> tuple[ConnectorView, ...]:
    """Every operator's connector, one query each; `now` is real time."""
    table, now = table or open_table(), now or real_now()
    return tuple(_connector(one, table, now) for one in OPERATORS.values())


def _connector(operator: Operator, table: Table, now: datetime) -> ConnectorView:
    kind = connector_setting(operator.code).connector
    health, flags, labelled = read_connector(table, operator.code)
    silent_since = find_silence(kind, health, now)
    state, tone = _state(kind, health, is_silent=silent_since is not None)
    labels = tuple(read_label(row) for row in labelled)
    return ConnectorView(
        operator, kind, CONNECTORS[kind], health, flags, labels, state, tone, silent_since
    )


SILENT_AFTER: Mapping[str, timedelta] = {"http": timedelta(hours=1), "csv_drop": timedelta(days=7)}
"""A pass is due every quarter of an hour, and files come weekly at the latest (practice)."""


def find_silence(kind: str, health: Health, now: datetime) -> datetime | None:
    """Find since when an operator that was heard before says nothing; None while it does."""
    heard_at = health.went_well_at
    if kind not in SILENT_AFTER or heard_at is None:
        return None
    return heard_at if now - heard_at > SILENT_AFTER[kind] else None


def _state(kind: str, health: Health, *, is_silent: bool) -> tuple[str, str]:
    if kind == "by_hand":
        return _("À la main"), "draft"
    if health.failures:
        return _("Injoignable"), "stop"
    if is_silent:
        return _("Muet"), "stop"
    if health.last_error:
        return _("Lignes refusées"), "wait"
    if _last_word(health) is None:
        return _("Pas encore servi"), "draft"
    return _("En marche"), "done"


def _last_word(health: Health) -> datetime | None:
    return health.passed_at or health.answered_at


@dataclass(frozen=True, slots=True)
class HandTask:
    """Something that an agent has to do with an operator that only people reach."""

    dossier_id: str
    operator: Operator
    state: str
    since: datetime


def list_hand_tasks(now: datetime, table: Table | None = None) -> tuple[HandTask, ...]:
    """What waits for an agent though its dossier may be over: one query, the oldest first."""
    table = table or open_table()
    up_to = stamp(now)
    page = table.query(TO_DO.pk(), index="work", up_to=up_to, limit=MOST_TASKS)
    return tuple(_hand_task(item) for item in page.items if is_by_hand(item["operator"]))


def _hand_task(item: Item) -> HandTask:
    return HandTask(
        dossier_id=CASE.id_in(item["pk"]),
        operator=load_operator(item["operator"]),
        state=REQUEST_STATES[RequestState(item["state"])][0],
        since=datetime.fromisoformat(item["wa"]),
    )


def view_request(dossier_id: str, *, by: Actor, table: Table | None = None) -> RequestView:
    """A dossier's current request for an agent. Raises NotFound."""
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    request = dossier.current_request()
    code = request.operator if request else dossier.head.operator
    operator = find_operator_of(dossier, code, table=table)
    state, tone = REQUEST_STATES[request.state] if request else (_("Pas encore préparée"), "draft")
    acts = request is not None and request.state in TO_ACT
    by_hand = is_by_hand(operator.code)
    return RequestView(
        dossier=dossier,
        request=request,
        operator=operator,
        by_hand=by_hand,
        state=state,
        tone=tone,
        milestones=tuple(_milestone(one, operator) for one in reversed(list_kept(dossier))),
        choices=_choices(request, operator),
        can_release=acts and not by_hand,
        to_do=_to_do(request) if by_hand else _to_release(request),
    )


def _milestone(kept: Kept, operator: Operator) -> MilestoneView:
    code = operator.find_code(kept.raw.code)
    label = kept.raw.label or (code.label if code else kept.raw.code)
    return MilestoneView(
        kept.raw, label, code is not None, SOURCES.get(kept.raw.source, kept.raw.source)
    )


def _choices(request: OperatorRequest | None, operator: Operator) -> tuple[tuple[str, str], ...]:
    if request is None:
        return ()
    if request.state is RequestState.TO_CANCEL:
        return ((CANCELLED, _("Demande annulée")),)
    if request.state is RequestState.TO_FILE:
        return ((FILED, _("Demande déposée")),)
    if request.state not in LIVE:
        return ()
    known = ((code, operator.find_code(code)) for code in CODES)
    return tuple((code, found.label) for code, found in known if found is not None)


def _to_release(request: OperatorRequest | None) -> str:
    """What an agent has to do about a request that the job leaves alone."""
    if request is None or request.state is not RequestState.TO_FILE or request.next_at is not None:
        return ""
    return _(
        "La demande précédente a été refusée : corrigez ce qui l’a fait refuser, puis faites "
        "repartir celle-ci."
    )


def _to_do(request: OperatorRequest | None) -> str:
    """What an agent has to do with an operator that only people reach."""
    if request is None:
        return ""
    match request.state:
        case RequestState.TO_FILE:
            return _("Déposez la demande auprès du gestionnaire, puis indiquez son numéro.")
        case RequestState.TO_ORDER:
            return _("Commandez la mise en service auprès du gestionnaire, puis indiquez-le.")
        case RequestState.TO_CANCEL:
            return _("Annulez la demande auprès du gestionnaire.")
        case _ if request.awaited_piece:
            return _("Transmettez au gestionnaire la pièce qu’il attend.")
        case _:
            return ""
