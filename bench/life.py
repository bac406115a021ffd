"""One dossier's whole life in process: through the portal, the events and the operator's sandbox.

Requests go to the application as API Gateway hands them over; events go to the Lambdas' own
functions; the state machine runs our definition in memory; the operator is the sandbox on the
loopback. Time is moved, not waited for. Everything that calls AWS is counted, by step.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import time_machine
from moto.ses.models import ses_backends

from bench.stage import ACCOUNT, ENVIRONMENT, REGION, Stage, open_stage
from bench.watch import Tally
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.tokens import create_token
from chalicelib.audit.model import platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.secrets import operator_key_name
from chalicelib.aws.session import client
from chalicelib.cases.act_on_due import act_on_due
from chalicelib.cases.kind import Consumer
from chalicelib.documents import events as documents_events
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.notices import events as notices_events
from chalicelib.notices.plan import plan_notices
from chalicelib.operators.poll_operators import poll_operators
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.timeline.follow import follow
from chalicelib.timeline.model import Token
from chalicelib.timeline.register_token import register_token
from chalicelib.timeline.take_turn import take_turn
from infra.secrets import put_secret
from local import papers
from local.demonstration import FORM, HOUSE
from local.operator_sandbox.api import Sandbox
from local.operator_sandbox.shelf import Shelf
from tests.portal import Answer, Portal, open_app
from tests.relay.consumers import Given
from tests.timeline.machines import FakeMachine

BEGINS_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "soleil-sur-les-toits"
EMAIL = "ines@toits-et-soleil.example"
SANDBOX_KEY = "bench"
LONGEST_LIFE = timedelta(days=200)
LINK = re.compile(r"/souscription/[\w-]+")


class Stuck(Exception):
    """The dossier does not move on."""


@dataclass
class Life:
    """A stage with its people, and a dossier that grows up in it."""

    stage: Stage
    traveller: Any
    installer: Person
    caller: Portal
    browser: Portal
    machine: FakeMachine = field(init=False)
    steps: dict[str, Tally] = field(default_factory=dict)
    invocations: int = 0
    verdicts: int = 0
    requests: int = 0
    relayed: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give the machine the timeline's own functions."""
        self.machine = FakeMachine(
            {
                "RegisterToken": self._register_token,
                "TakeTurn": self._take_turn,
            }
        )

    @contextmanager
    def counting(self, step: str) -> Iterator[Tally]:
        """Count under the name of a step."""
        with self.stage.watch.counting() as tally:
            yield tally
        known = self.steps.setdefault(step, Tally())
        known.calls += tally.calls

    def draft(self) -> str:
        """Create a draft with the demonstration's form, by the API."""
        with self.counting("create"):
            answer = self._call("POST", "/dossiers", FORM, idempotency_key=f"bench-{new_id('dft')}")
        dossier_id: str = answer["id"]
        return dossier_id

    def upload(self, dossier_id: str, slot: str, file_name: str, content: bytes) -> None:
        """Send a file the way a program does, and have it checked."""
        kind = "application/pdf" if file_name.endswith("pdf") else "image/jpeg"
        key = self.announce(dossier_id, slot, file_name, len(content))
        bucket = ENVIRONMENT["UPLOADS_BUCKET"]
        stored = client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind)
        with self.counting("verdict"):
            self.verdicts += 1
            event = upload_event(bucket, key, stored["VersionId"])
            answer = documents_events.check_document(event, None)
        if answer["batchItemFailures"]:
            raise Stuck(f"the check of {slot} failed")

    def announce(self, dossier_id: str, slot: str, file_name: str, size_bytes: int) -> str:
        """Ask for a file's signed form, and give the key that it may be stored under."""
        told = {"slot": slot, "file_name": file_name, "size_bytes": size_bytes}
        with self.counting("ticket"):
            path = f"/dossiers/{dossier_id}/pieces"
            ticket = self._call("POST", path, told, idempotency_key=f"bench-{slot}-{dossier_id}")
        key: str = ticket["fields"]["key"]
        return key

    def send(self, dossier_id: str) -> None:
        """Upload what is due, and submit."""
        today = real_now().date()
        for slot, name, content in first_papers(today):
            self.upload(dossier_id, slot, name, content)
        with self.counting("submit"):
            self._call("POST", f"/dossiers/{dossier_id}/submit")
        self.settle(dossier_id)

    def sign(self, dossier_id: str) -> None:
        """Sign as the client, through the link of the mail."""
        self.later(days=1)
        path = find_link()
        reader = Portal(open_app())
        with self.counting("sign"):
            self.requests += 2
            shown = reader.get(path).body
            boxes = dict.fromkeys(
                re.findall(r'name="(consent_[\w-]+|[\w-]+)" value="oui"', shown), "oui"
            )
            versions = re.search(r'name="versions" value="([^"]*)"', shown)
            fields = {"name": HOUSE.name, "versions": versions[1] if versions else "", **boxes}
            answer = reader.post(path, fields)
        if answer.status != 303:
            raise Stuck(f"the signature was refused: {answer.status} {answer.body[:2000]}")
        self.settle(dossier_id)

    def run_to(self, dossier_id: str, milestone: Milestone) -> None:
        """Let days pass, with the scheduled jobs of each, until a milestone is reached."""
        until = real_now() + LONGEST_LIFE
        while milestone not in self.load(dossier_id).head.milestones:
            if real_now() > until:
                raise Stuck(f"{milestone} is not reached: {self.load(dossier_id).head}")
            self.later(days=1)
            with self.counting("poll"):
                poll_operators()
            with self.counting("due"):
                act_on_due(table=self.stage.table, now=real_now())
            self.settle(dossier_id)

    def live(self) -> str:
        """Live it all, from the form to the day that injection opens."""
        dossier_id = self.draft()
        self.send(dossier_id)
        self.sign(dossier_id)
        self.run_to(dossier_id, Milestone.REQUEST_VALIDATED)
        consuel = papers.draw_consuel(HOUSE, "CSL-26-118402", real_now().date())
        self.upload(dossier_id, "consuel", "consuel.pdf", consuel)
        self.settle(dossier_id)
        self.run_to(dossier_id, Milestone.COMMISSIONED)
        if self.load(dossier_id).head.status is not Status.CLOSED:
            raise Stuck("commissioned and not closed")
        return dossier_id

    def later(self, **delta: int) -> None:
        """Let time pass."""
        self.traveller.shift(timedelta(**delta))

    def now(self) -> datetime:
        """Give the instant, which is business time too."""
        return real_now()

    def load(self, dossier_id: str) -> Dossier:
        """Load the dossier, uncounted."""
        return load_dossier(dossier_id, seen_by=platform("queue"), table=self.stage.table)

    def settle(self, dossier_id: str) -> None:
        """Do what the stream, the queues and the machine have to do, until nothing moves."""
        while self._relay(dossier_id) + self._send_notices() + self._advance():
            pass

    def transitions(self) -> int:
        """Count the state machine's transitions."""
        return sum(run.transitions for run in self.machine.runs.values())

    def _relay(self, dossier_id: str) -> int:
        following = partial(follow, machine=self.machine)
        consumers = (
            Consumer("timeline", Given(following)),
            Consumer("notices", Given(plan_notices)),
        )
        journal = list_whole_journal(self.stage.table, dossier_id)
        fresh = [one for one in journal if one.seq > self.relayed.get(dossier_id, 0)]
        for event in fresh:
            self.relayed[dossier_id] = event.seq
            with self.counting("relay"):
                self.invocations += 1
                Dispatcher(self.stage.table, lambda _event: consumers).dispatch(event)
        return len(fresh)

    def _send_notices(self) -> int:
        queue = ENVIRONMENT["NOTICES_QUEUE"]
        found = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
        messages = found.get("Messages", [])
        for message in messages:
            client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            with self.counting("notice"):
                self.invocations += 1
                notices_events.send_notice(queue_event(message["Body"]), None)
        return len(messages)

    def _advance(self) -> int:
        moved = 0
        with self.counting("timeline"):
            while self.machine.advance():
                moved += 1
        return moved

    def _call(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        self.requests += 1
        answer: Answer = self.caller.call(method, path, body, **headers)
        if answer.status >= 300:
            raise Stuck(f"{method} {path}: {answer.status} {answer.body}")
        return answer.json()

    def _register_token(self, event: Any) -> None:
        self.invocations += 1
        token = Token(
            event["case_id"],
            int(event["generation"]),
            event["milestone"],
            event["token"],
            real_now(),
        )
        register_token(token, table=self.stage.table, machine=self.machine)

    def _take_turn(self, event: Any) -> None:
        self.invocations += 1
        case_id, generation = event["case_id"], int(event["generation"])
        take_turn(case_id, generation, event["milestone"], table=self.stage.table)


def first_papers(today: date) -> tuple[tuple[str, str, bytes], ...]:
    """Draw the papers that are due by submit: slot, file name, content."""
    bill = papers.draw_bill(HOUSE, today - timedelta(days=20))
    decision = papers.draw_town_hall_decision(HOUSE, today - timedelta(days=40))
    return (
        ("facture", "facture.pdf", bill),
        ("mairie", "non-opposition.pdf", decision),
        ("photo_installation", "toiture.jpg", papers.draw_photo("installation")),
        ("photo_compteur", "compteur.jpg", papers.draw_photo("meter")),
    )


def queue_event(body: str) -> dict[str, Any]:
    """Write the event by which SQS brings one message."""
    arn = f"arn:aws:sqs:{REGION}:123456789012:bench"
    record = {"messageId": "bench", "receiptHandle": "bench", "body": body}
    return {"Records": [{**record, "eventSource": "aws:sqs", "eventSourceARN": arn}]}


def upload_event(bucket: str, key: str, version_id: str) -> dict[str, Any]:
    """Write the event by which the queue tells of a stored object."""
    stored = {"bucket": {"name": bucket}, "object": {"key": key, "versionId": version_id}}
    return queue_event(json.dumps({"Records": [{"eventSource": "aws:s3", "s3": stored}]}))


def find_link() -> str:
    """Find the subscription's link in the mails that were sent, the last one first."""
    sent = ses_backends[ACCOUNT][REGION].sent_messages
    found = [match.group() for one in sent for match in LINK.finditer(repr(vars(one)))]
    if not found:
        raise Stuck("no mail with a link")
    return found[-1]


@contextmanager
def begin_life(*, is_time_moved: bool = True) -> Iterator[Life]:
    """Open a stage with an installer, a sandbox and, unless told otherwise, a clock of its own.

    Child processes have the machine's clock: a life that they look at must have it too.
    """
    begins_at = BEGINS_AT if is_time_moved else datetime.now(UTC)
    with TemporaryDirectory() as scratch, running_sandbox(Path(scratch)) as sandbox:
        operators = {"enedis": {"connector": "http", "url": sandbox.address}}
        with (
            time_machine.travel(begins_at, tick=True) as traveller,
            open_stage(OPERATORS=json.dumps(operators)) as stage,
        ):
            put_secret(
                client("ssm"), ENVIRONMENT["STAGE"], operator_key_name("enedis"), SANDBOX_KEY
            )
            try:
                yield _enrol(stage, traveller)
            finally:
                _retire_child()


def _retire_child() -> None:
    """End the warm child that judged files: it is this process's, and kept for the next file."""
    documents_events._child().close()  # noqa: SLF001 # a Lambda's process never ends it
    documents_events._child.cache_clear()  # noqa: SLF001 # idem


def _enrol(stage: Stage, traveller: Any) -> Life:
    firm = enrol_firm(stage.table, "Toits & Soleil", code="bench")
    installer = enrol_user(
        stage.table,
        email=EMAIL,
        name="Inès Garnier",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=firm,
    )
    secret = create_token(installer, "bench", table=stage.table).secret
    caller = Portal(open_app(), token=secret)
    return Life(stage, traveller, installer, caller, Portal(open_app()))


@contextmanager
def running_sandbox(state: Path) -> Iterator[Sandbox]:
    """Run the operator's sandbox on a free port."""
    shelf = Shelf(state)
    sandbox = Sandbox(shelf, 0, SANDBOX_KEY, 1.0)
    thread = threading.Thread(target=sandbox.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield sandbox
    finally:
        sandbox.shutdown()
        thread.join()
        sandbox.server_close()
        shelf.close()
