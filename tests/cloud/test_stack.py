"""The deployed stack refuses what no role of it may do, and answers where it should."""

import hashlib
import json

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from mypy_boto3_s3 import S3Client

from chalicelib.settings import load_settings
from infra.gateway import write_response
from local.stage import SCHEDULED, LocalStage

pytestmark = pytest.mark.cloud

COLD_S = 90


def session_of(stage: LocalStage, name: str) -> boto3.Session:
    """Speak to the cloud under the role of a deployed function, as MiniStack hands it to it."""
    found = boto3.client("lambda").get_function_configuration(
        FunctionName=stage.place.function_name(name)
    )
    digest = hashlib.sha256(f"{found['FunctionArn']}:{found['Role']}".encode()).hexdigest()
    return boto3.Session(
        aws_access_key_id=f"ASIA{digest[:16].upper()}",
        aws_secret_access_key=hashlib.sha256(f"secret:{digest}".encode()).hexdigest(),
        aws_session_token=hashlib.sha256(f"token:{digest}".encode()).hexdigest(),
    )


def client_of(stage: LocalStage, name: str) -> S3Client:
    """Speak to S3 under the role of a deployed function."""
    return session_of(stage, name).client("s3")


@pytest.fixture
def objects(stage: LocalStage) -> dict[str, str]:
    """An upload, a sealed original and a served copy, written by those who may."""
    settings = load_settings()
    assert stage.mails() is not None
    warm_up(stage)
    checker, browser = client_of(stage, "check_document"), client_of(stage, "api_handler")
    browser.put_object(Bucket=settings.uploads_bucket, Key="nobody/x.pdf", Body=b"x")
    checker.put_object(Bucket=settings.documents_bucket, Key="evidence/x.pdf", Body=b"x")
    checker.put_object(Bucket=settings.documents_bucket, Key="served/x.pdf", Body=b"x")
    return {"uploads": settings.uploads_bucket, "documents": settings.documents_bucket}


def warm_up(stage: LocalStage) -> None:
    """Have both functions run once: MiniStack knows a role's keys from then on."""
    httpx.get(
        f"{stage.connect_to}/",
        headers={"Host": stage.portal.removeprefix("http://")},
        timeout=COLD_S,
    )
    stage.call("check_document", {"Records": []})


def is_refused(client: S3Client, operation: str, bucket: str, key: str) -> bool:
    """Whether a role may not do this to an object."""
    try:
        getattr(client, operation)(Bucket=bucket, Key=key)
    except ClientError as error:
        return error.response["Error"]["Code"] == "AccessDenied"
    return False


def test_only_the_checker_reads_uploads_and_originals(
    stage: LocalStage, objects: dict[str, str]
) -> None:
    checker, browser = client_of(stage, "check_document"), client_of(stage, "api_handler")
    for bucket, key in (("uploads", "nobody/x.pdf"), ("documents", "evidence/x.pdf")):
        assert is_refused(browser, "get_object", objects[bucket], key)
        assert not is_refused(checker, "get_object", objects[bucket], key)


def test_only_the_signer_reads_served_copies_and_only_the_checker_writes_them(
    stage: LocalStage, objects: dict[str, str]
) -> None:
    browser, key = client_of(stage, "api_handler"), "served/x.pdf"
    assert not is_refused(browser, "get_object", objects["documents"], key)
    assert is_refused(browser, "put_object", objects["documents"], key)


def test_the_portal_answers_at_its_name_without_a_stage_prefix(stage: LocalStage) -> None:
    answer = httpx.get(
        f"{stage.connect_to}/connexion",
        headers={"Host": stage.portal.removeprefix("http://")},
        timeout=COLD_S,
    )
    assert answer.status_code == 200
    assert "raccordo" in answer.text.lower()


def test_browsers_of_the_portal_may_post_to_the_uploads_and_others_may_not(
    stage: LocalStage,
) -> None:
    address = f"{stage.connect_to}/{load_settings().uploads_bucket}"
    asked = {"Access-Control-Request-Method": "POST"}
    ours = httpx.options(address, headers={"Origin": stage.portal, **asked})
    theirs = httpx.options(address, headers={"Origin": "http://elsewhere.example", **asked})
    assert ours.headers.get("access-control-allow-origin") == stage.portal
    assert "access-control-allow-origin" not in theirs.headers


def test_an_unsigned_call_is_refused(stage: LocalStage) -> None:
    answer = httpx.get(f"{stage.connect_to}/{load_settings().documents_bucket}/served/x.pdf")
    assert answer.status_code == 403


def a_message(message_id: str, body: str) -> dict[str, object]:
    """A message as SQS hands it to a function."""
    return {
        "messageId": message_id,
        "body": body,
        "receiptHandle": "receipt",
        "eventSource": "aws:sqs",
        "attributes": {},
        "messageAttributes": {},
    }


def test_a_failed_message_ends_in_the_dead_letters_alone(stage: LocalStage) -> None:
    bodies = {"good": json.dumps({"Records": []}), "bad": "{"}
    event = {"Records": [a_message(name, body) for name, body in bodies.items()]}
    answer = stage.call("check_document", event)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def ask_portal(stage: LocalStage, method: str, path: str) -> httpx.Response:
    """Ask the deployed portal, in English."""
    host = stage.portal.removeprefix("http://")
    headers = {"Host": host, "Accept-Language": "en"}
    return httpx.request(method, f"{stage.connect_to}{path}", headers=headers, timeout=COLD_S)


@pytest.mark.parametrize(
    ("method", "path", "status", "kind", "words"),
    [
        ("GET", "/nowhere/at/all/here", 404, "text/html; charset=utf-8", "Page not found"),
        ("GET", "/connexion/", 404, "text/html; charset=utf-8", "Page not found"),
        ("GET", "/suivi/%ff", 404, "text/html; charset=utf-8", "Page not found"),
        ("PUT", "/connexion", 405, "text/html; charset=utf-8", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/api/v1/nowhere", 404, "application/problem+json", "not-found"),
        ("PATCH", "/api/v1/dossiers", 405, "application/problem+json", "method-not-allowed"),
        ("DELETE", "/", 405, "text/html; charset=utf-8", "GET, HEAD, OPTIONS"),
    ],
)
def test_what_the_portal_does_not_serve_is_told_in_our_words(
    stage: LocalStage, method: str, path: str, status: int, kind: str, words: str
) -> None:
    answer = ask_portal(stage, method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
    assert words in answer.text


def test_head_and_options_reach_the_app_through_the_gateway(stage: LocalStage) -> None:
    get, head = (ask_portal(stage, method, "/connexion") for method in ("GET", "HEAD"))
    assert (head.status_code, head.text) == (get.status_code, "")
    assert set(head.headers) == set(get.headers)
    options = ask_portal(stage, "OPTIONS", "/api/v1/dossiers")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert not [name for name in options.headers if name.startswith("access-control")]


def test_the_gateway_renders_our_page_for_its_own_error(stage: LocalStage) -> None:
    """The local cloud reads no gateway responses from an API's body: they are put beside it."""
    gateway = boto3.client("apigateway")
    (api,) = [one for one in gateway.get_rest_apis()["items"] if "raccordo" in one["name"]]
    kind = "MISSING_AUTHENTICATION_TOKEN"
    gateway.put_gateway_response(restApiId=api["id"], responseType=kind, **write_response(kind))
    gateway.create_deployment(restApiId=api["id"], stageName="portal")
    answer = ask_portal(stage, "TRACE", "/connexion")
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert answer.headers["x-frame-options"] == "DENY"
    for words in ("Demande refusée", "Pedido recusado", "Request refused"):
        assert f"<h1>{words}</h1>" in answer.text
    assert f"<code>{answer.headers['x-amzn-requestid']}</code>" in answer.text


def test_secrets_are_encrypted_and_read_by_the_functions_that_need_them_alone(
    stage: LocalStage,
) -> None:
    warm_up(stage)
    name = stage.place.function_name("poll_operators")
    given = boto3.client("lambda").get_function_configuration(FunctionName=name)["Environment"]
    assert stage.sandbox_key not in json.dumps(given)
    store = boto3.client("ssm")
    kinds = {one["Name"]: one["Type"] for one in store.describe_parameters()["Parameters"]}
    assert kinds == dict.fromkeys(
        ("/raccordo/local/operators/enedis", "/raccordo/local/signing"), "SecureString"
    )
    reads = {
        (function, secret): not is_kept_from(stage, function, secret)
        for function in ("api_handler", "check_document", "poll_operators")
        for secret in ("operators/enedis", "signing")
    }
    assert {pair for pair, may in reads.items() if may} == {
        ("api_handler", "signing"),
        ("poll_operators", "operators/enedis"),
    }


def is_kept_from(stage: LocalStage, function: str, secret: str) -> bool:
    """Whether the role of a function may not read a secret."""
    stage.call("poll_operators", SCHEDULED)
    store = session_of(stage, function).client("ssm")
    try:
        store.get_parameter(Name=f"/raccordo/local/{secret}", WithDecryption=True)
    except ClientError as error:
        return error.response["Error"]["Code"] == "AccessDeniedException"
    return False
