"""A deployed local stage, as the demonstration and the tests speak to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import boto3
import httpx
from botocore.config import Config

from chalicelib.aws.session import forget_clients
from chalicelib.aws.table import Table, forget_table, open_table
from chalicelib.settings import load_settings
from infra.failure import CommandFailed
from local.place import OPERATOR_KEY, Place

SCHEDULED: Mapping[str, Any] = {
    "version": "0",
    "id": "0a1b2c3d-0000-4000-8000-000000000000",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-01-01T00:00:00Z",
    "region": "eu-west-3",
    "resources": [],
    "detail": {},
}
"""What a schedule hands to its job, as EventBridge writes it: Chalice reads all of it."""

PATIENCE = Config(read_timeout=300, retries={"total_max_attempts": 1})


@dataclass(slots=True)
class LocalStage:
    """The stage of a place, once it is deployed."""

    place: Place
    portal: str
    connect_to: str
    sandbox: str
    sandbox_key: str

    def table(self) -> Table:
        """Open the stage's table."""
        return open_table()

    def invoke(self, job: str) -> None:
        """Run a deployed job now, by its name.

        Raises CommandFailed with the job's own error when it fails.
        """
        self.call(job, SCHEDULED)

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        """Invoke a Lambda with an event and give what it answers."""
        client = boto3.client("lambda", config=PATIENCE)
        answer = client.invoke(
            FunctionName=self.place.function_name(name), Payload=json.dumps(dict(event)).encode()
        )
        told = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise CommandFailed(f"{name} failed: {told}")
        return told

    def mails(self) -> list[Mapping[str, Any]]:
        """List what SES sent, oldest first."""
        answer = httpx.get(f"{self.connect_to}/_ministack/ses/messages", timeout=30)
        accounts = cast(dict[str, list[Mapping[str, Any]]], answer.json()["messages"])
        return sorted(chain(*accounts.values()), key=lambda mail: float(mail["Timestamp"]))


def stage_of(place: Place) -> LocalStage:
    """Give the stage of a place."""
    return LocalStage(place, place.portal_url, place.cloud_url, place.operator_url, OPERATOR_KEY)


def adopt_settings(place: Place) -> dict[str, str]:
    """Give the settings of the stage's functions, for adapters used in this process.

    The caller puts them in the environment; what was read before is forgotten here.
    """
    client = boto3.client("lambda")
    name = place.function_name("api_handler")
    found = client.get_function_configuration(FunctionName=name)
    load_settings.cache_clear()
    forget_clients()
    forget_table()
    return dict(found.get("Environment", {}).get("Variables", {}))
