"""Whatever S3 and the queue do, a file ends as if each of its events had come once."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from chalicelib.aws.bucket import delete_version
from chalicelib.aws.session import client
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.decide_piece import refuse_piece, withdraw_piece
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import read_journal
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import KEY_DIGITS, _told_name
from chalicelib.verdicts.verdict import ReasonCode
from tests.documents.worlds import AGENT, DOCUMENTS, INSTALLER, UPLOADS, World

DOC = "doc_" + "0" * 24


def kinds_in_journal(world: World) -> list[str]:
    events, _ = read_journal(world.dossier_id, seen_by=INSTALLER, table=world.table)
    return [str(event.kind) for event in reversed(events)]


def test_a_good_file_is_accepted_sealed_and_served(world: World) -> None:
    document_id, arrival = world.deposit(b"good file")
    assert world.piece(document_id).state is PieceState.PENDING
    world.check(arrival)
    piece = world.piece(document_id)
    assert piece.state is PieceState.ACCEPTED
    assert piece.upload_version == arrival.version_id
    of_the_file = f"{world.dossier_id}/{document_id}-{piece.sha256[:KEY_DIGITS]}.pdf"
    assert piece.evidence_key == f"evidence/{of_the_file}"
    assert piece.served_key == f"served/{of_the_file}"
    stored = client("s3").get_object(
        Bucket=DOCUMENTS, Key=piece.served_key, VersionId=piece.served_version
    )
    assert stored["Body"].read() == b"served good file"
    assert len(piece.sha256) == len(piece.served_sha256) == 64


def test_a_bad_file_is_refused_with_its_reason_and_leaves_no_copy(world: World) -> None:
    document_id, arrival = world.deposit(b"bad")
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.REJECTED
    assert world.piece(document_id).reasons == (ReasonCode.PDF_UNREADABLE,)
    assert world.objects(DOCUMENTS) == []


def test_a_file_whose_served_copy_cannot_be_made_is_refused(world: World) -> None:
    document_id, arrival = world.deposit(b"bomb")
    world.check(arrival)
    assert world.piece(document_id).reasons == (ReasonCode.TOO_HEAVY_TO_READ,)


def test_the_same_news_five_times_is_judged_once(world: World) -> None:
    _, arrival = world.deposit()
    world.check(*[arrival] * 5)
    assert len(world.judge.seen) == 1
    assert kinds_in_journal(world).count(EventKind.PIECE_ACCEPTED) == 1


def orders() -> Iterator[tuple[int, ...]]:
    yield from permutations((0, 1, 2))
    yield from ((0, 0, 1, 2), (2, 2, 1), (1, 0, 1), (2,))


@pytest.mark.parametrize("order", list(orders()))
def test_the_first_version_counts_whatever_order_the_news_come_in(
    world: World, order: tuple[int, ...]
) -> None:
    ticket = world.ticket()
    key = world.key(ticket)
    arrivals = [world.put(key, content) for content in (b"good 1", b"bad", b"good 3")]
    world.check(*(arrivals[one] for one in order))
    piece = world.piece(ticket.document_id)
    assert piece.state is PieceState.ACCEPTED
    assert piece.upload_version == arrivals[0].version_id
    assert world.judge.seen == [b"good 1"]
    assert world.objects(UPLOADS) == []


def test_an_overwrite_between_the_reading_and_the_verdict_is_never_served(world: World) -> None:
    document_id, arrival = world.deposit(b"good 1")
    world.judge.before = lambda: world.put(arrival.key, b"bad 2")
    world.check(arrival)
    piece = world.piece(document_id)
    sealed = client("s3").get_object(
        Bucket=DOCUMENTS, Key=piece.evidence_key, VersionId=piece.evidence_version
    )
    assert sealed["Body"].read() == b"good 1"


def test_a_late_verdict_moves_nothing_after_a_decision(world: World) -> None:
    document_id, arrival = world.deposit()
    world.judge.before = lambda: withdraw_piece(
        world.dossier_id, document_id, by=INSTALLER, table=world.table
    )
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.SUPERSEDED


def test_news_of_an_object_that_is_gone_changes_nothing(world: World) -> None:
    document_id, arrival = world.deposit()
    delete_version(UPLOADS, arrival.key, arrival.version_id)
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.PENDING


@pytest.mark.parametrize("key", ["autre/chose.pdf", "in/dos_1/facture/../x.pdf", "in/é.pdf"])
def test_a_key_of_nobodys_is_left_alone(world: World, key: str) -> None:
    world.check(Arrival(UPLOADS, key, "v1"))
    assert world.dossier().pieces == ()


def test_a_file_sent_without_javascript_gets_its_row_on_arrival_and_its_name(world: World) -> None:
    arrival = world.put(world.place("mairie", DOC), b"good", name="r=C3=A9c=C3=A9piss=C3=A9.pdf")
    world.check(arrival)
    piece = world.piece(DOC)
    assert piece.state is PieceState.ACCEPTED
    assert piece.slot == "mairie"


@pytest.mark.parametrize(
    "name", ["=?UTF-8?Q?r=C3=A9c=C3=A9piss=C3=A9.pdf?=", "récépissé.pdf".encode().decode("latin-1")]
)
def test_a_name_with_accents_is_read_as_people_write_it(name: str) -> None:
    assert _told_name(name) == "récépissé.pdf"


def test_a_name_that_travelled_as_metadata_is_the_files(world: World) -> None:
    name = "=?UTF-8?Q?r=C3=A9c=C3=A9piss=C3=A9.pdf?="
    world.check(world.put(world.place("mairie", DOC), b"good", name=name))
    assert world.piece(DOC).file_name == "récépissé.pdf"


def test_a_file_that_comes_after_the_dossier_was_sent_does_not_change_it(world: World) -> None:
    world.accept("facture")
    world.send()
    before = world.dossier()
    world.check(world.put(world.place("facture", DOC), b"good"))
    assert world.dossier() == before
    assert world.place("facture", DOC) not in world.objects(UPLOADS)


def test_a_forged_dossier_changes_nothing(world: World) -> None:
    before = world.rows()
    key = world.place("facture", DOC).replace(world.dossier_id, "dos_" + "0" * 24)
    world.check(world.put(key, b"good"))
    assert world.rows() == before
    assert world.judge.seen == []


def test_a_silent_scanner_leaves_the_file_pending_and_unread(world: World) -> None:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.PENDING
    assert world.judge.seen == []


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("NO_THREATS_FOUND", PieceState.ACCEPTED),
        ("THREATS_FOUND", PieceState.REJECTED),
        ("UNSUPPORTED", PieceState.HELD),
        ("ACCESS_DENIED", PieceState.PENDING),
        ("FAILED", PieceState.PENDING),
        ("no_threats_found", PieceState.PENDING),
    ],
)
def test_only_the_scanners_one_clean_word_is_clean(
    world: World, status: str, state: PieceState
) -> None:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    client("s3").put_object_tagging(
        Bucket=UPLOADS,
        Key=arrival.key,
        VersionId=arrival.version_id,
        Tagging={"TagSet": [{"Key": "GuardDutyMalwareScanStatus", "Value": status}]},
    )
    world.check(arrival)
    assert world.piece(document_id).state is state


def test_a_refused_piece_makes_a_sent_dossier_wait_and_its_successor_brings_it_back(
    world: World,
) -> None:
    for slot in ("facture", "photo_installation", "photo_compteur"):
        world.accept(slot)
    world.send()
    document_id, arrival = world.deposit(b"bad", slot="mairie")
    world.check(arrival)
    assert world.dossier().head.status is Status.AWAITING_PIECE
    assert world.piece(document_id).state is PieceState.REJECTED
    world.accept("mairie")
    head = world.dossier().head
    assert head.status is Status.NEW
    assert Milestone.PIECES_COMPLETE in head.milestones
    assert world.piece(document_id).state is PieceState.SUPERSEDED


def test_an_agents_refusal_and_its_replacement(world: World) -> None:
    piece = world.accept("facture")
    world.send()
    refuse_piece(
        world.dossier_id,
        piece.document_id,
        FileReason.OUTDATED,
        "Elle date de 2019.",
        by=AGENT,
        table=world.table,
    )
    assert world.dossier().head.status is Status.AWAITING_PIECE
    world.accept("facture")
    assert world.dossier().head.status is Status.NEW
