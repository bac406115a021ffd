"""The API as it is deployed: one route, and pages of ours for the gateway's own errors."""

import copy
import json
import re
from typing import Any

import pytest

from chalicelib.web.fixed_page import POLICY, STYLE
from chalicelib.words.languages import OFFERED
from chalicelib.words.translation import in_language, tag_of, translate, typeset
from infra.failure import CommandFailed
from infra.gateway import INTEGRATION, METHODS, RESPONSES, RETRIED, open_one_route
from infra.template import Template, compose_resources

PERSONAL = (
    *("identity", "path", "resourcePath", "domainName", "authorizer", "principalId", "userAgent"),
    *("sourceIp", "querystring", "header", "requestOverride", "error.message"),
)
ASKED_OF_US = ("403", "413", "429", "5xx")
STATUSES = {
    "403": {"ACCESS_DENIED", "MISSING_AUTHENTICATION_TOKEN", "WAF_FILTERED"},
    "413": {"REQUEST_TOO_LARGE"},
    "429": {"THROTTLED", "QUOTA_EXCEEDED"},
    "5xx": {"DEFAULT_5XX", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"},
}
ONE: dict[str, Any] = {"type": "aws_proxy", "uri": {"Fn::Sub": "arn"}}


def chalice_wrote(*integrations: dict[str, Any]) -> Template:
    paths = {f"/{number}": {"get": {INTEGRATION: one}} for number, one in enumerate(integrations)}
    body = {"paths": paths, "definitions": {"Empty": {}}, "swagger": "2.0"}
    return {"Resources": {"RestAPI": {"Properties": {"DefinitionBody": body}}}}


@pytest.fixture
def body() -> Template:
    template = chalice_wrote(ONE, copy.deepcopy(ONE))
    open_one_route(template)
    found: Template = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    return found


def test_the_gateway_knows_two_paths_and_each_method_by_name(body: Template) -> None:
    assert set(body["paths"]) == {"/", "/{proxy+}"}
    for methods in body["paths"].values():
        assert set(methods) == {method.lower() for method in METHODS}
        assert all(one[INTEGRATION] == ONE for one in methods.values())
    assert len(METHODS) == 7
    (proxy,) = body["paths"]["/{proxy+}"]["get"]["parameters"]
    assert (proxy["name"], proxy["in"], proxy["required"]) == ("proxy", "path", True)


def test_nothing_of_it_allows_another_origin_or_asks_an_authoriser(body: Template) -> None:
    assert "access-control" not in str(body).lower()
    assert "security" not in {
        key for one in body["paths"].values() for each in one.values() for key in each
    }
    assert "securityDefinitions" not in body


def test_the_gateway_bounds_the_pace_of_every_method() -> None:
    (settings,) = api()["MethodSettings"]
    assert (settings["HttpMethod"], settings["ResourcePath"]) == ("*", "/*")
    assert 0 < settings["ThrottlingRateLimit"] <= settings["ThrottlingBurstLimit"] < 1000


def test_the_gateway_writes_each_request_down_and_nothing_of_who_sent_what() -> None:
    setting = api()["AccessLogSetting"]
    assert setting["DestinationArn"] == {"Fn::GetAtt": ["PortalAccessLogGroup", "Arn"]}
    line = json.loads(setting["Format"]["Fn::Sub"])
    assert line["gateway_request_id"] == "$context.requestId"
    assert line["status"] == "$context.status"
    told = [value for value in line.values() if value.startswith("$")]
    assert not [one for one in told if any(one.startswith(f"$context.{bad}") for bad in PERSONAL)]
    group = compose_resources()["Resources"]["PortalAccessLogGroup"]["Properties"]
    assert group["RetentionInDays"] == 365


def api() -> Template:
    template = chalice_wrote(ONE)
    open_one_route(template)
    found: Template = template["Resources"]["RestAPI"]["Properties"]
    return found


@pytest.mark.parametrize("wrote", [chalice_wrote(), chalice_wrote(ONE, {"type": "mock"})])
def test_integrations_that_differ_are_refused(wrote: Template) -> None:
    with pytest.raises(CommandFailed, match="integrations that differ"):
        open_one_route(wrote)


@pytest.mark.parametrize("status", ASKED_OF_US)
def test_the_errors_of_the_gateway_are_ours_and_keep_their_status(
    body: Template, status: str
) -> None:
    responses = body["x-amazon-apigateway-gateway-responses"]
    assert STATUSES[status] <= set(responses)
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= set(responses)
    assert not [kind for kind, one in responses.items() if "statusCode" in one]


@pytest.mark.parametrize("kind", RESPONSES)
def test_an_error_of_the_gateway_is_one_page_in_every_language(body: Template, kind: str) -> None:
    response = body["x-amazon-apigateway-gateway-responses"][kind]
    # The one template that API Gateway uses, whatever the request accepts.
    (page,) = [response["responseTemplates"]["application/json"]]
    assert set(response["responseTemplates"]) == {"application/json"}
    assert response["responseParameters"]["gatewayresponse.header.Content-Type"] == (
        "'text/html; charset=utf-8'"
    )
    for language in OFFERED:
        with in_language(language):
            title = typeset(translate(RESPONSES[kind].title))
            message = typeset(translate(RESPONSES[kind].message))
        assert f'<section lang="{tag_of(language)}"><h1>{title}</h1><p>{message}</p>' in page
    assert len({*re.findall("<h1>([^<]*)", page)}) == len(OFFERED)


@pytest.mark.parametrize("kind", RESPONSES)
def test_such_a_page_fetches_nothing_and_says_the_request_s_number(
    body: Template, kind: str
) -> None:
    response = body["x-amazon-apigateway-gateway-responses"][kind]
    page = response["responseTemplates"]["application/json"]
    assert not re.search(r"href=|\bsrc=|url\(|<script|<form|@import", page)
    assert f'content="{POLICY}"' in page
    assert f"<style>{STYLE}</style>" in page
    # Of what the gateway would fill in, the number alone.
    assert re.findall(r"\$[\w.{]+", page) == ["$context.requestId"]
    headers = {
        name.removeprefix("gatewayresponse.header."): text
        for name, text in response["responseParameters"].items()
    }
    assert {"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"} <= set(headers)
    assert headers["Strict-Transport-Security"].startswith("'max-age=")
    assert headers["Cache-Control"] == "'no-store'"
    assert ("Retry-After" in headers) == (kind in RETRIED)
    # A static value stands between two quotes, and can hold none.
    assert all(re.fullmatch(r"'[^']*'", text) for text in headers.values())
