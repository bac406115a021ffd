"""What arrives for the library is judged like a piece: once, in any order, never readable before."""

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.session import client
from chalicelib.cases.files.keys import Place, upload_key
from chalicelib.cases.files.model import FileState
from chalicelib.cases.files.refusals import NotReadable
from chalicelib.partner_library.model import Act
from chalicelib.partner_library.read_item import read_item, read_version
from chalicelib.partner_library.slots import VERSION
from chalicelib.refusals import NotFound
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.limits import USER_DAILY_MAX_FILES
from chalicelib.verdicts.verdict import ReasonCode
from tests.documents.worlds import DOCUMENTS, UPLOADS
from tests.partner_library.worlds import AGENT, INSTALLER, World

ABSENT = "lib_000000000000aaaaaaaaaaaaaaaaaaaa"


def test_an_accepted_version_is_sealed_copied_and_becomes_the_current_one(world: World) -> None:
    item_id = world.add().item_id
    document_id, arrival = world.deposit(item_id)
    with pytest.raises(NotFound):
        read_item(item_id, by=INSTALLER, table=world.table)
    with pytest.raises(NotReadable):
        read_version(item_id, document_id, by=AGENT, table=world.table)
    world.check(arrival)
    whole = world.whole(item_id)
    assert whole.item.current is not None
    assert whole.item.current.document_id == document_id
    current = whole.item.current
    assert (current.state, current.accepted_by) == (FileState.ACCEPTED, "rule:deposited_by_us")
    assert world.objects(DOCUMENTS) == [current.evidence_key, current.served_key]
    assert current.evidence_key.startswith(f"evidence/{item_id}/{document_id}")
    assert current.served_key.startswith(f"served/{item_id}/{document_id}")
    assert world.objects(UPLOADS) == []
    url = read_item(item_id, by=INSTALLER, table=world.table)
    assert f"{current.served_key}?" in url
    assert f"versionId={current.served_version}" in url


def test_a_refused_version_leaves_the_one_before_in_place_and_says_why(world: World) -> None:
    item = world.publish()
    document_id, arrival = world.deposit(item.item_id, b"wrong file")
    world.check(arrival)
    refused = world.version(item.item_id, document_id)
    assert refused.state is FileState.REJECTED
    assert refused.reasons == (ReasonCode.PDF_UNREADABLE,)
    assert world.whole(item.item_id).item.current == item.current
    with pytest.raises(NotReadable):
        read_version(item.item_id, document_id, by=AGENT, table=world.table)


def test_the_newest_accepted_version_is_current_whatever_order_the_news_come_in(
    world: World,
) -> None:
    item_id = world.add().item_id
    first, first_arrival = world.deposit(item_id, b"good one")
    second, second_arrival = world.deposit(item_id, b"good two")
    world.check(second_arrival, first_arrival)
    whole = world.whole(item_id)
    assert whole.item.current is not None
    assert (whole.item.current.document_id, whole.item.current.number) == (second, 2)
    assert [version.document_id for version in whole.versions] == [second, first]
    for document_id in (first, second):
        assert document_id in read_version(item_id, document_id, by=AGENT, table=world.table)


def test_news_that_come_twice_move_nothing(world: World) -> None:
    item_id = world.add().item_id
    _, arrival = world.deposit(item_id)
    world.check(arrival)
    once = world.whole(item_id)
    world.check(arrival, arrival)
    assert world.whole(item_id) == once
    assert len(world.judge.seen) == 1


def test_a_second_version_under_one_key_is_removed_unread(world: World) -> None:
    item_id = world.add().item_id
    _, first = world.deposit(item_id, b"good first")
    later = world.put(first.key, b"good later")
    world.check(later, first)
    assert world.judge.seen == [b"good first"]
    assert world.objects(UPLOADS) == []
    counted = world.table.get(f"Q#{AGENT.person_id}", f"UPLOADS#{real_now():%Y-%m-%d}")
    assert counted is not None
    assert counted["files"] == 2


def test_a_file_sent_without_javascript_is_kept_when_it_arrives(world: World) -> None:
    item_id = world.add().item_id
    key = upload_key(Place(item_id, VERSION, "doc_0123456789ab"), "bin")
    world.check(world.put(key, b"good file", name="charte d'usage.pdf", by="usr_7"))
    version = world.version(item_id, "doc_0123456789ab")
    assert (version.state, version.file_name) == (FileState.ACCEPTED, "charte d'usage.pdf")
    assert version.created_by == "usr_7"


def test_a_file_for_no_document_of_the_library_is_never_read(world: World) -> None:
    key = upload_key(Place(ABSENT, VERSION, "doc_0123456789ab"), "bin")
    world.check(world.put(key, b"good file"))
    assert world.judge.seen == []
    assert world.objects(DOCUMENTS) == []


def test_a_file_beyond_the_persons_day_is_removed_unread(world: World) -> None:
    item_id = world.add().item_id
    day = f"UPLOADS#{real_now():%Y-%m-%d}"
    world.table.put({"pk": "Q#usr_7", "sk": day, "files": USER_DAILY_MAX_FILES})
    key = upload_key(Place(item_id, VERSION, "doc_0123456789ab"), "bin")
    world.check(world.put(key, b"good file", by="usr_7"))
    assert world.objects(UPLOADS) == []
    assert world.judge.seen == []
    assert world.whole(item_id).versions == ()


def test_a_key_of_nobodys_and_an_object_that_is_gone_are_no_trouble(world: World) -> None:
    world.check(Arrival(UPLOADS, "in/../../etc/passwd", "v"))
    item_id = world.add().item_id
    document_id, arrival = world.deposit(item_id)
    client("s3").delete_object(Bucket=UPLOADS, Key=arrival.key, VersionId=arrival.version_id)
    world.check(arrival)
    assert world.version(item_id, document_id).state is FileState.PENDING


def test_a_silent_scanner_leaves_the_version_pending(world: World) -> None:
    world.scanner = "guardduty"
    item_id = world.add().item_id
    document_id, arrival = world.deposit(item_id)
    world.check(arrival)
    assert world.version(item_id, document_id).state is FileState.PENDING
    client("s3").put_object_tagging(
        Bucket=UPLOADS,
        Key=arrival.key,
        VersionId=arrival.version_id,
        Tagging={"TagSet": [{"Key": "GuardDutyMalwareScanStatus", "Value": "THREATS_FOUND"}]},
    )
    world.check(arrival)
    version = world.version(item_id, document_id)
    assert (version.state, version.reasons) == (FileState.REJECTED, (ReasonCode.MALWARE,))


def test_the_journal_says_who_did_what(world: World) -> None:
    item = world.publish()
    told = [(one.act, one.actor_id, one.version) for one in world.whole(item.item_id).records]
    assert told == [
        (Act.VERSION_ACCEPTED, "platform", 1),
        (Act.VERSION_ANNOUNCED, AGENT.person_id, 1),
        (Act.ADDED, AGENT.person_id, 0),
    ]
