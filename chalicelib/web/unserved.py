"""What is answered where no view is: unknown addresses, other methods, OPTIONS, failures.

A browser gets a page and a caller of the API an RFC 9457 document, in the reader's language.
"""

from collections.abc import Iterable

from chalice.app import Request, Response

from chalicelib.logs.failure import log_failure
from chalicelib.refusals import NotFound, Refusal
from chalicelib.web.fixed_page import FAILED, answer_fixed_page
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.request_headers import read_header
from chalicelib.words.translation import _

API = "/api/"
"""What is below it is asked for by programs; `/api` itself is a page."""


class MethodNotAllowed(Refusal):
    """The address exists and does not take this method."""

    code = "method-not-allowed"
    status = 405
    message = _("Cette adresse ne répond qu’aux méthodes {methods}.")


def answer_unserved(request: Request, methods: Iterable[str] | None) -> Response:
    """Answer a request that no view serves; `methods` are those of the address, None for none."""
    if methods is None:
        return _refuse(request, NotFound())
    allowed = list_allowed(methods)
    if request.method == "OPTIONS":
        response = Response("", {**endpoint_headers()}, 204)
        del response.headers["Content-Type"]
    else:
        response = _refuse(request, MethodNotAllowed(methods=allowed))
    response.headers["Allow"] = allowed
    return response


def list_allowed(methods: Iterable[str]) -> str:
    """List what an address takes as the `Allow` header has it: HEAD with GET, and OPTIONS."""
    known = {*methods, "OPTIONS"}
    return ", ".join(sorted(known | {"HEAD"} if "GET" in known else known))


def answer_failure(request: Request, error: Exception) -> Response:
    """Log an error that nothing else caught, and answer with as little of us as can fail again."""
    log_failure(error)
    if _is_api(request):
        from chalicelib.web.endpoint import OurError
        from chalicelib.web.problems import answer_problem

        return answer_problem(OurError(), _number(request))
    return answer_fixed_page(FAILED, 500, _number(request))


def _refuse(request: Request, refusal: Refusal) -> Response:
    if _is_api(request):
        from chalicelib.web.problems import answer_problem
        from chalicelib.words.translation import negotiate_language

        negotiate_language(read_header(request, "accept-language"))
        return answer_problem(refusal, _number(request))
    from chalicelib.web.page import refuse_page

    try:
        return refuse_page(request, refusal)
    except Exception as error:  # noqa: BLE001 # the outermost boundary: nothing of Chalice's is around this answer
        return answer_failure(request, error)


def _is_api(request: Request) -> bool:
    return str(request.to_original_event()["path"]).startswith(API)


def _number(request: Request) -> str:
    return str(request.context.get("requestId", ""))
