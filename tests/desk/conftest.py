"""The portal with two agents, and dossiers that wait."""

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.settings import load_settings
from tests.desk.worlds import PASSWORD, Desk
from tests.dossiers.conftest import Callers, callers, people, portal

__all__ = ["Callers", "callers", "people", "portal"]


@pytest.fixture
def desk(table: Table) -> Desk:
    return Desk(table)


@pytest.fixture
def colleague(table: Table) -> Person:
    return enrol_user(
        table, email="robin@raccordo.test", name="Robin Keller", role=Role.AGENT, password=PASSWORD
    )


@pytest.fixture
def queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> str:
    url = client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    monkeypatch.setenv("JOBS_QUEUE", url)
    load_settings.cache_clear()
    return url
