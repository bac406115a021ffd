"""Endpoints of the JSON API: each declares its route, who may, what it takes and what it gives.

    api = Blueprint(__name__)

    @endpoint(
        api, "POST", "/dossiers", allow=INSTALLERS, creates=True,
        summary=_("Créer un dossier en brouillon"),
        takes="chalicelib.dossiers.forms:NewDossier",
        gives="chalicelib.dossiers.forms:DossierView",
    )
    def create(call: Call) -> Reply:
        wanted: NewDossier = call.body          # NewDossier imported under TYPE_CHECKING
        dossier = create_dossier(wanted, by=call.person, key=call.idempotency_key)
        return Reply(view_of(dossier), 201, {"Location": f"/api/v1/dossiers/{dossier.id}"})

Paths are below `/api/v1`. Callers send `Authorization: Bearer …`; cookies mean nothing here.
`takes` and `gives` name pydantic models (or what a TypeAdapter knows) by `module:Name`, loaded
at the first use: a GET that answers plain dictionaries never imports pydantic. The body is
validated before the function runs. A plain value is a 200, None a 204, a Reply what it says.
With `creates=True` the `Idempotency-Key` header is required and its value handed over: the
use case keeps it. `queries` names the query fields that the endpoint reads, `succeeds` the statuses
of an answer that is neither of the usual ones: 202 for what is done later, 303 to a file.
"""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, Literal

from chalice.app import Blueprint, Request, Response

from chalicelib.accounts.find_bearer import find_bearer
from chalicelib.accounts.model import Person
from chalicelib.logs.invocation import note
from chalicelib.refusals import NotAllowed, Refusal
from chalicelib.web.call import Call, Reply, read_body, write_json
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.problems import IdempotencyKeyMissing, Unauthorised, answer_problem
from chalicelib.web.request_headers import read_header
from chalicelib.web.routes import Allow, Route, declare, is_allowed
from chalicelib.words.translation import _, negotiate_language

PREFIX = "/api/v1"
ANY_TYPE: list[str] = []
"""Chalice checks no content type itself: its 415 would be no problem document."""

KEY = re.compile(r"[A-Za-z0-9._:-]{8,200}")

type Answer = Reply | object
type Action[**P] = Callable[Concatenate[Call, P], Answer]
type Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class ServiceBusy(Refusal):
    """A service that we need is in trouble."""

    code = "service-busy"
    status = 503
    message = _("Service momentanément indisponible : répétez la même requête dans une minute.")


class OurError(Refusal):
    """A bug of ours."""

    code = "our-error"
    status = 500
    message = _("Une erreur est survenue de notre côté. Donnez-nous le numéro de la requête.")


def endpoint[**P](
    blueprint: Blueprint,
    method: Method,
    path: str,
    *,
    allow: Allow,
    summary: str,
    takes: str = "",
    gives: str = "",
    creates: bool = False,
    queries: tuple[str, ...] = (),
    succeeds: tuple[int, ...] = (),
) -> Callable[[Action[P]], Action[P]]:
    """Declare an endpoint; see the module's example."""

    def decorate(action: Action[P]) -> Action[P]:
        name = f"{action.__module__}.{action.__name__}"
        route = Route(
            kind="endpoint",
            method=method,
            path=PREFIX + path,
            allow=allow,
            view=name,
            summary=summary,
            takes=takes,
            gives=gives,
            creates=creates,
            queries=queries,
            succeeds=succeeds,
        )
        declare(route)

        @wraps(action)
        def answer(**places: str) -> Response:
            request = blueprint.current_request
            return _answer(request, route, action, places)

        blueprint.route(
            PREFIX + path, methods=[method], name=action.__name__, content_types=ANY_TYPE
        )(answer)
        return action

    return decorate


def _answer(
    request: Request, route: Route, action: Callable[..., Answer], places: Mapping[str, str]
) -> Response:
    """Answer a call; the places of the path are the action's own arguments."""
    negotiate_language(read_header(request, "accept-language"))
    try:
        return _write(action(_open_call(request, route), **places))
    except Refusal as refusal:
        return answer_problem(refusal, _request_id(request))
    except Exception as error:  # noqa: BLE001 # the outermost boundary: logged, told with its number
        from chalicelib.logs.failure import log_failure

        told = ServiceBusy(retry_after_s=60) if log_failure(error) else OurError()
        return answer_problem(told, _request_id(request))


def _request_id(request: Request) -> str:
    return str(request.context.get("requestId", ""))


def _open_call(request: Request, route: Route) -> Call:
    caller = _find_caller(request)
    if not is_allowed(caller, route.allow):
        raise Unauthorised if caller is None else NotAllowed
    body = read_body(request, route.takes) if route.takes else None
    return Call(request, caller, body, _read_key(request) if route.creates else "")


def _find_caller(request: Request) -> Person | None:
    sent = read_header(request, "authorization")
    if not sent:
        return None
    scheme, _space, token = sent.partition(" ")
    caller = find_bearer(token.strip()) if scheme.lower() == "bearer" and token else None
    if caller is not None:
        note(role=caller.role, actor=caller.user_id)
    return caller


def _read_key(request: Request) -> str:
    key = read_header(request, "idempotency-key")
    if not KEY.fullmatch(key):
        raise IdempotencyKeyMissing
    return key


class _JsonResponse(Response):
    """An answer that is text already: Chalice's way would look at every header once more."""

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, object]:  # noqa: ARG002 # Chalice's own signature
        return {
            "headers": self.headers,
            "multiValueHeaders": {},
            "statusCode": self.status_code,
            "body": self.body,
        }


def _write(answer: Answer) -> Response:
    headers: dict[str, str | list[str]] = {**endpoint_headers()}
    status, body = (204, None) if answer is None else (200, answer)
    if isinstance(answer, Reply):
        status, body = answer.status, answer.body
        headers.update(answer.headers or {})
    text = "" if status == 204 or body is None else write_json(body)
    return _JsonResponse(body=text, status_code=status, headers=headers)
