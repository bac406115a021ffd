"""Which event owes which mail, and that repeating it owes no more."""

import pytest

from chalicelib.accounts.asks import AskKind
from chalicelib.audit.model import Event
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import EventKind
from chalicelib.notices.account_mail import choose_kind
from chalicelib.notices.model import Addressee, NoticeKind
from chalicelib.notices.plan import OWED, owed_by
from tests.notices.worlds import NOW, World


def event(kind: EventKind, before: str = "nouveau", after: str = "nouveau") -> Event:
    return Event(
        event_id="op_1",
        dossier_id="dos_1",
        seq=4,
        kind=kind,
        at=NOW,
        recorded_at=NOW,
        actor_id="usr_1",
        actor_role="installer",
        origin="page",
        status_before=before,
        status_after=after,
        details={"document_id": "doc_1"},
    )


def test_sending_a_dossier_writes_to_the_installer_and_to_the_client() -> None:
    owed = owed_by(event(EventKind.DOSSIER_SUBMITTED, "brouillon"), NOW)
    assert [(one.kind, one.addressee) for one in owed] == [
        (NoticeKind.DOSSIER_RECEIVED, Addressee.INSTALLER),
        (NoticeKind.SUBSCRIPTION_LINK, Addressee.CLIENT),
    ]


@pytest.mark.parametrize("kind", EventKind)
def test_an_event_owes_the_same_mails_every_time(kind: EventKind) -> None:
    assert owed_by(event(kind), NOW) == owed_by(event(kind), NOW)


@pytest.mark.parametrize("kind", EventKind)
def test_nobody_is_written_to_about_a_draft(kind: EventKind) -> None:
    assert owed_by(event(kind, "brouillon", "brouillon"), NOW) == ()


HAS_PASSWORD = {"password_hash": "a hash"}
NEVER_CHOSEN: tuple[dict[str, str], ...] = ({}, {"password_hash": ""})


def test_a_draft_thrown_away_is_told_to_nobody() -> None:
    assert owed_by(event(EventKind.DOSSIER_CANCELLED, "brouillon", "annule"), NOW) == ()


def test_a_mail_about_a_piece_names_the_piece() -> None:
    (owed,) = owed_by(event(EventKind.PIECE_REFUSED), NOW)
    assert owed.about == "doc_1"


def test_every_kind_of_notice_has_an_event_that_owes_it() -> None:
    of_dossiers = {one.kind for owed in OWED.values() for one in owed}
    of_accounts = {
        choose_kind(kind, HAS_PASSWORD | told) for kind in AskKind for told in NEVER_CHOSEN
    }
    assert of_dossiers | of_accounts == set(NoticeKind)
    assert not of_dossiers & of_accounts


def test_the_nominal_dossier_costs_six_mails() -> None:
    nominal = (
        EventKind.DOSSIER_SUBMITTED,
        EventKind.PIECE_ACCEPTED,
        EventKind.PIECES_COMPLETED,
        EventKind.SUBSCRIPTION_SIGNED,
        EventKind.REQUEST_PREPARED,
        EventKind.REQUEST_FILED,
        EventKind.REQUEST_QUALIFIED,
        EventKind.REQUEST_VALIDATED,
        EventKind.COMMISSIONING_ORDERED,
        EventKind.COMMISSIONED,
    )
    assert sum(len(owed_by(event(kind), NOW)) for kind in nominal) == 6


def test_a_journal_relayed_three_times_makes_each_notice_once(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    for _again in range(3):
        world.relay(dossier_id)
    assert len(world.notices(dossier_id)) == 2
