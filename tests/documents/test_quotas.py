"""Quotas count what was stored: one person stops at theirs, and nobody else feels it (R8)."""

from datetime import timedelta

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed
from chalicelib.documents.refusals import QuotaReached
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.surplus import surplus_of
from chalicelib.verdicts.limits import DOSSIER_MAX_FILES, USER_DAILY_MAX_FILES
from chalicelib.verdicts.quota import count_upload
from chalicelib.verdicts.upload_form import BY_METADATA
from tests.documents.worlds import INSTALLER, UPLOADS, World

COLLEAGUE = Actor("usr_3", "installer", "api", firm_id="frm_1")
ATTEMPTS = 1_000
DOC = "doc_" + "5" * 24


def stored_today(world: World, person_id: str = INSTALLER.person_id) -> int:
    row = world.table.get(f"Q#{person_id}", f"UPLOADS#{real_now():%Y-%m-%d}")
    return int(row["files"]) if row else 0


def test_a_thousand_uploads_of_one_person_stop_at_the_quota_and_harm_nobody_else(
    world: World,
) -> None:
    for slot in ("facture", "photo_compteur"):
        world.ticket(slot=slot)
    passed = 2
    for _ in range(ATTEMPTS - 2):
        try:
            world.table.write(count_upload(INSTALLER.person_id, real_now()))
        except ConditionFailed:
            continue
        passed += 1
    assert (passed, stored_today(world)) == (USER_DAILY_MAX_FILES, USER_DAILY_MAX_FILES)
    before = world.dossier()
    with pytest.raises(QuotaReached):
        world.ticket(slot="photo_installation")
    assert world.dossier() == before
    assert world.ticket(slot="photo_installation", by=COLLEAGUE).document_id
    assert stored_today(world, COLLEAGUE.person_id) == 1


def test_a_form_used_again_counts_as_an_upload_of_its_person_each_time(world: World) -> None:
    ticket = world.ticket()
    arrivals = [world.put(world.key(ticket), b"good") for _ in range(4)]
    world.check(*arrivals, *arrivals)
    assert stored_today(world) == 4
    assert surplus_of(world.dossier()) == (3, 12)


def test_forms_used_again_after_the_verdict_are_counted_and_removed_too(world: World) -> None:
    ticket = world.ticket()
    world.check(world.put(world.key(ticket), b"good"))
    world.check(world.put(world.key(ticket), b"more"))
    assert stored_today(world) == 2
    assert world.objects(UPLOADS) == []


def test_who_used_one_form_beyond_the_quota_gets_no_other(world: World) -> None:
    ticket = world.ticket()
    world.table.write(
        Update(
            f"Q#{INSTALLER.person_id}",
            f"UPLOADS#{real_now():%Y-%m-%d}",
            set={"files": USER_DAILY_MAX_FILES - 1},
        )
    )
    world.check(*(world.put(world.key(ticket), b"good") for _ in range(3)))
    assert stored_today(world) == USER_DAILY_MAX_FILES + 1
    with pytest.raises(QuotaReached):
        world.ticket(slot="photo_compteur")


def test_surplus_versions_fill_the_dossier_as_files_do(world: World) -> None:
    ticket = world.ticket()
    many = [world.put(world.key(ticket), b"x") for _ in range(DOSSIER_MAX_FILES)]
    world.check(many[0])
    with pytest.raises(QuotaReached):
        world.ticket(slot="photo_compteur")


def test_a_file_sent_without_javascript_is_counted_for_who_was_given_its_form(
    world: World,
) -> None:
    metadata = {BY_METADATA: INSTALLER.person_id}
    world.check(world.put(world.place("mairie", DOC), b"good", **metadata))
    assert stored_today(world) == 1
    assert world.piece(DOC).created_by == INSTALLER.person_id


def test_a_file_sent_without_javascript_beyond_the_quota_is_removed_unread(world: World) -> None:
    today = f"UPLOADS#{real_now():%Y-%m-%d}"
    full = {"files": USER_DAILY_MAX_FILES}
    world.table.write(Update(f"Q#{INSTALLER.person_id}", today, set=full))
    metadata = {BY_METADATA: INSTALLER.person_id}
    world.check(world.put(world.place("mairie", DOC), b"good", **metadata))
    assert world.dossier().find_piece(DOC) is None
    assert world.judge.seen == []
    assert world.objects(UPLOADS) == []


def test_the_counts_of_a_day_go_by_themselves(world: World) -> None:
    ticket = world.ticket()
    world.check(*(world.put(world.key(ticket), b"good") for _ in range(2)))
    rows = [row for row in world.rows() if row["pk"].startswith("Q#")]
    assert len(rows) == 2
    latest = (real_now() + timedelta(days=3)).timestamp()
    assert all(0 < row["expires_s"] < latest for row in rows)
    assert world.piece(ticket.document_id).state is PieceState.ACCEPTED
