"""Messages on a dossier: posted once, unread until read, mailed once a silence, gone with the person."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.audit.model import Actor, platform
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.thread import MOST_UNREAD, Thread, read_thread
from chalicelib.connection_mails.facts import why_not
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_queue import list_queue
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.messages.list_messages import MessagePage, list_messages
from chalicelib.messages.mark_read import mark_read
from chalicelib.messages.model import LONGEST_WORDS, ThreadClosed, TooManyUnread
from chalicelib.messages.post_message import post_message
from chalicelib.notices.model import Addressee
from chalicelib.notices.plan import list_notices_of
from chalicelib.refusals import InvalidCursor, InvalidFields, KeyReused, NotAllowed, NotFound
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.export_person import export_person
from chalicelib.rows.journal import MESSAGES
from tests.ledger.worlds import AGENT, FIRST, INSTALLER, World
from tests.tables import ENVIRONMENT

WORDS = "Le client Durand a changé de compteur."
RIVAL = Actor("usr_2", "installer", "page", firm_id="frm_2")
CLIENT = Actor("usr_3", "client", "page")


@pytest.fixture
def world(table: Table) -> World:
    """A sent dossier."""
    world = World(table)
    world.begin()
    for slot in FIRST:
        world.piece(slot, PieceState.PENDING)
    world.submit()
    return world


def post(world: World, by: Actor, words: str = WORDS, key: str = "key-0001", **more: Any) -> None:
    post_message(world.dossier_id, words, key=key, by=by, table=world.table, now=world.now, **more)


def read(world: World, by: Actor, up_to: int = 10**6) -> None:
    mark_read(world.dossier_id, up_to, by=by, table=world.table, now=world.now)


def page(world: World, by: Actor = AGENT, start: str | None = None) -> MessagePage:
    return list_messages(world.dossier_id, by=by, start=start, table=world.table)


def thread(world: World) -> Thread:
    return read_thread(world.load())


def kinds(world: World) -> list[str]:
    return [event.kind for event in world.journal()]


def test_a_message_is_read_on_the_other_side_and_its_words_are_not_in_the_journal(
    world: World,
) -> None:
    post(world, INSTALLER)
    (message,) = page(world).messages
    assert (message.words, message.side) == (WORDS, "installer")
    event = world.journal()[-1]
    assert event.kind == EventKind.MESSAGE_POSTED
    assert event.seq == message.number
    assert "Durand" not in str(event)


def test_the_same_key_posts_once_even_long_after(world: World) -> None:
    post(world, INSTALLER)
    post(world, INSTALLER)
    for number in range(12):
        world.happen(EventKind.REQUEST_MILESTONE, reminded_at=world.now + timedelta(days=number))
    post(world, INSTALLER)
    assert len(page(world).messages) == 1
    assert kinds(world).count(EventKind.MESSAGE_POSTED) == 1
    with pytest.raises(KeyReused):
        post(world, INSTALLER, "Autre chose.")


def test_a_key_is_its_writers_own(world: World) -> None:
    post(world, INSTALLER)
    post(world, AGENT, "Bien reçu.")
    assert [one.words for one in page(world).messages] == ["Bien reçu.", WORDS]


def test_many_writers_at_once_lose_nothing(world: World) -> None:
    failed: list[Exception] = []

    class Patient(Table):
        lock = threading.Lock()

        def transact(self, operations: Any) -> None:
            with self.lock:  # moto's own transactions are not atomic between threads
                super().transact(operations)

        def query_all(self, *keys: Any, **how: Any) -> Any:
            with self.lock:  # nor does a strong read there see all of one or nothing
                return super().query_all(*keys, **how)

    world.table = Patient(world.table.name, world.table._client)

    def write(number: int) -> None:
        try:
            post(world, INSTALLER, f"Message {number}", key=f"key-{number:04d}")
        except Exception as error:  # noqa: BLE001 # shown by the test
            failed.append(error)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert failed == []
    assert {one.words for one in page(world).messages} == {f"Message {n}" for n in range(4)}
    assert len(thread(world).unread_by("agents")) == thread(world).count == 4


def test_unread_messages_put_the_dossier_before_the_agents_until_they_are_read(
    world: World,
) -> None:
    post(world, INSTALLER)
    (line,) = list_queue(by=AGENT, now=world.now, table=world.table).lines
    assert Reason.UNREAD_MESSAGE in line.reasons
    read(world, AGENT)
    lines = [*list_queue(by=AGENT, now=world.now, table=world.table).lines]
    assert all(Reason.UNREAD_MESSAGE not in one.reasons for one in lines)
    assert thread(world).unread_by("agents") == ()


def test_a_message_on_a_dossier_that_is_over_reaches_the_agents_too(world: World) -> None:
    world.happen(EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED, closed_at=world.now)
    assert list_queue(by=AGENT, now=world.now, table=world.table).lines == ()
    post(world, INSTALLER)
    (line,) = list_queue(by=AGENT, now=world.now, table=world.table).lines
    assert line.reasons == (Reason.UNREAD_MESSAGE,)
    read(world, AGENT)
    assert list_queue(by=AGENT, now=world.now, table=world.table).lines == ()


def test_reading_is_up_to_what_was_seen_and_once(world: World) -> None:
    post(world, INSTALLER)
    seen = page(world).messages[0].number
    post(world, INSTALLER, "Et encore ceci.", key="key-0002")
    read(world, AGENT, seen)
    assert [one > seen for one in thread(world).unread_by("agents")] == [True]
    before = len(kinds(world))
    read(world, AGENT, seen)
    assert len(kinds(world)) == before


def test_answering_is_having_read_what_was_seen(world: World) -> None:
    post(world, INSTALLER)
    post(world, AGENT, "Merci.", seen=page(world).messages[0].number)
    assert (thread(world).unread_by("agents"), len(thread(world).unread_by("installer"))) == ((), 1)


def mails(world: World) -> list[ConnectionMail]:
    mails = [one for event in world.journal() for one in list_notices_of(event, world.now)]
    return [one.kind for one in mails if one.kind is ConnectionMail.MESSAGE_RECEIVED]


def test_a_silence_makes_one_mail_however_many_messages(world: World) -> None:
    post(world, AGENT, "Un.", key="key-0001")
    post(world, AGENT, "Deux.", key="key-0002")
    assert len(mails(world)) == 1
    read(world, INSTALLER)
    post(world, AGENT, "Trois.", key="key-0003")
    assert len(mails(world)) == 2
    post(world, INSTALLER, "Compris.", key="key-0004")
    assert len(mails(world)) == 2


def test_the_mail_is_for_the_installer_and_loses_its_purpose_once_all_is_read(
    world: World,
) -> None:
    post(world, AGENT)
    (notice,) = list_notices_of(world.journal()[-1], world.now)
    assert notice.addressee is Addressee.INSTALLER
    assert why_not(notice, world.load()) == ""
    read(world, INSTALLER)
    assert why_not(notice, world.load()) == "messages_read"


@pytest.mark.parametrize("words", ["", "   \r\n ", "x" * (LONGEST_WORDS + 1)])
def test_no_words_or_too_many_are_refused_by_name(world: World, words: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        post(world, INSTALLER, words)
    assert [one.field for one in refused.value.problems] == ["words"]
    assert page(world).messages == ()


def test_the_longest_message_fits_with_letters_of_four_bytes(world: World) -> None:
    post(world, INSTALLER, "🌞" * LONGEST_WORDS)
    assert page(world).messages[0].words == "🌞" * LONGEST_WORDS


def test_the_row_of_the_unread_stays_small(world: World) -> None:
    world.table.put(
        {
            "pk": f"C#{world.dossier_id}",
            "sk": "MESSAGES",
            "count": 60,
            "unread": {"agents": list(range(1, MOST_UNREAD + 1))},
        }
    )
    with pytest.raises(TooManyUnread):
        post(world, INSTALLER)
    post(world, AGENT, "Nous lisons.")


@pytest.mark.parametrize("by", [RIVAL, Actor("usr_9", "agent", "page")])
def test_a_draft_or_a_foreign_dossier_has_no_messages(table: Table, by: Actor) -> None:
    world = World(table)
    world.begin()
    with pytest.raises(NotFound):
        post(world, by)
    with pytest.raises(NotFound):
        page(world, by)
    with pytest.raises(ThreadClosed):
        post(world, INSTALLER)


def test_the_client_has_no_side(world: World) -> None:
    for act in (post, read, page):
        with pytest.raises(NotAllowed):
            act(world, CLIENT)


def test_a_page_holds_twenty_and_leads_to_the_older_ones(world: World) -> None:
    for number in range(22):
        side = (INSTALLER, AGENT)[number % 2]
        post(world, side, f"{number}", key=f"key-{number:04d}")
    newest = page(world)
    assert [one.words for one in newest.messages] == [str(one) for one in range(21, 1, -1)]
    assert [one.words for one in page(world, start=newest.next).messages] == ["1", "0"]
    with pytest.raises(InvalidCursor):
        page(world, start="pas-un-curseur")


def cancel_and_erase(world: World) -> Any:
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        place: Any = {"LocationConstraint": "eu-west-3"}
        client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)
    world.happen(EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED, closed_at=world.now)
    return erase_person(
        world.dossier_id, by=platform("schedule"), why="usr_7", table=world.table, now=world.now
    )


def test_an_erasure_takes_every_message_and_nobody_writes_after_it(world: World) -> None:
    post(world, INSTALLER)
    post(world, AGENT, "Merci.")
    assert cancel_and_erase(world).is_complete
    assert not world.table.query_all(MESSAGES.pk(world.dossier_id))
    assert page(world).messages == ()
    with pytest.raises(ThreadClosed):
        post(world, INSTALLER, key="key-0009")


def test_nobody_writes_once_an_erasure_is_asked_for(world: World) -> None:
    world.table.put({"pk": f"C#{world.dossier_id}", "sk": "ERASURE", "asked_by": "usr_7"})
    with pytest.raises(ThreadClosed):
        post(world, INSTALLER)


def test_a_message_that_an_erasure_left_is_not_called_erased(world: World) -> None:
    proof = cancel_and_erase(world)
    world.table.put({"pk": f"MSG#{world.dossier_id}", "sk": "M#00000099", "words": WORDS})
    assert proof.is_complete
    again = erase_person(
        world.dossier_id, by=platform("schedule"), why="usr_7", table=world.table, now=world.now
    )
    assert again.is_complete
    assert not world.table.query_all(MESSAGES.pk(world.dossier_id))


def test_an_export_holds_the_messages(world: World) -> None:
    post(world, INSTALLER)
    document = export_person(world.dossier_id, by=AGENT, table=world.table)
    assert [one["words"] for one in document["messages"]] == [WORDS]


def test_messages_do_not_weigh_on_the_dossier(world: World) -> None:
    for number in range(10):
        side = (INSTALLER, AGENT)[number % 2]
        post(world, side, "x" * LONGEST_WORDS, key=f"key-{number:04d}")
    rows = world.table.query_all(f"C#{world.dossier_id}")
    assert max(len(str(row)) for row in rows if row["sk"] == "MESSAGES") < LONGEST_WORDS
    assert "xxxx" not in str(rows)


def test_a_firm_of_others_sees_nothing_though_it_takes_the_dossiers_number(world: World) -> None:
    post(world, INSTALLER)
    with pytest.raises(NotFound):
        page(world, replace(RIVAL, person_id=INSTALLER.person_id))
    assert load_dossier(world.dossier_id, seen_by=INSTALLER, table=world.table)
