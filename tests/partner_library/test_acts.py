"""What agents do to the library: each act once, in one transaction, refused to everybody else."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.files.model import FileState
from chalicelib.cases.files.refusals import DayFull, KeyOfAnotherFile, NotReadable, SlotUnknown
from chalicelib.partner_library.check_again import check_version_again
from chalicelib.partner_library.edit_item import edit_item, move_item, restore_item, withdraw_item
from chalicelib.partner_library.list_library import list_library, load_item
from chalicelib.partner_library.model import MOST_ITEMS, Act
from chalicelib.partner_library.read_item import read_item, read_version
from chalicelib.partner_library.refusals import (
    KeyOfAnother,
    LibraryFull,
)
from chalicelib.partner_library.shelf import list_shelf
from chalicelib.partner_library.ticket import note_arrival, open_form
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.verdicts.limits import UPLOAD_MAX_BYTES, USER_DAILY_MAX_FILES
from chalicelib.verdicts.upload_form import FileRefused
from tests.partner_library.worlds import AGENT, BROCHURE, CHARTER, CLIENT, INSTALLER, World

ABSENT = "lib_000000000000aaaaaaaaaaaaaaaaaaaa"


def titles(world: World) -> list[str]:
    return [one.sheet.title for one in list_library(by=AGENT, table=world.table)]


def test_one_key_adds_one_document(world: World) -> None:
    once = world.add(idempotency_key="key-00001")
    assert world.add(idempotency_key="key-00001") == once
    assert titles(world) == [CHARTER.title]
    with pytest.raises(KeyOfAnother):
        world.add(BROCHURE, idempotency_key="key-00001")
    edit_item(once.item_id, BROCHURE, by=AGENT, table=world.table)
    assert world.add(idempotency_key="key-00001").item_id == once.item_id


def test_the_library_holds_what_one_query_reads(world: World) -> None:
    for number in range(MOST_ITEMS):
        world.add(replace(CHARTER, title=f"Document {number}"))
    with pytest.raises(LibraryFull):
        world.add()
    assert len(titles(world)) == MOST_ITEMS


def test_a_document_is_shown_to_its_readers_once_published_and_until_withdrawn(
    world: World,
) -> None:
    world.add()
    charter, brochure = world.publish(CHARTER), world.publish(BROCHURE)

    def shelf(by: object) -> list[str]:
        found = list_shelf(by=by, table=world.table)  # type: ignore[arg-type] # an actor
        return [one.item_id for one in found]

    assert shelf(INSTALLER) == [charter.item_id, brochure.item_id]
    assert shelf(CLIENT) == [brochure.item_id]
    with pytest.raises(NotFound):
        read_item(charter.item_id, by=CLIENT, table=world.table)
    withdraw_item(brochure.item_id, by=AGENT, table=world.table)
    assert shelf(INSTALLER) == [charter.item_id]
    for reader in (INSTALLER, CLIENT):
        with pytest.raises(NotFound):
            read_item(brochure.item_id, by=reader, table=world.table)
    assert read_item(brochure.item_id, by=AGENT, table=world.table)
    restore_item(brochure.item_id, by=AGENT, table=world.table)
    assert shelf(CLIENT) == [brochure.item_id]


def test_older_versions_are_for_agents_alone(world: World) -> None:
    item = world.publish()
    assert item.current is not None
    older = item.current.document_id
    _, arrival = world.deposit(item.item_id)
    world.check(arrival)
    assert older in read_version(item.item_id, older, by=AGENT, table=world.table)
    for reader in (INSTALLER, CLIENT):
        with pytest.raises(NotFound):
            read_version(item.item_id, older, by=reader, table=world.table)
        assert older not in read_item(item.item_id, by=INSTALLER, table=world.table)


def test_a_download_comes_as_an_attachment_under_the_files_own_name(world: World) -> None:
    item = world.add()
    ticket = world.ticket(item.item_id, file_name="Charte d’été « 2026 ».pdf")
    world.check(world.put(ticket.post.fields["key"], b"good file"))
    url = read_item(item.item_id, by=INSTALLER, table=world.table)
    assert "response-content-disposition=attachment%3B" in url
    assert "Charte%2520d%25E2%2580%2599%25C3%25A9t%25C3%25A9" in url
    assert "X-Amz-Expires=300" in url or "Expires=" in url


def test_moving_changes_one_row_and_twice_is_as_once(world: World) -> None:
    first, second, third = (world.add(replace(CHARTER, title=f"Titre {n}")) for n in "abc")
    for _ in range(2):
        move_item(third.item_id, 2, by=AGENT, table=world.table)
        assert titles(world) == ["Titre a", "Titre c", "Titre b"]
    move_item(first.item_id, 99, by=AGENT, table=world.table)
    assert titles(world) == ["Titre c", "Titre b", "Titre a"]
    acts = [one.act for one in world.whole(third.item_id).records]
    assert acts == [Act.MOVED, Act.ADDED]
    assert len(world.whole(second.item_id).records) == 1


@pytest.mark.parametrize("by", [INSTALLER, CLIENT])
def test_only_agents_act(world: World, by: object) -> None:
    item_id = world.add().item_id
    table = world.table
    acts: list[Callable[[], object]] = [
        lambda: edit_item(item_id, BROCHURE, by=by, table=table),  # type: ignore[arg-type] # an actor
        lambda: withdraw_item(item_id, by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: restore_item(item_id, by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: move_item(item_id, 1, by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: world.ticket(item_id, by=by),
        lambda: open_form(item_id, by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: note_arrival(item_id, "doc_0123456789ab", by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: check_version_again(item_id, "doc_0123456789ab", by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: list_library(by=by, table=table),  # type: ignore[arg-type] # idem
        lambda: load_item(item_id, by=by, table=table),  # type: ignore[arg-type] # idem
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert len(world.whole(item_id).records) == 1


def test_what_is_not_in_the_library_is_not_found(world: World) -> None:
    for item_id in (ABSENT, "x" * 2000, ""):
        with pytest.raises(NotFound):
            withdraw_item(item_id, by=AGENT, table=world.table)
        with pytest.raises(NotFound):
            load_item(item_id, by=AGENT, table=world.table)
        with pytest.raises(NotFound):
            read_item(item_id, by=AGENT, table=world.table)
        with pytest.raises(NotFound):
            open_form(item_id, by=AGENT, table=world.table)
        with pytest.raises(NotFound):
            world.ticket(item_id)
    with pytest.raises(NotReadable):
        read_item(world.add().item_id, by=AGENT, table=world.table)


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("kit.zip", 9, "ZIP"),
        ("KIT.ZIP", 9, "ZIP"),
        ("charte.docx", 9, ".pdf"),
        ("charte.pdf", 0, "vide"),
        ("charte.pdf", UPLOAD_MAX_BYTES + 1, "50 Mo"),
    ],
)
def test_what_would_be_refused_is_refused_before_it_is_sent(
    world: World, name: str, size: int, says: str
) -> None:
    item_id = world.add().item_id
    with pytest.raises(FileRefused) as refused:
        world.ticket(item_id, file_name=name, size_bytes=size)
    assert says in str(refused.value.values["sentence"])
    assert world.whole(item_id).versions == ()


def test_a_form_takes_one_key_one_size_and_one_type(world: World) -> None:
    ticket = world.ticket(world.add().item_id)
    assert ticket.post.fields["key"] == f"in/{ticket.case_id}/version/{ticket.document_id}.pdf"
    assert ticket.post.fields["Content-Type"] == "application/pdf"
    assert ticket.most_bytes == 9
    form = open_form(ticket.case_id, by=AGENT, table=world.table)
    assert form.post.fields["x-amz-meta-by"] == AGENT.person_id
    assert form.post.fields["success_action_redirect"].endswith(
        f"/bibliotheque/{ticket.case_id}/recu?document={form.document_id}"
    )


def test_one_key_announces_one_version(world: World) -> None:
    item_id = world.add().item_id
    once = world.ticket(item_id, idempotency_key="key-00002")
    again = world.ticket(item_id, idempotency_key="key-00002")
    assert again.document_id == once.document_id
    with pytest.raises(KeyOfAnotherFile):
        world.ticket(item_id, idempotency_key="key-00002", size_bytes=10)
    assert [one.number for one in world.whole(item_id).versions] == [1]


def test_a_file_picked_again_takes_its_upload_up_again(world: World) -> None:
    item_id = world.add().item_id
    first = world.ticket(item_id, resumes=True)
    again = world.ticket(item_id, resumes=True)
    assert (again.document_id, again.is_resumed) == (first.document_id, True)
    world.check(world.put(again.post.fields["key"], b"good file"))
    after = world.ticket(item_id, resumes=True)
    assert (after.document_id == first.document_id, after.is_resumed) == (False, False)


def test_one_persons_day_is_bounded(world: World) -> None:
    item_id = world.add().item_id
    day = f"UPLOADS#{real_now():%Y-%m-%d}"
    world.table.put({"pk": "Q#usr_7", "sk": day, "files": USER_DAILY_MAX_FILES - 1})
    world.ticket(item_id)
    with pytest.raises(DayFull):
        world.ticket(item_id)
    assert len(world.whole(item_id).versions) == 1


def test_a_browser_that_comes_back_twice_announces_one_version(world: World) -> None:
    item_id = world.add().item_id
    for _ in range(2):
        note_arrival(item_id, "doc_0123456789ab", by=AGENT, table=world.table)
    assert [one.state for one in world.whole(item_id).versions] == [FileState.PENDING]
    with pytest.raises(SlotUnknown):
        note_arrival(item_id, "../../x", by=AGENT, table=world.table)


class Raced(Table):
    """A table on which another agent acts right before our transaction, or whose reply is lost."""

    before: Callable[[], object] | None = None
    loses_reply = False

    def transact(self, operations: Sequence[Operation]) -> None:
        before, self.before = self.before, None
        if before:
            before()
        super().transact(operations)
        if self.loses_reply:
            self.loses_reply = False
            raise ConditionFailed


def raced(world: World) -> Raced:
    return Raced(world.table.name, world.table._client)


def test_who_loses_against_another_agent_decides_again_and_loses_nothing(world: World) -> None:
    item_id = world.add().item_id
    table = raced(world)
    table.before = lambda: edit_item(item_id, BROCHURE, by=AGENT, table=world.table)
    withdraw_item(item_id, by=AGENT, table=table)
    whole = world.whole(item_id)
    assert (whole.item.sheet, whole.item.is_withdrawn) == (BROCHURE, True)
    assert [one.act for one in whole.records] == [Act.WITHDRAWN, Act.EDITED, Act.ADDED]
    assert [one.number for one in whole.records] == [3, 2, 1]


def test_a_lost_reply_writes_an_act_once(world: World) -> None:
    item_id = world.add().item_id
    table = raced(world)
    table.loses_reply = True
    withdraw_item(item_id, by=AGENT, table=table)
    assert [one.act for one in world.whole(item_id).records] == [Act.WITHDRAWN, Act.ADDED]
