"""The way of a dossier as its client reads it: what was done, who acts now, and the dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.clock import business_now
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.overview import MUST_ACT, name_party
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.progress import Progress, Stage, State, follow_progress
from chalicelib.dossiers.signing import find_held_until
from chalicelib.dossiers.statuses import Status
from chalicelib.following.plain import STEPS, TASKS, TURNS
from chalicelib.ledger.durations import STEP_OF
from chalicelib.ledger.expect import Expected, expect
from chalicelib.ledger.find_estimate import find_estimate
from chalicelib.reference.days import last_day
from chalicelib.words import formats
from chalicelib.words.translation import _, translate

NOT_KNOWN = _("La date n’est pas encore connue.")


@dataclass(frozen=True, slots=True)
class Act:
    """Something awaited now: whose turn it is, what they do, since when, and what is known of its end."""

    title: str
    text: str
    tone: str
    since: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The whole way, in the reader's language. `commissioning` says what is known of that day."""

    headline: str
    tone: str
    acts: tuple[Act, ...]
    steps: tuple[dict[str, str], ...]
    commissioning: tuple[str, ...]
    operator: str
    is_over: bool


def tell_course(dossier: Dossier, now: datetime | None = None) -> Course:
    """Tell a dossier's way to its client; one query at the most, for past durations."""
    now = now or business_now()
    head, progress = dossier.head, follow_progress(dossier, now)
    operator = name_party(Party.OPERATOR, head.operator)
    is_over = head.status in {Status.CANCELLED, Status.CLOSED}
    found = None if is_over else find_estimate(dossier)
    expected = expect(dossier, found, now) if found else None
    step = found.step if found else None
    acts = (
        ()
        if is_over
        else tuple(
            _act(
                dossier, stage, operator, expected if STEP_OF.get(stage.milestone) is step else None
            )
            for stage in sorted(progress.now, key=lambda one: one.party is not Party.CLIENT)
        )
    )
    headline, tone = _headline(dossier, progress)
    return Course(
        headline,
        tone,
        acts,
        tuple(_step(stage, operator) for stage in progress.stages),
        tuple(
            _tell_commissioning(
                dossier, operator, expected if step is Milestone.COMMISSIONED else None
            )
        ),
        operator,
        is_over,
    )


def _headline(dossier: Dossier, progress: Progress) -> tuple[str, str]:
    """What the page says first, and its tone."""
    head = dossier.head
    if head.status is Status.CANCELLED:
        told = _("Ce dossier est annulé depuis le {day}. Plus rien ne vous est demandé.")
        return translate(told, day=formats.in_words(head.closed_at or head.updated_at)), "stop"
    if head.commissioned_on:
        told = _("Votre installation est en service depuis le {day}.")
        return translate(told, day=formats.in_words(head.commissioned_on)), "done"
    clients = [stage.party is Party.CLIENT for stage in progress.now]
    if clients and all(clients):
        return translate(_("Il ne manque que vous.")), "wait"
    if any(clients):
        return translate(_("C’est à vous d’agir ; le reste avance en même temps.")), "wait"
    return translate(
        _("Votre raccordement avance : vous n’avez rien à faire pour l’instant.")
    ), "now"


def _act(dossier: Dossier, stage: Stage, operator: str, expected: Expected | None) -> Act:
    task = TASKS.get((stage.milestone, stage.party), "") or stage.task
    return Act(
        translate(TURNS[stage.party], operator=operator),
        translate(task, operator=operator),
        "wait" if stage.party in MUST_ACT else "now",
        formats.in_words(stage.since),
        tuple(_list_dates(dossier, stage, operator, expected)) or (translate(NOT_KNOWN),),
    )


def _list_dates(
    dossier: Dossier, stage: Stage, operator: str, expected: Expected | None
) -> Iterator[str]:
    """What is known of when an awaited step ends: announced, measured on others, due by a text."""
    held = find_held_until(dossier)
    if stage.milestone is Milestone.REQUEST_FILED and held:
        told = _("Nous attendons la fin de votre délai de rétractation : le {day}.")
        yield translate(told, day=formats.in_words(last_day(held, dossier.head.postcode)))
    if (stage.milestone, stage.party) == (Milestone.PIECES_COMPLETE, Party.US):
        yield translate(_("D’ordinaire, de 48 à 72 heures après leur envoi."))
    if expected:
        yield tell_expected(expected)
    if stage.until is None:
        return
    day = formats.in_words(stage.until.on)
    if _is_announced(dossier, stage):
        yield translate(_("{operator} annonce le {day}."), operator=operator, day=day)
    else:
        told = _("Au plus tard le {day} ({why}).")
        yield translate(told, day=day, why=translate(stage.until.why))


def _is_announced(dossier: Dossier, stage: Stage) -> bool:
    request = dossier.current_request()
    return stage.milestone is Milestone.COMMISSIONED and bool(request and request.planned_on)


def tell_expected(expected: Expected) -> str:
    """Tell the dates of an estimate, with how many dossiers they rest on."""
    values = {
        "half": formats.in_words(expected.half_on),
        "most": formats.in_words(expected.most_on),
        "number": expected.dossiers,
    }
    if expected.is_longer_than_most:
        late = _(
            "Cela dure déjà plus que pour neuf dossiers semblables sur dix "
            "(mesuré sur {number} dossiers)."
        )
        return translate(late, **values)
    told = _(
        "D’après {number} dossiers semblables : une fois sur deux terminé le {half} au plus tard, "
        "neuf fois sur dix le {most}. C’est une mesure du passé, pas une promesse."
    )
    return translate(told, **values)


def _tell_commissioning(
    dossier: Dossier, operator: str, expected: Expected | None
) -> Iterator[str]:
    head, request = dossier.head, dossier.current_request()
    if head.commissioned_on:
        told = _("Votre stockage virtuel a commencé le {day}, jour de la mise en service.")
        yield translate(told, day=formats.in_words(head.commissioned_on))
        return
    if head.status is Status.CANCELLED:
        return
    if request and request.planned_on:
        told = _(
            "{operator} annonce le {day}. Cette date n’est pas garantie : elle dépend de son "
            "planning et peut changer."
        )
        yield translate(told, operator=operator, day=formats.in_words(request.planned_on))
        return
    yield translate(NOT_KNOWN)
    if expected:
        yield tell_expected(expected)
    else:
        told = _("Une fois tout accepté, {operator} peut prendre jusqu’à quatre mois.")
        yield translate(told, operator=operator)


def _step(stage: Stage, operator: str) -> dict[str, str]:
    """One step for the timeline: a name, what it is, and when."""
    name, meaning = STEPS[stage.milestone]
    step = {"label": translate(name), "note": translate(meaning, operator=operator)}
    match stage.state:
        case State.DONE:
            return step | {"state": "done", "when": formats.in_words(stage.at)}
        case State.LATER:
            return step | {"state": "next"}
        case State.NOW:
            tone = "wait" if stage.party in MUST_ACT else "now"
            since = translate(_("depuis le {day}"), day=formats.in_words(stage.since))
            return step | {"state": tone, "when": since}
