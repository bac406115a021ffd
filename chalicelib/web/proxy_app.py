"""A Chalice app behind one proxy route: the gateway hands over every path, we find who serves it.

API Gateway knows `/` and `/{proxy+}` (infra/gateway.py), whatever the number of pages. Here the
declared path of an address is found, and Chalice calls its view as if the gateway had found it.
What no view answers is answered by us: unknown paths, other methods, OPTIONS, and HEAD, which is
GET without its body.
"""

import sys
from typing import Any, cast

from chalice.app import Chalice, Request, Response, RestAPIEventHandler, RouteEntry

from chalicelib.logs.invocation import note
from chalicelib.web.request_line import answer_with_line
from chalicelib.web.route_tree import Leaf, Node, find, plant

BINARY = ["application/octet-stream"]
"""What is not text of all we take and give: nothing, for files pass by S3. Chalice knows sixteen
such types, and compares each request and answer with all of them: a third of its own cost."""

UNKNOWN_PATH = "/{proxy+}"
"""The route of what no declared path serves, as logs tell it: the address itself may be private."""

type Event = dict[str, Any]
type Answer = dict[str, Any]


class Routes(dict[str, dict[str, RouteEntry]]):
    """Chalice's table of views by declared path and method, and the tree that finds the path.

    Chalice looks a path up when a view is registered, and when its view is called: by then the
    tree has found it, so an unknown address never becomes an entry.
    """

    def __init__(self, tree: Node) -> None:
        """`tree` may know paths whose views are registered later."""
        super().__init__()
        self.tree = tree

    def __missing__(self, path: str) -> dict[str, RouteEntry]:
        views = self[path] = {}
        plant(self.tree, path, views)
        return views


class ProxyApp(Chalice):
    """A Chalice app that finds the declared path of a request by itself."""

    routes: Routes

    def __init__(self, app_name: str, tree: Node | None = None) -> None:
        """Without a `tree`, the paths are those of the views that are registered."""
        super().__init__(app_name, configure_logs=False)
        self.routes = Routes({} if tree is None else tree)  # pyright: ignore[reportIncompatibleVariableOverride] # Chalice sets it here alone
        self.api.binary_types = BINARY

    def prepare(self, leaf: Leaf) -> None:
        """Register the views of a declared path, where that waits for its first request."""

    def __call__(self, event: Event, context: object) -> Answer:
        """Answer a request of API Gateway's Lambda proxy integration, and tell how it ended."""
        return answer_with_line(event, context, self._answer)

    def _answer(self, event: Event, context: object) -> Answer:
        asked = event["requestContext"]["httpMethod"]
        found = find(self.routes.tree, event["path"])
        note(route=UNKNOWN_PATH if found is None else found[0]["path"])
        if found is None:
            return self._answer_unserved(event, context, None)
        leaf, places = found
        method = "GET" if asked == "HEAD" else asked
        if method not in leaf["methods"]:
            return self._answer_unserved(event, context, leaf)
        self.prepare(leaf)
        answer = self._call_view(_routed(event, leaf["path"], places, method), context)
        if asked == "HEAD":
            answer["body"] = ""
        return answer

    def _call_view(self, event: Event, context: object) -> Answer:
        """Have Chalice call the view, as its own `__call__` does."""
        self.lambda_context = context  # type: ignore[assignment] # whatever the runtime hands over
        views = _Views(
            self.routes, self.api, self.log, self.debug, [*self._get_middleware_handlers("http")]
        )
        self.current_request = views.create_request_object(event, context)
        answer: Answer = views(event, context)
        return answer

    def _answer_unserved(self, event: Event, context: object, leaf: Leaf | None) -> Answer:
        """Answer where no view is: 404 without a declared path, else 405, and 204 for OPTIONS."""
        from chalicelib.web.unserved import answer_unserved

        method = event["requestContext"]["httpMethod"]
        path = UNKNOWN_PATH if leaf is None else leaf["path"]
        request = Request(_routed(event, path, {}, method), context)
        response = answer_unserved(request, None if leaf is None else leaf["methods"])
        answer: Answer = response.to_dict(self.api.binary_types)
        if method == "HEAD":
            answer["body"] = ""
        return answer


class _Views(RestAPIEventHandler):
    """Chalice's caller of views, whose last words are ours."""

    def __call__(self, event: Event, context: object) -> Answer:
        """Answer; without a middleware nothing stands between the boundary and the view."""
        answer: Answer
        if self._middleware_handlers:
            answer = super().__call__(event, context)
            return answer
        try:
            response = self._main_rest_api_handler(event, context)
        except Exception:  # noqa: BLE001 # Chalice's own boundary: the next line logs and answers
            response = self._unhandled_exception_to_response()
        answer = response.to_dict(self.api.binary_types)
        return answer

    def _main_rest_api_handler(self, event: Event, context: object) -> Response:
        """Call the view that the tree has found.

        Chalice would look for path, method and CORS once more, and compare the types of request
        and answer with the binary ones, which none of ours is: more than pydantic's own work.
        """
        asked = event["requestContext"]
        entry = self.routes[asked["resourcePath"]][asked["httpMethod"]]
        if entry.content_types:
            answered: Response = super()._main_rest_api_handler(event, context)
            return answered
        self.lambda_context = context  # type: ignore[assignment] # whatever the runtime hands over
        return self._get_view_function_response(entry.view_function, event["pathParameters"] or {})

    def _unhandled_exception_to_response(self) -> Response:
        """Answer for an error that left the view, or a middleware; Chalice would answer in JSON."""
        from chalicelib.web.unserved import answer_failure

        error = cast(Exception, sys.exception())  # Chalice calls this where it caught it
        return answer_failure(self.current_request, error)  # type: ignore[arg-type] # made before any view


def _routed(event: Event, path: str, places: dict[str, str], method: str) -> Event:
    """Give the event as API Gateway would hand it over, had it found the declared path."""
    context = {**event["requestContext"], "resourcePath": path, "httpMethod": method}
    return {**event, "pathParameters": places or None, "requestContext": context}
