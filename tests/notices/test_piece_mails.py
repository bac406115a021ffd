"""The installer's mails about pieces: what, why, where to; one reminder for all that is lacking."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.notices.model import NoticeState
from tests.notices.worlds import NOW, World

REFUSED = Piece(
    "doc_1",
    "facture",
    PieceState.REJECTED,
    NOW,
    "usr_1",
    file_name="facture 2019.pdf",
    reasons=("outdated",),
    words="Elle date de 2019.",
)
ASKED = Piece("doc_2", "autre", PieceState.EXPECTED, NOW, "usr_9", words="Le plan de masse.")


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def dossier_id(world: World) -> str:
    return world.send_dossier()


def change(world: World, dossier_id: str, kind: EventKind, *pieces: Piece) -> None:
    """Let something happen to pieces of a dossier that waits for them."""

    def decide(dossier: Dossier, _now: datetime) -> Change:
        waiting = replace(dossier.head, status=Status.AWAITING_PIECE, came_from=Status.NEW)
        details = {"slot": pieces[0].slot, "document_id": pieces[0].document_id} if pieces else {}
        return Change(kind, waiting, pieces=pieces, details=details)

    change_dossier(dossier_id, decide, by=platform("queue"), table=world.table, now=NOW)
    world.relay(dossier_id)


def mails(world: World, dossier_id: str, subject: str) -> list[str]:
    world.send_all(dossier_id)
    return [one.text for one in world.mailer.sent if subject in one.subject]


def test_a_refusal_names_the_piece_the_reason_the_words_and_the_one_page(
    world: World, dossier_id: str
) -> None:
    change(world, dossier_id, EventKind.PIECE_REFUSED, REFUSED)
    (text,) = mails(world, dossier_id, "une pièce est à remplacer")
    assert "Facture d’électricité du client (facture 2019.pdf)" in text
    assert "La pièce est trop ancienne." in text
    assert "Elle date de 2019." in text
    assert f"/dossiers/{dossier_id}/a-fournir" in text
    assert "Le dossier attend jusque-là" in text


def test_a_request_says_what_is_wanted_and_leads_to_the_one_page(
    world: World, dossier_id: str
) -> None:
    change(world, dossier_id, EventKind.PIECE_REQUESTED, ASKED)
    (text,) = mails(world, dossier_id, "une pièce nous manque")
    assert "Le plan de masse." in text
    assert f"/dossiers/{dossier_id}/a-fournir" in text


def test_a_reminder_names_every_lacking_piece_once_with_its_reason(
    world: World, dossier_id: str
) -> None:
    change(world, dossier_id, EventKind.PIECE_REFUSED, REFUSED)
    change(world, dossier_id, EventKind.PIECE_REQUESTED, ASKED)
    change(world, dossier_id, EventKind.PIECE_REMINDER_DUE)
    for _again in range(3):
        world.relay(dossier_id)
    (text,) = mails(world, dossier_id, "attend encore vos pièces")
    assert "depuis le 21 novembre 2026" in text
    why = "La pièce est trop ancienne. Envoyez-en une version récente. Elle date de 2019."
    assert why in " ".join(text.split())
    assert "Autre document" in text
    assert "Le plan de masse." in text
    assert text.count("/a-fournir") == 1


def test_nobody_is_reminded_of_what_was_handed_in_before_the_mail_left(
    world: World, dossier_id: str
) -> None:
    change(world, dossier_id, EventKind.PIECE_REFUSED, REFUSED)
    change(world, dossier_id, EventKind.PIECE_REMINDER_DUE)
    answer = replace(
        REFUSED, document_id="doc_3", state=PieceState.PENDING, created_at=world.now, reasons=()
    )
    change(world, dossier_id, EventKind.PIECE_UPLOADED, answer)
    world.send_all(dossier_id)
    assert world.notice(dossier_id, "piece_reminder").state is NoticeState.SKIPPED
    assert world.notice(dossier_id, "piece_reminder").reason == "nothing_lacking"
    assert world.notice(dossier_id, "piece_refused").reason == "piece_replaced"


def test_a_refusal_that_was_taken_back_before_the_mail_left_is_not_told(
    world: World, dossier_id: str
) -> None:
    change(world, dossier_id, EventKind.PIECE_REFUSED, REFUSED)
    kept = replace(REFUSED, state=PieceState.ACCEPTED, reasons=(), words="")
    change(world, dossier_id, EventKind.PIECE_REINSTATED, kept)
    assert mails(world, dossier_id, "une pièce est à remplacer") == []
    assert mails(world, dossier_id, "finalement acceptée") == []
    assert world.notice(dossier_id, "piece_reinstated").reason == "never_told"


def test_who_was_told_of_a_refusal_is_told_that_it_was_taken_back(
    world: World, dossier_id: str
) -> None:
    change(world, dossier_id, EventKind.PIECE_REFUSED, REFUSED)
    assert len(mails(world, dossier_id, "une pièce est à remplacer")) == 1
    kept = replace(REFUSED, state=PieceState.ACCEPTED, reasons=(), words="")
    change(world, dossier_id, EventKind.PIECE_REINSTATED, kept)
    (text,) = mails(world, dossier_id, "finalement acceptée")
    assert "facture 2019.pdf" in text
    assert "Vous n’avez rien à faire" in text


def test_an_excuse_still_names_what_else_is_lacking(world: World, dossier_id: str) -> None:
    change(world, dossier_id, EventKind.PIECE_REFUSED, REFUSED)
    change(world, dossier_id, EventKind.PIECE_REQUESTED, ASKED)
    world.send_all(dossier_id)
    kept = replace(REFUSED, state=PieceState.ACCEPTED, reasons=(), words="")
    change(world, dossier_id, EventKind.PIECE_REINSTATED, kept)
    (text,) = mails(world, dossier_id, "finalement acceptée")
    assert "Le plan de masse." in text
    assert f"/dossiers/{dossier_id}/a-fournir" in text
