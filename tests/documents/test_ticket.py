"""Tickets: one key, one size range, one type, fifteen minutes, and quotas."""

import base64
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.cases.files.keep_file import note_arrival
from chalicelib.cases.files.refusals import KeyOfAnotherFile, SlotFull, SlotUnknown
from chalicelib.cases.files.rows import renew_file
from chalicelib.cases.files.ticket import Ticket, open_form
from chalicelib.documents.refusals import QuotaReached, UploadClosed
from chalicelib.documents.room import require_room
from chalicelib.dossiers.model import Dossier, Head, Piece, PieceState
from chalicelib.reference.required_pieces import BILL
from chalicelib.refusals import NotFound
from chalicelib.verdicts import limits
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.upload_form import FileRefused
from tests.documents.worlds import INSTALLER, NOW, STRANGER, World

KEY = re.compile(r"in/dos_[0-9a-f]+/facture/doc_[0-9a-f]+\.pdf")


def policy_of(ticket: Ticket) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(ticket.post.fields["policy"]))
    return found


def test_a_ticket_fixes_key_size_and_type_and_names_no_file(world: World) -> None:
    ticket = world.ticket(file_name="../é  facture.PDF")
    assert KEY.fullmatch(ticket.post.fields["key"])
    conditions = policy_of(ticket)["conditions"]
    assert {"key": ticket.post.fields["key"]} in conditions
    assert {"Content-Type": "application/pdf"} in conditions
    assert ["content-length-range", 1, 9] in conditions
    assert ticket.most_bytes == 9
    assert "facture.PDF" not in json.dumps(policy_of(ticket))
    assert world.piece(ticket.document_id).file_name == "é  facture.PDF"
    assert world.piece(ticket.document_id).state is PieceState.PENDING


def test_a_form_without_javascript_binds_no_type_and_keeps_no_row(world: World) -> None:
    ticket = open_form(
        world.dossier_id, "facture", by=INSTALLER, back_path="/retour", table=world.table
    )
    conditions = policy_of(ticket)["conditions"]
    assert ["starts-with", "$x-amz-meta-name", ""] in conditions
    assert not any("Content-Type" in str(one) for one in conditions)
    assert ["content-length-range", 1, 50 * limits.MIB] in conditions
    back = ticket.post.fields["success_action_redirect"]
    assert back.endswith(f"/retour?document={ticket.document_id}")
    assert world.dossier().pieces == ()


def test_coming_back_from_the_bucket_keeps_one_row_however_often(world: World) -> None:
    document_id = "doc_" + "a" * 24
    for _ in range(3):
        note_arrival(
            world.dossier_id, "facture", document_id, by=INSTALLER, table=world.table, now=NOW
        )
    assert [one.document_id for one in world.dossier().pieces] == [document_id]
    with pytest.raises(SlotUnknown):
        note_arrival(world.dossier_id, "facture", "../x", by=INSTALLER, table=world.table, now=NOW)


@pytest.mark.parametrize(
    ("slot", "name", "size", "field"),
    [
        ("facture", "facture.heic", 9, "file_name"),
        ("facture", "facture", 9, "file_name"),
        ("consuel", "photo.jpg", 9, "file_name"),
        ("facture", "facture.pdf", 0, "size_bytes"),
        ("facture", "facture.pdf", 50 * limits.MIB + 1, "size_bytes"),
    ],
)
def test_what_the_verdict_would_refuse_is_refused_before_it_is_sent(
    world: World, slot: str, name: str, size: int, field: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        world.ticket(slot, file_name=name, size_bytes=size)
    assert refused.value.field == field
    assert refused.value.values["sentence"]
    assert world.dossier().pieces == ()


def test_a_refusal_of_a_picture_format_names_those_that_are_taken(world: World) -> None:
    with pytest.raises(FileRefused) as refused:
        world.ticket(file_name="facture.heic")
    assert ".jpg, .png ou .pdf" in str(refused.value.values["sentence"])


def test_another_firms_dossier_does_not_exist(world: World) -> None:
    with pytest.raises(NotFound):
        world.ticket(by=STRANGER)


def test_a_slot_that_is_not_wanted_is_refused(world: World) -> None:
    with pytest.raises(SlotUnknown):
        world.ticket("attestation_bridage")


def test_a_repeated_key_is_one_file_and_another_file_under_it_is_refused(world: World) -> None:
    first = world.ticket(idempotency_key="une-cle-1")
    again = world.ticket(idempotency_key="une-cle-1")
    assert first.post.fields["key"] == again.post.fields["key"]
    assert len(world.dossier().pieces) == 1
    with pytest.raises(KeyOfAnotherFile):
        world.ticket(idempotency_key="une-cle-1", file_name="facture.png")
    with pytest.raises(KeyOfAnotherFile):
        world.ticket(idempotency_key="une-cle-1", file_name="autre.pdf")


def test_a_sent_dossier_takes_only_what_is_missing_or_asked_for(world: World) -> None:
    world.accept("facture")
    world.send()
    with pytest.raises(UploadClosed):
        world.ticket("facture")
    with pytest.raises(UploadClosed):
        world.ticket("autre")
    assert world.ticket("mairie").slot == "mairie"


def test_a_slot_of_several_files_has_an_end(world: World) -> None:
    for _ in range(3):
        world.ticket("facture")
    with pytest.raises(SlotFull):
        world.ticket("facture")


def test_a_slot_of_one_file_takes_a_replacement(world: World) -> None:
    first = world.accept("consuel")
    second = world.accept("consuel")
    assert world.piece(first.document_id).state is PieceState.SUPERSEDED
    assert world.piece(second.document_id).state is PieceState.ACCEPTED


def test_a_persons_day_has_a_quota_and_another_person_is_not_touched(world: World) -> None:
    from chalicelib.aws.clock import real_now

    world.table.put(
        {
            "pk": f"Q#{INSTALLER.person_id}",
            "sk": f"UPLOADS#{real_now():%Y-%m-%d}",
            "files": limits.USER_DAILY_MAX_FILES,
        }
    )
    with pytest.raises(QuotaReached):
        world.ticket()
    assert world.ticket(by=replace(INSTALLER, person_id="usr_3"))


def test_a_dossier_has_a_quota_that_counts_every_stored_version() -> None:
    replaced_one = Piece("doc_1", "facture", PieceState.SUPERSEDED, NOW, "usr_1", size_bytes=1)
    head = Head("dos_1", "frm_1", "usr_1", NOW, NOW)
    full = Dossier(head, pieces=(replaced_one,) * limits.DOSSIER_MAX_FILES)
    heavy = Dossier(head, pieces=(replace(replaced_one, size_bytes=limits.DOSSIER_MAX_BYTES - 5),))
    require_room(heavy, BILL, 5)
    for dossier, size in ((full, 1), (heavy, 6)):
        with pytest.raises(QuotaReached):
            require_room(dossier, BILL, size)


def test_so_many_files_await_their_verdict_in_a_slot_and_no_more(world: World) -> None:
    for number in range(limits.SLOT_MAX_PENDING):
        world.ticket("consuel", file_name=f"consuel-{number}.pdf")
    with pytest.raises(SlotFull):
        world.ticket("consuel")
    newest = world.dossier().pieces[-1]
    world.check(world.put(newest.upload_key, b"good file"))
    states = [piece.state for piece in world.dossier().pieces]
    assert states.count(PieceState.SUPERSEDED) == limits.SLOT_MAX_PENDING - 1
    assert world.piece(newest.document_id).state is PieceState.ACCEPTED


def test_picking_a_file_again_takes_its_upload_up_where_it_broke_off(world: World) -> None:
    first = world.ticket(file_name="Été.pdf", size_bytes=12, resumes=True)
    again = world.ticket(file_name="Été.pdf", size_bytes=12, resumes=True)
    assert (first.is_resumed, again.is_resumed) == (False, True)
    assert again.document_id == first.document_id
    assert again.post.fields["key"] == first.post.fields["key"]
    assert ["content-length-range", 1, 12] in policy_of(again)["conditions"]
    assert [one.document_id for one in world.dossier().pieces] == [first.document_id]


@pytest.mark.parametrize(
    "other",
    [
        {"file_name": "autre.pdf"},
        {"size_bytes": 10},
        {"slot": "mairie"},
        {"by": replace(INSTALLER, person_id="usr_3")},
        {"resumes": False},
    ],
)
def test_another_file_another_slot_or_another_person_resumes_nothing(
    world: World, other: dict[str, Any]
) -> None:
    first = world.ticket(resumes=True)
    how: dict[str, Any] = {"resumes": True} | other
    again = world.ticket(**how)
    assert not again.is_resumed
    assert again.document_id != first.document_id


def test_a_file_with_a_verdict_is_not_taken_up_again(world: World) -> None:
    first = world.ticket(resumes=True)
    world.check(world.put(world.key(first), b"bad bytes"))
    again = world.ticket(resumes=True)
    assert not again.is_resumed
    assert again.document_id != first.document_id


def test_the_sweep_waits_anew_for_a_file_that_is_taken_up_again(world: World) -> None:
    first = world.ticket(resumes=True)
    piece = world.piece(first.document_id)
    assert piece.pending_since is not None
    world.ticket(resumes=True)
    renewed = world.piece(first.document_id)
    assert renewed.pending_since is not None
    assert renewed.pending_since > piece.pending_since
    swept = world.table.query("PENDING", index="work", limit=10).items
    assert [one["wa"] for one in swept] == [
        renewed.pending_since.isoformat(timespec="microseconds")
    ]


def test_a_file_judged_while_it_is_picked_again_becomes_another_one(world: World) -> None:
    first = world.ticket(resumes=True)
    piece = world.piece(first.document_id)
    world.check(world.put(world.key(first), b"good file"))
    assert not renew_file(world.dossier_id, piece, epoch=0, table=world.table)
    assert world.piece(first.document_id).state is PieceState.ACCEPTED


HARD_NAMES = [
    "Facture d’électricité – été 2026.pdf",
    "e\u0301lectricite\u0301.pdf",
    "a+b&c=d.pdf",
    "100%.pdf",
    "%2e%2e%2fetc.pdf",
    "🌞 panneaux.pdf",
    "合格证.pdf",
    "a" * 200 + ".pdf",
    "é" * 200 + ".pdf",
    "facture.exe.pdf",
    "../../etc/passwd.pdf",
    "..\\..\\windows\\x.pdf",
    "/tmp/x.pdf",
    "CON.pdf",
    "-rf.pdf",
    'a".pdf',
    "<img src=x onerror=alert(1)>.pdf",
    "{{7*7}}.pdf",
    "${filename}.pdf",
    "=cmd|' /C calc'!A0.pdf",
]


@pytest.mark.parametrize("name", HARD_NAMES)
def test_no_name_reaches_a_key_or_a_signature(world: World, name: str) -> None:
    ticket = world.ticket(file_name=name)
    assert KEY.fullmatch(world.key(ticket))
    assert name not in json.dumps(policy_of(ticket), ensure_ascii=False)
    assert world.piece(ticket.document_id).file_name == safe_file_name(name)
    assert "${filename}" not in ticket.post.fields.values()


@pytest.mark.parametrize(
    "name",
    [
        "facture.pdf\r\nContent-Type: text/html",
        "facture\u202efdp.exe",
        "facture\u202efdp.pdf",
        "facture.pdf\x00.png",
        "facture.p\u200bdf",
        "a;filename=b.html",
        ".htaccess",
        "facture",
        "a" * 1100 + ".pdf",
    ],
)
def test_a_name_that_hides_what_it_is_is_refused_in_words(world: World, name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        world.ticket(file_name=name)
    assert refused.value.field == "file_name"
    assert world.dossier().pieces == ()
