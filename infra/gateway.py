"""The one route of API Gateway: every method and path goes to the app, which finds its view.

Chalice writes a resource and an integration for each path: 246 of the 300 resources that a REST
API may have, and four tenths of the template. What it wrote of one integration is kept; the
paths are two. The methods are named, for the local cloud answers `ANY` with 403.
"""

from typing import Any

from infra.failure import CommandFailed
from infra.template import Template

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
"""What reaches the app; any other method is refused by the gateway itself."""

PROXY: dict[str, Any] = {"name": "proxy", "in": "path", "required": True, "type": "string"}
INTEGRATION = "x-amazon-apigateway-integration"


def open_one_route(template: Template) -> None:
    """Put two paths, the root and all below it, in the place of those that Chalice wrote.

    Raises CommandFailed when Chalice wrote them with integrations that differ.
    """
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    integration = _only_integration(body["paths"])
    responses = {"default": {"description": "What the app answers."}}
    operation = {"responses": responses, INTEGRATION: integration}
    below = {**operation, "parameters": [PROXY]}
    body["paths"] = {
        "/": {method.lower(): operation for method in METHODS},
        "/{proxy+}": {method.lower(): below for method in METHODS},
    }
    del body["definitions"]


def _only_integration(paths: Template) -> Template:
    found = [one[INTEGRATION] for methods in paths.values() for one in methods.values()]
    if not found or any(one != found[0] for one in found):
        raise CommandFailed("Chalice wrote no route, or routes with integrations that differ")
    integration: Template = found[0]
    return integration
