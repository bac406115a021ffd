"""The one route of API Gateway, and what the gateway answers when it does not reach the app.

Chalice writes a resource and an integration for each path: 246 of the 300 resources that a REST
API may have, and four tenths of the template. What it wrote of one integration is kept; the
paths are two. The methods are named, for the local cloud answers `ANY` with 403.

The gateway's own errors are pages of ours. Its responses have one body, whatever the request
accepts: API Gateway takes the template of `application/json` and no other, so there is no
document for programs beside the page for people; programs go by the status and `Retry-After`.
They stand in the API's body, not in resources of their own, for they hold from a deployment on,
and SAM makes one when the body changes.
"""

import json
from typing import Any

from chalicelib.web.fixed_page import (
    FORBIDDEN,
    HEADERS,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    UNAVAILABLE,
    UNREADABLE,
    FixedText,
    write_fixed_page,
)
from chalicelib.web.headers import HSTS
from infra.failure import CommandFailed
from infra.template import Template

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
"""What reaches the app; any other method is refused by the gateway itself."""

RESPONSES: dict[str, FixedText] = {
    "DEFAULT_4XX": UNREADABLE,
    "DEFAULT_5XX": UNAVAILABLE,
    "ACCESS_DENIED": FORBIDDEN,
    "MISSING_AUTHENTICATION_TOKEN": FORBIDDEN,
    "WAF_FILTERED": FORBIDDEN,
    "REQUEST_TOO_LARGE": TOO_LARGE,
    "THROTTLED": TOO_MANY,
    "QUOTA_EXCEEDED": TOO_MANY,
    "INTEGRATION_FAILURE": UNAVAILABLE,
    "INTEGRATION_TIMEOUT": TOO_SLOW,
}
"""What each error of the gateway says; it keeps its own status (docs: "Gateway response types for
API Gateway"). The two defaults stand for every type that is not named: a status of their own
would be that of all of them."""

RETRY_AFTER_S = 60
RETRIED = {"DEFAULT_5XX", "THROTTLED", "QUOTA_EXCEEDED", "INTEGRATION_FAILURE"}
"""What is worth repeating later. What was too slow may have been done."""

NUMBER = "$context.requestId"
"""The request's number, as the gateway fills it in; it is in our logs of the request too."""

REQUESTS_A_SECOND = 200
REQUESTS_AT_ONCE = 400
"""What the gateway lets through, of everybody together: the account may run a thousand functions at
once, and the queues need theirs."""

ACCESS_LINE = {
    "portal": "raccordo-${Stage}",
    "gateway_request_id": NUMBER,
    "at_ms": "$context.requestTimeEpoch",
    "method": "$context.httpMethod",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "duration_ms": "$context.responseLatency",
    "function_status": "$context.integration.status",
    "refused": "$context.error.responseType",
}
"""What the gateway writes down of a request: neither its address, which may open a case, nor who
sent it. Our own line of the same number says the route and the account."""

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
    body["x-amazon-apigateway-gateway-responses"] = {
        kind: write_response(kind) for kind in RESPONSES
    }
    del body["definitions"]
    _limit_and_log(template["Resources"]["RestAPI"])


def _limit_and_log(api: Template) -> None:
    """Bound the pace of requests, and have each written down without what is personal in it."""
    pace = {"ThrottlingRateLimit": REQUESTS_A_SECOND, "ThrottlingBurstLimit": REQUESTS_AT_ONCE}
    api["Properties"] |= {
        "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", **pace}],
        "AccessLogSetting": {
            "DestinationArn": {"Fn::GetAtt": ["PortalAccessLogGroup", "Arn"]},
            "Format": {"Fn::Sub": json.dumps(ACCESS_LINE, separators=(",", ":"))},
        },
    }
    # The account lets the gateway write first, or there is no stage that logs.
    api["DependsOn"] = ["GatewayAccount"]


def write_response(kind: str) -> Template:
    """Write what the gateway answers for an error of this type, as its API takes it."""
    headers = {**HEADERS, "Strict-Transport-Security": HSTS}
    if kind in RETRIED:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    return {
        "responseParameters": {
            f"gatewayresponse.header.{name}": f"'{value}'" for name, value in headers.items()
        },
        "responseTemplates": {"application/json": write_fixed_page(RESPONSES[kind], NUMBER)},
    }


def _only_integration(paths: Template) -> Template:
    found = [one[INTEGRATION] for methods in paths.values() for one in methods.values()]
    if not found or any(one != found[0] for one in found):
        raise CommandFailed("Chalice wrote no route, or routes with integrations that differ")
    integration: Template = found[0]
    return integration
