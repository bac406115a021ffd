"""A validated POST, many times: through our endpoint, or bare with pydantic alone.

    python validated.py ours 500

The work of the endpoint itself is nothing: what is left is the framework's.
"""

import json
import sys
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

ROUTES = 30
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Panel(BaseModel):
    """One row of panels."""

    model_config = ConfigDict(extra="forbid", strict=True)

    brand: Text
    model: Text
    count: Annotated[int, Field(ge=1, le=10_000)]
    unit_power_w: Annotated[float, Field(gt=0, le=2000)]


class Wanted(BaseModel):
    """A dossier of some 600 bytes: typed, bounded, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    civility: Literal["madame", "monsieur"]
    last_name: Text
    first_name: Text
    email: Text
    mobile: Annotated[str, Field(pattern=r"^\+33[67][0-9]{8}$")]
    address: Text
    postcode: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    city: Text
    pdl: Annotated[str, Field(pattern=r"^[0-9]{14}$")]
    phases: Literal["monophase", "triphase"]
    connection_power_kva: Annotated[float, Field(gt=0, le=250)]
    has_battery: bool
    panels: Annotated[list[Panel], Field(min_length=1, max_length=20)]


SENT: dict[str, Any] = {
    "civility": "madame",
    "last_name": "Martin",
    "first_name": "Camille",
    "email": "camille.martin@example.org",
    "mobile": "+33612345678",
    "address": "12 rue des Lilas, bâtiment B, troisième étage, porte de gauche",
    "postcode": "69003",
    "city": "Lyon",
    "pdl": "07123456789012",
    "phases": "monophase",
    "connection_power_kva": 6.0,
    "has_battery": False,
    "panels": [
        {"brand": "DualSun", "model": "Flash 500", "count": 12, "unit_power_w": 500.0},
        {"brand": "Voltec", "model": "Tarka 126 VSMP", "count": 4, "unit_power_w": 395.0},
    ],
}
BODY = json.dumps(SENT)
EVENT: dict[str, Any] = {
    "headers": {
        "content-type": "application/json",
        "accept": "application/json",
        "accept-language": "fr",
        "host": "raccordo.test",
    },
    "multiValueQueryStringParameters": None,
    "path": "/api/v1/wanted",
    "pathParameters": {"proxy": "api/v1/wanted"},
    "stageVariables": None,
    "requestContext": {
        "resourcePath": "/{proxy+}",
        "httpMethod": "POST",
        "path": "/api/v1/wanted",
        "requestId": "bench",
        "identity": {"sourceIp": "192.0.2.1"},
    },
    "body": BODY,
    "isBase64Encoded": False,
}


def answer_bare(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Validate and answer, with nothing around."""
    wanted = Wanted.model_validate_json(event["body"])
    return {"statusCode": 200, "headers": {}, "body": json.dumps({"city": wanted.city})}


def open_ours() -> Any:
    """Open an app of thirty routes with our endpoint."""
    from chalice.app import Blueprint

    from chalicelib.web.endpoint import endpoint
    from chalicelib.web.proxy_app import ProxyApp

    api = Blueprint("validated")

    def act(call: Any) -> dict[str, str]:
        """Answer."""
        return {"city": call.body.city}

    for place in range(ROUTES - 1):
        act.__name__ = f"act_{place}"
        endpoint(api, "GET", f"/others/{place}", allow="public", summary="")(act)
    act.__name__ = "act"
    wanted = "validated:Wanted"
    endpoint(api, "POST", "/wanted", allow="public", summary="", takes=wanted)(act)
    app = ProxyApp("bench")
    app.register_blueprint(api)
    return app


def main(which: str, times: str) -> None:
    """Answer so many times."""
    sys.modules["validated"] = sys.modules["__main__"]
    answer = open_ours() if which == "ours" else answer_bare
    for _ in range(int(times)):
        answered = answer(EVENT, None)
        assert answered["statusCode"] == 200, answered  # a bench asserts what it measures


if __name__ == "__main__":
    main(*sys.argv[1:])
