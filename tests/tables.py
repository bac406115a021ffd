"""The table as the stack makes it, on moto: one place that adapters' tests share."""

import os
from collections.abc import Iterator

import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.type_defs import GlobalSecondaryIndexTypeDef, KeySchemaElementTypeDef

from chalicelib import settings
from chalicelib.aws import secrets
from chalicelib.aws.session import client, forget_clients
from chalicelib.aws.table import Table, forget_table, open_table
from chalicelib.dossiers.list_dossiers import Line
from tests.moto_pace import mend_pace

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "TABLE": "raccordo-test",
    "UPLOADS_BUCKET": "raccordo-test-uploads",
    "DOCUMENTS_BUCKET": "raccordo-test-documents",
    "DROP_BUCKET": "raccordo-test-drop",
    "SENDER": "raccordo@example.test",
    "PORTAL_URL": "http://raccordo.localhost:4566/",
    "STAGE": "test",
    "ACCEPTANCE": "trial",
}
INDEXES = {"by_firm": ("fk", "fs"), "by_status": ("gk", "gs"), "work": ("wk", "wa")}
PROJECTIONS = {"work": {"ProjectionType": "ALL"}}
LISTED = {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(Line.__slots__)}
LETTERS = ("pk", "sk", "fk", "fs", "gk", "gs", "wk", "wa")
mend_pace()


def forget_everything() -> None:
    """Forget settings, clients and table, so that a test starts as a process does."""
    settings.load_settings.cache_clear()
    forget_clients()
    secrets.forget_secrets()
    forget_table()


def know_signing_secret(stage: str = ENVIRONMENT["STAGE"]) -> None:
    """Have the stage's signing secret as after the first reading: the store has tests of its own."""
    stored = secrets.parameter_name(stage, secrets.SIGNING)
    secrets._kept[stored] = ("the stage's own", float("inf"))  # else each test asks


def create_table() -> Table:
    """Create the table in the mocked account."""
    indexes: list[GlobalSecondaryIndexTypeDef] = [
        {"IndexName": name, "KeySchema": _keys(*pair), "Projection": {"ProjectionType": "ALL"}}
        for name, pair in INDEXES.items()
    ]
    client("dynamodb").create_table(
        TableName=ENVIRONMENT["TABLE"],
        KeySchema=_keys("pk", "sk"),
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in LETTERS],
        GlobalSecondaryIndexes=indexes,
        BillingMode="PAY_PER_REQUEST",
    )
    return open_table()


def _keys(hash_name: str, range_name: str) -> list[KeySchemaElementTypeDef]:
    return [
        {"AttributeName": hash_name, "KeyType": "HASH"},
        {"AttributeName": range_name, "KeyType": "RANGE"},
    ]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """Give an empty table on moto, with the stage's environment around it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    forget_everything()
    know_signing_secret()
    with mock_aws():
        yield create_table()
    forget_everything()
