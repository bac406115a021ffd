"""The contract of a connector, kept by the fake and by HTTP against the live sandbox."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib.aws.trouble import PermanentError
from chalicelib.operators.http import HttpConnector
from chalicelib.operators.model import Connector, Filing
from chalicelib.reference.operators import ENEDIS
from tests.operators.fakes import FakeOperator
from tests.operators.worlds import open_sandbox, the_key

FILING = Filing(
    request_key="dos_1-1",
    attempt=1,
    reference="7K4M-92PX",
    pdl="01234567890123",
    producer="Léa Martin",
    address="1 rue du Soleil",
    postcode="69003",
    city="Lyon",
    phases="mono",
    connection_power_kva=Decimal("6.0"),
    installed_power_kva=Decimal(6),
    peak_power_kwc=Decimal("6.4"),
)


@dataclass
class Subject:
    """A connector, and a way to let its operator validate a request."""

    connector: Connector
    validate: Callable[[str], None]


@pytest.fixture(params=["fake", "http"])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    if request.param == "fake":
        fake = FakeOperator()
        yield Subject(fake, lambda external_id: fake.told[external_id].append("VALID"))
        return
    with open_sandbox(tmp_path) as sandbox:
        now = datetime(2026, 3, 2, tzinfo=UTC)
        sandbox.desk.set_clock({"now": now.isoformat(), "factor": 0})

        def validate(_external_id: str) -> None:
            later = now + timedelta(days=41)
            sandbox.desk.set_clock({"now": later.isoformat()})

        yield Subject(HttpConnector("enedis", sandbox.address, the_key), validate)


def codes(subject: Subject, external_id: str) -> list[str]:
    answer = subject.connector.list_milestones([external_id])
    return [raw.code for raw in answer.milestones[external_id]]


def test_filing_gives_a_reference_as_the_operator_writes_them(subject: Subject) -> None:
    assert ENEDIS.is_reference(subject.connector.file_request(FILING))


def test_filing_again_under_the_same_key_is_the_same_request(subject: Subject) -> None:
    first = subject.connector.file_request(FILING)
    other = subject.connector.file_request(replace(FILING, request_key="dos_1-2", attempt=2))
    assert subject.connector.file_request(FILING) == first != other


def test_milestones_are_listed_by_request_with_numbers_that_stay(subject: Subject) -> None:
    first = subject.connector.file_request(FILING)
    before = subject.connector.list_milestones([first]).milestones[first]
    subject.validate(first)
    after = subject.connector.list_milestones([first]).milestones[first]
    assert after[: len(before)] == before
    assert [raw.number for raw in after] == list(range(1, len(after) + 1))
    assert all(raw.at.tzinfo is not None for raw in after)


def test_a_request_that_the_operator_does_not_know_is_not_answered(subject: Subject) -> None:
    assert subject.connector.list_milestones(["2603P4E999999"]).milestones == {}


def test_commissioning_is_ordered_once_per_key_and_not_before_validation(subject: Subject) -> None:
    first = subject.connector.file_request(FILING)
    with pytest.raises(PermanentError):
        subject.connector.order_commissioning("dos_1-1", first, "dos_1-1-c1")
    subject.validate(first)
    for _ in range(2):
        subject.connector.order_commissioning("dos_1-1", first, "dos_1-1-c1")
    assert codes(subject, first).count("MESC") == 1


def test_cancelling_twice_is_cancelling_once(subject: Subject) -> None:
    first = subject.connector.file_request(FILING)
    subject.connector.cancel_request("dos_1-1", first)
    subject.connector.cancel_request("dos_1-1", first)
    assert codes(subject, first).count("ANNUL") == 1


def test_a_request_is_cancelled_by_our_key_when_its_reference_never_came(subject: Subject) -> None:
    first = subject.connector.file_request(FILING)
    subject.connector.cancel_request("dos_1-1", "")
    subject.connector.cancel_request("never filed", "")
    assert codes(subject, first)[-1] == "ANNUL"


def test_a_complement_may_be_sent_again(subject: Subject) -> None:
    first = subject.connector.file_request(FILING)
    for _ in range(2):
        subject.connector.send_complement("dos_1-1", first, "mairie")
