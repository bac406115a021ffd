"""The JSON API of dossiers: begun, listed, read, cancelled; and the agents' queue.

Each endpoint imports its use case and its view when it is called: a cold start pays for one.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.dossiers.answering import ANSWERS, answer
from chalicelib.dossiers.blueprints import api
from chalicelib.dossiers.filters import FIELDS, read_filter
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import AGENTS, INSTALLERS, PROFESSIONALS, SIGNED_IN
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.dossiers.forms import Cancellation
    from chalicelib.dossiers.views import View
    from chalicelib.form.models import DossierForm

__all__ = ["api"]


def choose[T: (Space, Status)](kind: type[T], call: Call, name: str) -> T | None:
    """The query's choice among a closed list; InvalidFields for another word."""
    text = call.query.get(name, "")
    if not text:
        return None
    if text not in {one.value for one in kind}:
        raise InvalidFields((_no_such(name, text, kind),))
    return kind(text)


def _no_such(name: str, text: str, known: Iterable[str]) -> FieldProblem:
    words = _("« {value} » n’existe pas : choisissez parmi {choices}.")
    values = {"value": text[:60], "choices": ", ".join(sorted(known))}
    return FieldProblem(name, "choice", words, values)


@endpoint(
    api,
    "POST",
    "/dossiers",
    allow=INSTALLERS,
    creates=True,
    summary=_("Créer un dossier en brouillon, avec tout ou partie de ses étapes"),
    takes="chalicelib.form.models:DossierForm",
    gives=f"{ANSWERS}:DossierAnswer",
)
def create(call: Call) -> Reply:
    """Create a draft; the same key gives the same dossier."""
    from chalicelib.dossiers.create_draft import create_draft
    from chalicelib.form.read_step import to_form

    wanted: DossierForm = call.body
    actor = as_actor(call.person, "api")
    dossier = create_draft(to_form(wanted), idempotency_key=call.idempotency_key, by=actor)
    place = f"/api/v1/dossiers/{dossier.head.dossier_id}"
    return answer(dossier, call.person, 201, Location=place)


@endpoint(
    api,
    "GET",
    "/dossiers",
    allow=INSTALLERS,
    summary=_("Lister les dossiers de l’entreprise, dernier modifié d’abord, avec les compteurs"),
    queries=("space", "status", "start", *FIELDS),
    gives=f"{ANSWERS}:DossierListAnswer",
)
def list_page(call: Call) -> "View":
    """List a page of the firm's dossiers with its counters."""
    from chalicelib.dossiers.list_dossiers import list_dossiers, load_counters
    from chalicelib.dossiers.views import view_counters, view_head

    actor = as_actor(call.person, "api")
    space = choose(Space, call, "space") or Space.SMALL
    status = choose(Status, call, "status")
    wanted, problems = read_filter(call.query)
    if problems:
        raise InvalidFields(problems)
    start = call.query.get("start")
    page = list_dossiers(by=actor, space=space, status=status, wanted=wanted, start=start)
    counters = load_counters(by=actor, now=business_now(), space=space)
    return {
        "dossiers": [view_head(line) for line in page.lines],
        "counters": view_counters(counters),
        "next": page.next,
    }


@endpoint(
    api,
    "GET",
    "/dossiers/{dossier_id}",
    allow=SIGNED_IN,
    summary=_("Lire un dossier entier"),
    gives=f"{ANSWERS}:DossierAnswer",
)
def read(call: Call, dossier_id: str) -> Reply:
    """Read a whole dossier."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(call.person, "api"))
    return answer(dossier, call.person)


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/cancel",
    allow=SIGNED_IN,
    summary=_("Annuler le dossier, avec un motif"),
    takes="chalicelib.dossiers.forms:Cancellation",
    gives=f"{ANSWERS}:DossierAnswer",
)
def cancel(call: Call, dossier_id: str) -> Reply:
    """Cancel a dossier."""
    from chalicelib.dossiers.cancel import cancel_dossier

    wanted: Cancellation = call.body
    dossier = cancel_dossier(dossier_id, wanted.reason, by=as_actor(call.person, "api"))
    return answer(dossier, call.person)


@endpoint(
    api,
    "GET",
    "/dossiers/{dossier_id}/timeline",
    allow=SIGNED_IN,
    summary=_("Lire où en est le dossier : fait, en cours, à venir, et à qui de jouer"),
    gives=f"{ANSWERS}:TimelineAnswer",
)
def read_timeline(call: Call, dossier_id: str) -> "View":
    """Read where a dossier stands."""
    from chalicelib.dossiers.progress import follow_progress
    from chalicelib.dossiers.view_dossier import view_progress

    dossier = load_dossier(dossier_id, seen_by=as_actor(call.person, "api"))
    return view_progress(follow_progress(dossier))


@endpoint(
    api,
    "GET",
    "/dossiers/{dossier_id}/journal",
    allow=PROFESSIONALS,
    summary=_("Lire le journal du dossier, le plus récent d’abord"),
    queries=("start",),
    gives=f"{ANSWERS}:JournalAnswer",
)
def read_events(call: Call, dossier_id: str) -> "View":
    """Read a page of a dossier's journal."""
    from chalicelib.dossiers.load import read_journal
    from chalicelib.dossiers.views import view_event

    events, following = read_journal(
        dossier_id, seen_by=as_actor(call.person, "api"), start=call.query.get("start")
    )
    return {"events": [view_event(event) for event in events], "next": following}


@endpoint(
    api,
    "GET",
    "/queue",
    allow=AGENTS,
    summary=_("Lister les dossiers envoyés, la plus longue attente d’abord"),
    queries=("lane", "start", "gestionnaire", "statut", "espace", "suivi", "attente"),
    gives=f"{ANSWERS}:QueueAnswer",
)
def read_queue(call: Call) -> "View":
    """List what waits for agents (`lane=us`, by default), for others, for one reason, or `mine`.

    The filter's fields are those of the page; a wrong one is told.
    """
    from chalicelib.aws.clock import business_now
    from chalicelib.dossiers.list_queue import LISTS, list_queue
    from chalicelib.dossiers.queue_filter import read_queue_filter
    from chalicelib.dossiers.views import view_line

    lane = call.query.get("lane") or "us"
    wanted, problems = read_queue_filter(call.query)
    if lane not in LISTS:
        problems = (_no_such("lane", lane, LISTS), *problems)
    if problems:
        raise InvalidFields(problems)
    found = list_queue(
        lane,
        wanted,
        by=as_actor(call.person, "api"),
        now=business_now(),
        start=call.query.get("start"),
    )
    return {"dossiers": [view_line(line) for line in found.lines], "next": found.next}
