"""The bench's AWS on the loopback: whatever a child process asks is answered by the stage's moto."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from bench.loopback import Loopback, answering
from bench.stage import ENVIRONMENT, REGION, open_stage
from chalicelib.aws.session import client

BUCKET = ENVIRONMENT["UPLOADS_BUCKET"]


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with open_stage(), answering() as opened:
        client("s3").put_object(Bucket=BUCKET, Key="in/été.pdf", Body=b"%PDF")
        yield opened


def ask(
    loopback: Loopback, service: str, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, bytes]:
    """Ask over HTTP; what matters of a signature is the service that it names."""
    signed = f"AWS4-HMAC-SHA256 Credential=bench/20260302/{REGION}/{service}/aws4_request"
    sent = {"Authorization": signed} | {name.replace("_", "-"): v for name, v in headers.items()}
    connection = HTTPConnection("127.0.0.1", loopback.server_address[1], timeout=10)
    connection.request(method, path, body, sent)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_versions_are_listed_with_a_prefix_and_without(loopback: Loopback) -> None:
    for query, there in (
        ("versions", True),
        ("versions&prefix=in/", True),
        ("versions&prefix=out/", False),
    ):
        status, told = ask(loopback, "s3", "GET", f"/{BUCKET}?{query}")
        assert status == 200
        assert (b"<VersionId>" in told) is there


def test_an_objects_head_has_no_body(loopback: Loopback) -> None:
    assert ask(loopback, "s3", "HEAD", f"/{BUCKET}/in/%C3%A9t%C3%A9.pdf") == (200, b"")
    assert ask(loopback, "s3", "HEAD", f"/{BUCKET}/in/none.pdf") == (404, b"")


def test_the_table_answers_what_it_holds_and_refuses_in_its_own_words(loopback: Loopback) -> None:
    for name, status, told in (
        (ENVIRONMENT["TABLE"], 200, b"ItemCount"),
        ("none", 400, b"ResourceNotFound"),
    ):
        asked = json.dumps({"TableName": name}).encode()
        found = ask(
            loopback, "dynamodb", "POST", "/", asked, X_Amz_Target="DynamoDB_20120810.DescribeTable"
        )
        assert found[0] == status
        assert told in found[1]


def test_a_mail_is_taken_under_the_name_that_signs_it(loopback: Loopback) -> None:
    status, told = ask(loopback, "ses", "GET", f"/v2/email/identities/{ENVIRONMENT['SENDER']}")
    assert status == 200
    assert b"EMAIL_ADDRESS" in told
