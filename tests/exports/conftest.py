"""The portal with its people, and the buckets and the queue that exports need."""

import pytest

from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.settings import load_settings
from tests.dossiers.conftest import Callers, callers, people, portal
from tests.tables import ENVIRONMENT

__all__ = ["Callers", "callers", "people", "portal"]


@pytest.fixture
def queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> str:
    url = client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    monkeypatch.setenv("JOBS_QUEUE", url)
    load_settings.cache_clear()
    place = {"LocationConstraint": ENVIRONMENT["AWS_DEFAULT_REGION"]}
    bucket = ENVIRONMENT["DOCUMENTS_BUCKET"]
    client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)  # type: ignore[arg-type] # a region's name
    versioned = {"Status": "Enabled"}
    client("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration=versioned)  # type: ignore[arg-type] # its literal
    return url
