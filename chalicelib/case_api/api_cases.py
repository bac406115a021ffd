"""The JSON API of cases of every kind that declares one: made, listed, found, acted on, told."""

from typing import TYPE_CHECKING, Final

from chalicelib.case_api.blueprints import CASE, FORMS, actor_of, api
from chalicelib.policy.audiences import AGENTS, PROFESSIONALS, SIGNED_IN
from chalicelib.web.call import Call, Reply, read_body
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.case_api.views import View

KIND: Final = "/kinds/{kind_name}"


@endpoint(
    api,
    "GET",
    KIND,
    allow=SIGNED_IN,
    summary=_("Décrire une sorte de dossier : ses statuts, ses actes et ce qu’ils prennent"),
    gives=f"{FORMS}:KindAnswer",
)
def describe_kind(call: Call, kind_name: str) -> "View":
    """Describe a kind of case to whoever may see cases of it."""
    from chalicelib.case_api.of_kind import served_named
    from chalicelib.case_api.views import view_kind
    from chalicelib.policy.require import require

    kind, served = served_named(kind_name)
    require(actor_of(call), kind.see)
    return view_kind(kind, served)


@endpoint(
    api,
    "POST",
    KIND + "/cases",
    allow=SIGNED_IN,
    creates=True,
    summary=_("Créer un dossier d’une sorte ; la même clé ne le crée qu’une fois"),
    gives=f"{FORMS}:CaseAnswer",
)
def create_case_of(call: Call, kind_name: str) -> Reply:
    """Create a case."""
    from chalicelib.case_api.handle import create
    from chalicelib.case_api.of_kind import served_named
    from chalicelib.case_api.views import view_case
    from chalicelib.policy.require import require

    actor = actor_of(call)
    _kind, served = served_named(kind_name)
    require(actor, served.create)
    wanted = read_body(call.request, served.takes)
    case = create(kind_name, wanted, key=call.idempotency_key, by=actor)
    place = f"/api/v1/cases/{case.head.case_id}"
    return Reply(view_case(case, actor), 201, {"Location": place})


@endpoint(
    api,
    "GET",
    KIND + "/cases",
    allow=SIGNED_IN,
    summary=_("Lister les dossiers d’une sorte, le dernier modifié d’abord, avec les compteurs"),
    queries=("owner", "status", "start"),
    gives=f"{FORMS}:CasesAnswer",
)
def list_cases_of(call: Call, kind_name: str) -> "View":
    """List one's own cases; agents say whose."""
    from chalicelib.case_api.lists import list_page
    from chalicelib.case_api.of_kind import served_named
    from chalicelib.case_api.views import view_listed

    asked = call.query
    listed = list_page(
        kind_name,
        by=actor_of(call),
        owner_id=asked.get("owner", ""),
        status=asked.get("status", ""),
        start=asked.get("start"),
    )
    return view_listed(listed, served_named(kind_name)[0])


@endpoint(
    api,
    "GET",
    KIND + "/waiting",
    allow=AGENTS,
    summary=_("Lister ce qui attend nos équipes pour un motif, la plus longue attente d’abord"),
    queries=("reason", "start"),
    gives=f"{FORMS}:FollowedAnswer",
)
def list_waiting_of(call: Call, kind_name: str) -> "View":
    """List what waits for agents for a reason, and who looks after it."""
    from chalicelib.case_api.lists import list_reason
    from chalicelib.case_api.of_kind import served_named
    from chalicelib.case_api.views import view_followed

    asked = call.query
    listed = list_reason(
        kind_name, asked.get("reason", ""), by=actor_of(call), start=asked.get("start")
    )
    return view_followed(listed, served_named(kind_name)[0])


@endpoint(
    api,
    "GET",
    KIND + "/followed",
    allow=AGENTS,
    summary=_("Lister les cas d’une sorte que l’on suit, les plus anciens d’abord"),
    queries=("start",),
    gives=f"{FORMS}:FollowedAnswer",
)
def list_followed_of(call: Call, kind_name: str) -> "View":
    """List the cases that the agent who calls looks after."""
    from chalicelib.case_api.lists import list_followed
    from chalicelib.case_api.of_kind import served_named
    from chalicelib.case_api.views import view_followed

    listed = list_followed(kind_name, by=actor_of(call), start=call.query.get("start"))
    return view_followed(listed, served_named(kind_name)[0])


@endpoint(
    api,
    "GET",
    KIND + "/search",
    allow=SIGNED_IN,
    summary=_("Chercher des dossiers d’une sorte par le début d’un mot"),
    queries=("word", "start"),
    gives=f"{FORMS}:CasesAnswer",
)
def search_cases_of(call: Call, kind_name: str) -> "View":
    """Find cases by the beginning of a word."""
    from chalicelib.case_api.lists import search
    from chalicelib.case_api.of_kind import served_named
    from chalicelib.case_api.views import view_listed

    asked = call.query
    listed = search(kind_name, asked.get("word", ""), by=actor_of(call), start=asked.get("start"))
    return view_listed(listed, served_named(kind_name)[0])


@endpoint(
    api,
    "GET",
    CASE,
    allow=SIGNED_IN,
    summary=_("Lire un dossier d’une sorte quelconque, ses fichiers et les actes possibles"),
    gives=f"{FORMS}:CaseAnswer",
)
def read_case(call: Call, case_id: str) -> "View":
    """Read a whole case."""
    from chalicelib.case_api.of_kind import served_of
    from chalicelib.case_api.views import view_case
    from chalicelib.cases.load import load_case

    actor = actor_of(call)
    kind, _served = served_of(case_id)
    return view_case(load_case(kind, case_id, seen_by=actor), actor)


@endpoint(
    api,
    "POST",
    CASE + "/acts/{act_name}",
    allow=SIGNED_IN,
    summary=_("Faire un acte d’un dossier, tel que sa sorte le déclare"),
    gives=f"{FORMS}:CaseAnswer",
)
def act_on_case(call: Call, case_id: str, act_name: str) -> "View":
    """Do an act; with `If-Match`, on the version that was shown alone."""
    from chalicelib.case_api.handle import act_on, find_act
    from chalicelib.case_api.views import view_case

    actor = actor_of(call)
    act = find_act(case_id, act_name, by=actor)
    wanted = read_body(call.request, act.takes) if act.takes else None
    case = act_on(case_id, act, wanted, by=actor, expected_version=call.expected_version)
    return view_case(case, actor)


@endpoint(
    api,
    "GET",
    CASE + "/journal",
    allow=PROFESSIONALS,
    summary=_("Lire le journal d’un dossier, le plus récent d’abord, et son enchaînement"),
    queries=("start",),
    gives=f"{FORMS}:CaseJournal",
)
def read_case_journal(call: Call, case_id: str) -> "View":
    """Read a page of a case's journal."""
    from chalicelib.audit.store import list_events
    from chalicelib.aws.table import open_table
    from chalicelib.case_api.of_kind import served_of
    from chalicelib.case_api.views import view_event
    from chalicelib.cases.load import load_head
    from chalicelib.refusals import InvalidCursor

    kind, _served = served_of(case_id)
    load_head(case_id, kind=kind, seen_by=actor_of(call))
    try:
        events, following = list_events(open_table(), case_id, start=call.query.get("start"))
    except ValueError as error:
        raise InvalidCursor from error
    return {"events": [view_event(one) for one in events], "next": following}
