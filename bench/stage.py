"""A whole stage in one process: the stack's table, buckets and queues on moto, nobody else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import botocore.session
from moto import mock_aws

from bench.capacity import indexes_of
from bench.watch import Watch
from chalicelib import settings
from chalicelib.aws.machine import forget_machine
from chalicelib.aws.mailer import open_mailer
from chalicelib.aws.secrets import forget_secrets
from chalicelib.aws.session import client, forget_clients
from chalicelib.aws.table import Table, forget_table, open_table
from infra.secrets import make_signing_secret
from infra.template import compose_resources

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REGION = "eu-west-3"
ACCOUNT = "123456789012"
BUCKETS = ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET")
QUEUES = ("UPLOADS_QUEUE", "DROP_QUEUE", "NOTICES_QUEUE", "FEEDBACK_QUEUE", "JOBS_QUEUE")
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "STAGE": "bench",
    "PORTAL_URL": "http://raccordo.localhost:4566/",
    "SENDER": "raccordo@example.com",
    "TIME_SETTING": "real",
    "ACCEPTANCE": "trial",
    "TABLE": "raccordo-bench",
    "TIMELINE_MACHINE": f"arn:aws:states:{REGION}:123456789012:stateMachine:raccordo-bench",
    **{name: f"raccordo-bench-{name.split('_')[0].lower()}" for name in BUCKETS},
    **{name: f"https://sqs.{REGION}.amazonaws.com/123456789012/{name.lower()}" for name in QUEUES},
}

IDLE = '{"StartAt": "Idle", "States": {"Idle": {"Type": "Succeed"}}}'


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage and the watch over it."""

    table: Table
    watch: Watch
    raw: "DynamoDBClient"

    @property
    def environment(self) -> dict[str, str]:
        """Give what the stage's functions are given."""
        return dict(ENVIRONMENT)


@contextmanager
def open_stage(**more: str) -> Iterator[Stage]:
    """Open an empty stage, with further settings; what the process knew of another is forgotten."""
    kept = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(ENVIRONMENT | more)
    _forget()
    try:
        with mock_aws():
            yield _build()
    finally:
        os.environ.clear()
        os.environ.update(kept)
        _forget()


def _build() -> Stage:
    declared = cast(dict[str, Any], compose_resources()["Resources"])["Table"]["Properties"]
    raw = cast("DynamoDBClient", botocore.session.get_session().create_client("dynamodb"))
    watch = Watch(raw, indexes_of(declared))
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    raw.create_table(TableName=ENVIRONMENT["TABLE"], **{name: declared[name] for name in wanted})
    _create_around()
    return Stage(open_table(), watch, raw)


def _create_around() -> None:
    where: Any = {"LocationConstraint": REGION}
    for name in BUCKETS:
        bucket = ENVIRONMENT[name]
        client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
        client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    for name in QUEUES:
        client("sqs").create_queue(QueueName=name.lower())
    client("stepfunctions").create_state_machine(
        name="raccordo-bench", definition=IDLE, roleArn="arn:aws:iam::123456789012:role/bench"
    )
    client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["SENDER"])
    make_signing_secret(client("ssm"), ENVIRONMENT["STAGE"])


def _forget() -> None:
    settings.load_settings.cache_clear()
    forget_clients()
    forget_secrets()
    forget_table()
    forget_machine()
    open_mailer.cache_clear()
