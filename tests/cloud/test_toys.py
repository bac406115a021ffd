"""Two toy systems on the deployed stack: what a kind declares is done there by the functions of all kinds.

Cases are moved by the toys' own use cases, with the stack's table; everything after is the deployed
functions', each under its own role.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table
from chalicelib.cases.files.read_file import sign_copy
from chalicelib.cases.files.ticket import open_ticket
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import read_kinds, registered
from chalicelib.messages.list_messages import list_messages
from chalicelib.messages.post_message import post_message
from chalicelib.receipts.store import list_receipts
from chalicelib.receipts.verify_receipt import verify_receipt
from chalicelib.retention.ask_erasure import ask_erasure
from chalicelib.retention.erase_person import prove_erasure
from chalicelib.rows.journal import JOURNAL
from local.people import INSTALLER, load_people
from local.stage import LocalStage
from tests.cloud.steps import post_file, wait_for
from tests.packaged import TOYS
from tests.toys.bookings import BOOKING, NOBODY, Booking, Visit, book, confirm, visit
from tests.toys.rounds import ROUND, Places, Round, plan
from tests.verdicts.made_files import pdf

pytestmark = pytest.mark.cloud

AGENT = Actor("usr_7", "agent", "page")
GOOD = pdf()


@dataclass
class Toys:
    """A booking of an installer's firm, and a round that has a place for it."""

    table: Table
    by: Actor
    address: str
    booking_id: str
    round_id: str

    def ask(self, days_ago: int = 0) -> None:
        now = business_now() - timedelta(days=days_ago)
        visited = Visit("Lefèvre", "Lyon", date(2026, 3, 20), self.address)
        book(visited, self.booking_id, by=self.by, table=self.table, now=now)

    def confirm(self) -> None:
        now = business_now()
        plan(Places(1), self.round_id, by=self.by, table=self.table, now=now)
        confirm(self.booking_id, self.round_id, by=self.by, table=self.table, now=now)

    def visit(self) -> None:
        visit(self.booking_id, self.round_id, by=self.by, table=self.table, now=business_now())

    def booking(self, by: Actor | None = None) -> Booking:
        return load_case(BOOKING, self.booking_id, seen_by=by or self.by, table=self.table)

    def round(self) -> Round:
        return load_case(ROUND, self.round_id, seen_by=self.by, table=self.table)

    def told(self) -> list[str]:
        """What the booking's journal tells, whose chain is whole."""
        journal = list_whole_journal(self.table, self.booking_id)
        verify_chain(journal)
        return [one.kind for one in journal]

    def is_relayed(self) -> bool:
        journal = self.table.query_all(JOURNAL.pk(self.booking_id), consistent=True)
        return not any("wk" in row for row in journal)


@pytest.fixture
def toys(stage: LocalStage) -> Iterator[Toys]:
    table = stage.table()
    load_people(table)
    person = find_enrolled(table, INSTALLER.email)
    assert person is not None
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)
    one = uuid.uuid4().hex
    with registered(read_kinds(TOYS / "kinds.json")):
        yield Toys(table, by, f"{one}@client.example.org", f"bkg_{one}", f"rnd_{one}")


def mails_to(stage: LocalStage, address: str) -> list[Mapping[str, Any]]:
    return [mail for mail in stage.mails() if mail["To"] == [address]]


def test_an_event_is_relayed_to_its_kinds_own_consumer_which_writes_once(
    toys: Toys, stage: LocalStage
) -> None:
    toys.ask()
    toys.confirm()
    wait_for(lambda: mails_to(stage, toys.address))
    wait_for(toys.is_relayed)
    (mail,) = mails_to(stage, toys.address)
    assert mail["Subject"] == "Votre visite à Lyon est confirmée"
    assert "Nous viendrons le 20 mars 2026." in mail["BodyText"]


def test_one_system_hears_the_fact_of_the_other_on_the_stack(toys: Toys) -> None:
    toys.ask()
    toys.confirm()
    toys.visit()
    wait_for(lambda: toys.round().data.done == (toys.booking_id,))
    wait_for(toys.is_relayed)


def test_what_is_due_is_acted_on_by_the_deployed_job_and_reminded_of_by_mail(
    toys: Toys, stage: LocalStage
) -> None:
    toys.ask(days_ago=3)
    stage.invoke("act_on_due")
    stage.invoke("act_on_due")
    assert toys.told() == ["booking_asked", "booking_reminded"]
    wait_for(lambda: mails_to(stage, toys.address))
    wait_for(toys.is_relayed)
    (mail,) = mails_to(stage, toys.address)
    assert mail["Subject"] == "Votre visite à Lyon n’est pas encore confirmée"


def test_a_file_has_its_verdict_from_the_deployed_checker(toys: Toys) -> None:
    toys.ask()
    ticket = open_ticket(
        toys.booking_id,
        "photo",
        file_name="toit.pdf",
        size_bytes=len(GOOD),
        by=toys.by,
        table=toys.table,
    )
    post_file(ticket.post, GOOD)
    wait_for(lambda: toys.booking().files[0].is_readable)
    assert toys.told() == ["booking_asked", "file_announced", "file_readable"]
    copy = httpx.get(sign_copy(toys.booking().files[0]), timeout=60)
    assert (copy.status_code, copy.headers["content-type"]) == (200, "application/pdf")


def test_a_confirmation_is_sealed_by_the_deployed_relay(toys: Toys) -> None:
    toys.ask()
    toys.confirm()
    wait_for(toys.is_relayed)
    (receipt,) = list_receipts(toys.booking())
    assert verify_receipt(toys.booking_id, receipt.ordinal, by=toys.by, table=toys.table).is_sound


def test_a_person_is_erased_by_the_deployed_job_with_their_words(
    toys: Toys, stage: LocalStage
) -> None:
    toys.ask()
    post_message(toys.booking_id, "Le portail est vert.", key="k", by=toys.by, table=toys.table)
    (message,) = list_messages(toys.booking_id, by=AGENT, table=toys.table).messages
    assert message.words == "Le portail est vert."
    assert ask_erasure(toys.booking_id, by=AGENT, table=toys.table)
    stage.invoke("purge")
    assert toys.booking(AGENT).data == NOBODY
    assert list_messages(toys.booking_id, by=AGENT, table=toys.table).messages == ()
    assert prove_erasure(toys.booking_id, by=AGENT, table=toys.table).is_complete
    assert toys.told()[-1] == "booking_erased"
