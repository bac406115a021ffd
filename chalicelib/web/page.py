"""Pages: each declares its route and who may, and shows or redirects. Nothing else is served.

    pages = Blueprint(__name__)

    @page(pages, "/dossiers/{dossier_id}", allow=PROFESSIONALS)
    def show_dossier(visit: Visit, dossier_id: str) -> Response:
        dossier = load_dossier(dossier_id, asked_by=visit.person)   # NotFound when not theirs
        return visit.show("dossiers/dossier.html", dossier=dossier)

    @page(pages, "/dossiers/{dossier_id}/annulation", method="POST", allow=INSTALLERS)
    def cancel(visit: Visit, dossier_id: str) -> Response:
        cancel_dossier(dossier_id, reason=visit.form.text("reason"), by=visit.person)
        return visit.go(f"/dossiers/{dossier_id}", flash=_("Le dossier est annulé."))

Templates extend `_layout.html`, and every posted form holds `{{ csrf }}`. A refusal that
leaves the function becomes an error page with the refusal's own status and words; an error of
ours becomes a page with a number to quote. The form's token and origin were checked before.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal
from urllib.parse import quote

from chalice.app import Blueprint, Request, Response

from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.refusals import WrongHat
from chalicelib.logs.invocation import note
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound, Refusal
from chalicelib.web.cookies import cookie_name
from chalicelib.web.csrf import FIELD, refuse_forgery
from chalicelib.web.form import LARGEST_FORM_BYTES, WrongFormType
from chalicelib.web.request_headers import find_header, read_header
from chalicelib.web.routes import Allow, Route, declare, is_allowed, serves
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, negotiate_language, translate

LONGEST_WANTED = 1000
"""How much of an address is kept through the sign-in."""

FORM_TYPE = "application/x-www-form-urlencoded"
ANY_TYPE: list[str] = []
"""Chalice checks no content type itself: its 415 would be no page."""

type View[**P] = Callable[Concatenate[Visit, P], Response]


def page[**P](
    blueprint: Blueprint,
    path: str,
    *,
    allow: Allow,
    method: Literal["GET", "POST"] = "GET",
    most_bytes: int = LARGEST_FORM_BYTES,
) -> Callable[[View[P]], View[P]]:
    """Declare a page: its path, its method and who may. The view takes a Visit and the places.

    `most_bytes` bounds what may be posted, where it is more than a form's fields.
    """

    def decorate(view: View[P]) -> View[P]:
        name = f"{view.__module__}.{view.__name__}"
        declare(Route("page", method, path, allow, name))

        @wraps(view)
        def answer(**places: str) -> Response:
            visit = Visit(blueprint.current_request, most_form_bytes=most_bytes)
            return _answer(visit, allow, lambda: view(visit, **places))  # type: ignore[call-arg,arg-type] # the places of the path are the view's own arguments

        blueprint.route(path, methods=[method], name=view.__name__, content_types=ANY_TYPE)(answer)
        return view

    return decorate


def _recognise(visit: Visit) -> None:
    """Find who makes the visit, and answer in their language from now on."""
    token = visit.cookies.get(cookie_name("session"), "")
    try:
        session = find_session(token) if token else None
        if session is not None:
            visit.session, visit.visitor, visit.session_secret = session, session.person, token
            note(role=session.person.role, actor=session.person.user_id)
    finally:  # an error page is in the reader's language too
        theirs = visit.visitor.language if visit.visitor else ""
        kept = visit.cookies.get(cookie_name("language"), "")
        negotiate_language(read_header(visit.request, "accept-language"), kept, theirs)


def refuse_page(request: Request, refusal: Refusal) -> Response:
    """Answer with a refusal's page where no view is to be called."""

    def refuse() -> Response:
        raise refusal

    return _answer(Visit(request), None, refuse)


def _answer(visit: Visit, allow: Allow | None, view: Callable[[], Response]) -> Response:
    """Answer a visit; without `allow` nothing stands before the view."""
    try:
        _recognise(visit)
        return view() if allow is None else _answer_allowed(visit, allow, view)
    except Refusal as refusal:
        return show_refusal(visit, refusal)
    except Exception as error:  # noqa: BLE001 # the outermost boundary: logged, shown as a page with its number
        return _show_failure(visit, error)


def _answer_allowed(visit: Visit, allow: Allow, view: Callable[[], Response]) -> Response:
    if not is_allowed(visit.visitor, allow):
        return _refuse_visitor(visit, allow)
    if visit.request.method == "POST":
        if not read_header(visit.request, "content-type").lower().startswith(FORM_TYPE):
            raise WrongFormType
        origin = find_header(visit.request, "origin")
        refuse_forgery(visit.secret, visit.form.text(FIELD), origin)
    return view()


def _refuse_visitor(visit: Visit, allow: Allow) -> Response:
    if visit.visitor is not None:
        visit.offered_hats = tuple(one for one in visit.other_hats if serves(one.role, allow))
        raise WrongHat if visit.offered_hats else NotAllowed
    note(code="sign-in-asked")
    if visit.request.method == "GET":
        wanted = visit.address
        # What is too long to be carried was no link of ours: its page alone is.
        wanted = wanted if len(wanted) <= LONGEST_WANTED else visit.path
        return visit.go(f"/connexion?suite={quote(wanted)}")
    return visit.go("/connexion", flash=_("Votre session est terminée : reconnectez-vous."))


_BUSY = _("Réessayez dans une minute : rien de ce qui était enregistré n’est perdu.")

TITLES: dict[int, str] = {
    403: _("Action refusée"),
    404: _("Page introuvable"),
    405: _("Action impossible à cette adresse"),
    409: _("Action impossible en l’état"),
    410: _("Cette page n’est plus disponible"),
    413: _("Envoi trop volumineux"),
    415: _("Envoi non reconnu"),
    422: _("À corriger"),
    429: _("Trop d’essais"),
}


def show_refusal(visit: Visit, refusal: Refusal) -> Response:
    """Show a refusal as a page: what was refused, and what to do."""
    problems = refusal.problems if isinstance(refusal, InvalidFields) else ()
    title = TITLES.get(refusal.status, TITLES[409])
    message = translate(refusal.message, **refusal.values)
    # What this hat does not find, another of the same person may: nobody looks whether it does.
    offered = visit.other_hats if isinstance(refusal, NotFound) else visit.offered_hats
    return visit.show(
        "web/refusal.html",
        status=refusal.status,
        title=title,
        message=message,
        problems=problems,
        offered=offered,
    )


def _show_failure(visit: Visit, error: Exception) -> Response:
    from chalicelib.logs.failure import log_failure
    from chalicelib.web.fixed_page import FAILED

    if log_failure(error):
        return _show_error(visit, 503, _("Service momentanément indisponible"), _BUSY)
    return _show_error(visit, 500, FAILED.title, FAILED.message)


def _show_error(visit: Visit, status: int, title: str, message: str) -> Response:
    return visit.show(
        "web/refusal.html",
        status=status,
        title=title,
        message=translate(message),
        number=_request_id(visit),
        problems=(),
        offered=(),
    )


def _request_id(visit: Visit) -> str:
    return str(visit.request.context.get("requestId", ""))
