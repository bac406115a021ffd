"""The first request that each Lambda gets: real in shape, and with something to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.gateway import ask_api, ask_page
from bench.life import EMAIL, PASSWORD, Life, queue_event, upload_event
from bench.stage import ENVIRONMENT
from chalicelib.aws.session import client
from chalicelib.rows.journal import JOURNAL
from chalicelib.web.cookies import cookie_name
from infra.lambdas import lambda_names
from local import papers
from local.demonstration import HOUSE

API, PAGE, POST, VALIDATOR = (
    "api_handler",
    "api_handler, a page",
    "api_handler, a POST",
    "check_document",
)

type Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A Lambda's handler as `module:name`, its first event, and what the answer must show.

    `again` is another event of the kind, where the same one would find its work done: each Lambda
    is looked at, then counted.
    """

    name: str
    handler: str
    event: Event
    check: Callable[[Any], None] = lambda _answer: None
    again: Event | None = None


def list_first_events(life: Life) -> tuple[Asked, ...]:
    """Prepare a stage for each Lambda's first request, and write the requests."""
    dossier_id, waiting = life.draft(), life.draft()
    for one in (dossier_id, waiting):
        life.send(one)
    again = {"check_document": _arrival(life, waiting)}
    return (
        *list_first_requests(life),
        *(
            Asked(name, _handler(name), event, _require_done, again.get(name))
            for name, event in _events(life, dossier_id, waiting).items()
        ),
    )


def list_first_requests(life: Life) -> tuple[Asked, ...]:
    """Write the three first requests that the portal's function is judged by."""
    life.browser.sign_in(EMAIL, PASSWORD)
    cookie = f"{cookie_name('session')}={life.browser.jar[cookie_name('session')]}"
    token = life.caller.token
    return (
        Asked(API, "app:app", ask_api("GET", "/api/v1/dossiers", token), _require(200)),
        Asked(PAGE, "app:app", ask_page("/dossiers", cookie), _require(200)),
        Asked(
            POST, "app:app", _ask_draft(token, "first"), _require(201), _ask_draft(token, "again")
        ),
    )


def _ask_draft(token: str, key: str) -> Event:
    draft = {"client": {"last_name": "Martin", "postcode": "69003"}}
    return ask_api("POST", "/api/v1/dossiers", token, body=draft, key=f"bench-{key}-post")


def _require(status: int) -> Callable[[Any], None]:
    def check(answer: Any) -> None:
        assert answer["statusCode"] == status, answer

    return check


REFUSALS = {"FilingNotReady", "CommissioningNotReady"}
"""What a step answers while it is not time yet: the state machine tries again."""


def _require_done(answer: Any) -> None:
    raised = answer.get("raised") if isinstance(answer, dict) else None
    assert raised is None or raised in REFUSALS, answer


def _handler(name: str) -> str:
    for room in ("documents", "exports", "operators", "notices", "timeline", "relay", "retention"):
        module = __import__(f"chalicelib.{room}.events", fromlist=["events"])
        if hasattr(module, name):
            return f"{module.__name__}:{name}"
    raise LookupError(name)


def _events(life: Life, dossier_id: str, waiting: str) -> dict[str, Event]:
    step = {"case_id": waiting, "generation": life.load(waiting).head.generation}
    told: dict[str, Event] = {
        "check_document": _arrival(life, dossier_id),
        "read_drop": queue_event('{"Event": "s3:TestEvent"}'),
        "send_notice": queue_event(f'{{"case_id": "{dossier_id}", "notice_id": "unknown"}}'),
        "run_job": queue_event('{"job_id": "unknown"}'),
        "record_feedback": queue_event('{"Type": "Notification", "Message": "{}"}'),
        "register_token": step | {"milestone": "subscription_signed", "token": "bench"},
        "take_turn": step | {"milestone": "request_filed"},
        "relay": _journal(life, dossier_id),
    }
    return {name: told.get(name, TICK) for name in lambda_names() if name != API}


TICK: Event = {
    "version": "0",
    "account": "123456789012",
    "region": "eu-west-3",
    "detail": {},
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2026-03-02T09:30:00Z",
    "id": "bench",
    "resources": ["arn:aws:events:eu-west-3:123456789012:rule/bench"],
}


def _arrival(life: Life, dossier_id: str) -> Event:
    """A Consuel's attestation that has just been uploaded."""
    content = papers.draw_consuel(HOUSE, "CSL-26-118402", life.now().date())
    key = life.announce(dossier_id, "consuel", "consuel.pdf", len(content))
    bucket = ENVIRONMENT["UPLOADS_BUCKET"]
    stored = client("s3").put_object(
        Bucket=bucket, Key=key, Body=content, ContentType="application/pdf"
    )
    return upload_event(bucket, key, stored["VersionId"])


def _journal(life: Life, dossier_id: str) -> Event:
    """The stream's record of a dossier's first event, which was relayed already."""
    item = life.stage.raw.query(
        TableName=ENVIRONMENT["TABLE"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": JOURNAL.pk(dossier_id)}},
        Limit=1,
    )["Items"][0]
    keys = {name: item[name] for name in ("pk", "sk")}
    change = {"Keys": keys, "NewImage": item, "SequenceNumber": "1"}
    record = {"eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb"}
    arn = "arn:aws:dynamodb:eu-west-3:123456789012:table/raccordo-bench/stream/1"
    return {"Records": [{**record, "dynamodb": change, "eventSourceARN": arn}]}
