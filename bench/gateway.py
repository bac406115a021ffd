"""Events as API Gateway writes them, for a browser and for a caller of the API."""

import json
from collections.abc import Mapping
from typing import Any


def ask(
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
) -> dict[str, Any]:
    """Write the event of one request: the gateway has one resource below the root."""
    proxy = path.removeprefix("/")
    resource = "/{proxy+}" if proxy else "/"
    sent = {"accept-language": "fr-FR,fr;q=0.9", "host": "raccordo.test", **(headers or {})}
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": proxy} if proxy else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": path,
            "requestId": "bench-request",
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def ask_api(
    method: str,
    path: str,
    token: str,
    *,
    body: object = None,
    key: str = "",
) -> dict[str, Any]:
    """Write the event of one call of the JSON API."""
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    if body is not None:
        headers["content-type"] = "application/json"
    if key:
        headers["idempotency-key"] = key
    text = None if body is None else json.dumps(body)
    return ask(method, path, headers=headers, body=text)


def ask_page(path: str, cookie: str) -> dict[str, Any]:
    """Write the event of one page that a signed-in browser asks for."""
    headers = {"cookie": cookie, "accept": "text/html"}
    return ask("GET", path, headers=headers)
