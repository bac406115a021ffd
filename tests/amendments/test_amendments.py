"""Changes asked for on a sent dossier: asked once, answered once, applied with their event."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.amendments.ask_amendment import ask_amendment
from chalicelib.amendments.decide_amendment import decide_amendment
from chalicelib.amendments.model import (
    MOST,
    AlreadyDecided,
    AmendmentKind,
    AmendmentPending,
    AmendmentState,
    CancelYourself,
    NotAmendable,
    TooManyAmendments,
)
from chalicelib.amendments.store import list_amendments
from chalicelib.amendments.views import show_amendments
from chalicelib.audit.model import Actor
from chalicelib.audit.values import list_values
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_queue import list_queue
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier, PieceState, RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.following.change_links import make_link
from chalicelib.following.model import FollowingUnknown
from chalicelib.following.open_following import open_following
from chalicelib.notices.plan import list_notices_of
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.rows.cases import CASE
from chalicelib.rows.model import Erasure
from chalicelib.rows.registry import find_row
from chalicelib.search.find_dossiers import find_dossiers
from tests.ledger.worlds import AGENT, FIRST, INSTALLER, World

CONTACT, PRELOAD = AmendmentKind.CONTACT, AmendmentKind.PRELOAD
RIVAL = Actor("usr_2", "installer", "page", firm_id="frm_2")
NEW = {"email": "c.durand@ailleurs.fr", "mobile": "07 61 22 33 44"}


@pytest.fixture
def world(table: Table) -> World:
    """A sent dossier."""
    world = World(table)
    world.begin()
    for slot in FIRST:
        world.piece(slot, PieceState.PENDING)
    world.submit()
    return world


def ask(world: World, kind: AmendmentKind, typed: dict[str, str], **more: Any) -> Dossier:
    by = more.pop("by", INSTALLER)
    return ask_amendment(
        world.dossier_id, kind, typed, by=by, table=world.table, now=world.now, **more
    )


def answer(world: World, number: int, *, accepts: bool, **more: Any) -> Dossier:
    by = more.pop("by", AGENT)
    return decide_amendment(
        world.dossier_id, number, accepts=accepts, by=by, table=world.table, now=world.now, **more
    )


def reasons(world: World) -> tuple[str, ...]:
    return tuple(
        one
        for line in list_queue(by=AGENT, now=world.now, table=world.table).lines
        for one in line.reasons
    )


def mails(world: World) -> list[str]:
    return [one.kind for one in list_notices_of(world.journal()[-1], world.now)]


def test_an_accepted_contact_changes_form_and_head_and_the_words_that_find_it(world: World) -> None:
    ask(world, CONTACT, NEW)
    assert world.load().head.email == "claire@exemple.fr"
    assert Reason.AMENDMENT in reasons(world)
    after = answer(world, 1, accepts=True)
    assert (after.head.email, after.head.phone) == ("c.durand@ailleurs.fr", "+33761223344")
    assert after.values_of("client")["mobile"] == "+33761223344"
    assert after.values_of("client")["last_name"] == "Durand"
    for asked, count in (("07 61 22 33 44", 1), ("06 12 34 56 78", 0)):
        found = find_dossiers(asked, by=INSTALLER, table=world.table)
        assert len(found.heads) == count
    assert Reason.AMENDMENT not in reasons(world)
    assert [one.state for one in list_amendments(after)] == [AmendmentState.ACCEPTED]


def test_the_journal_names_the_fields_and_keeps_values_apart(world: World) -> None:
    ask(world, CONTACT, NEW)
    answer(world, 1, accepts=True)
    asked, accepted = world.journal()[-2:]
    assert (asked.kind, asked.fields) == (EventKind.AMENDMENT_ASKED, ("email", "mobile"))
    assert accepted.kind == EventKind.AMENDMENT_ACCEPTED
    assert "ailleurs" not in f"{asked}{accepted}"
    assert list_values(world.table, world.dossier_id)[accepted.seq]["email"] == NEW["email"]
    kind = find_row({"pk": "C#dos_1", "sk": "AMENDMENT#001"})
    assert kind
    assert kind.erased is Erasure.DELETED


def test_a_client_who_has_not_signed_gets_the_link_at_the_new_address(world: World) -> None:
    ask(world, CONTACT, NEW)
    answer(world, 1, accepts=True)
    told = [ConnectionMail.AMENDMENT_DECIDED, ConnectionMail.ADDRESS_REPLACED]
    assert mails(world) == [told[0], ConnectionMail.SUBSCRIPTION_LINK, told[1]]
    world.happen(EventKind.SUBSCRIPTION_SIGNED, Milestone.SUBSCRIPTION_SIGNED)
    ask(world, CONTACT, {"email": "encore@ailleurs.fr"})
    answer(world, 2, accepts=True)
    assert mails(world) == told


def test_an_accepted_address_ends_what_the_former_one_opened(world: World) -> None:
    world.happen(EventKind.SUBSCRIPTION_SIGNED, Milestone.SUBSCRIPTION_SIGNED)
    world.happen(EventKind.CLIENT_SPACE_OPENED, client_id="usr_stranger")
    path = make_link(world.dossier_id, by=INSTALLER, table=world.table, now=world.now)
    ask(world, CONTACT, NEW)
    after = answer(world, 1, accepts=True, real=real_now())
    assert (after.head.client_id, after.head.phone) == ("", "+33761223344")
    said = list_values(world.table, world.dossier_id)[after.head.seq]
    assert (said["email"], said["former_email"]) == (NEW["email"], "claire@exemple.fr")
    with pytest.raises(FollowingUnknown):
        open_following(path.rpartition("/")[2], source_address="192.0.2.1", table=world.table)
    stranger = Actor("usr_stranger", "client", "page")
    with pytest.raises(NotFound):
        load_dossier(world.dossier_id, seen_by=stranger, table=world.table)


def test_a_new_number_alone_sends_no_link(world: World) -> None:
    ask(world, CONTACT, {"mobile": NEW["mobile"]})
    after = answer(world, 1, accepts=True)
    assert after.head.email == "claire@exemple.fr"
    assert mails(world) == [ConnectionMail.AMENDMENT_DECIDED]


def test_more_preload_is_taken_at_any_status_even_once_connected(world: World) -> None:
    ask(world, PRELOAD, {"preload_kwh": "2 000"})
    assert answer(world, 1, accepts=True).values_of("documents")["preload_kwh"] == 2000
    world.happen(EventKind.COMMISSIONED, status=Status.CLOSED, closed_at=world.now)
    assert reasons(world) == ()
    ask(world, PRELOAD, {"preload_kwh": "5000"})
    assert reasons(world) == (Reason.AMENDMENT,)
    after = answer(world, 2, accepts=True)
    assert after.values_of("documents")["preload_kwh"] == 5000
    assert after.head.status is Status.CLOSED
    assert reasons(world) == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("999", "range"),
        ("5001", "range"),
        ("", "range"),
        ("-2000", "range"),
        ("2000.5", "range"),
        ("٢٠٠٠", "range"),
        ("9" * 5000, "range"),
        ("1500", "not-more"),
        ("1000", "not-more"),
    ],
)
def test_a_preload_is_whole_between_its_bounds_and_more_than_now(
    world: World, typed: str, code: str
) -> None:
    ask(world, PRELOAD, {"preload_kwh": "1500"})
    answer(world, 1, accepts=True)
    with pytest.raises(InvalidFields) as refused:
        ask(world, PRELOAD, {"preload_kwh": typed})
    assert [(one.field, one.code) for one in refused.value.problems] == [("preload_kwh", code)]


def test_a_preload_that_the_form_keeps_as_a_decimal_is_compared_too(world: World) -> None:
    def keep(dossier: Dossier, _now: object) -> Any:
        from chalicelib.dossiers.model import Change

        documents = {**dossier.values_of("documents"), "preload_kwh": Decimal(3000)}
        form = {**dossier.form, "documents": documents}
        return Change(EventKind.STEP_SAVED, dossier.head, form=form)

    world.change(keep)
    with pytest.raises(InvalidFields):
        ask(world, PRELOAD, {"preload_kwh": "3000"})
    ask(world, PRELOAD, {"preload_kwh": "3001"})


def test_a_wrong_contact_is_named_field_by_field_and_no_change_is_none(world: World) -> None:
    with pytest.raises(InvalidFields) as refused:
        ask(world, CONTACT, {"email": "claire", "mobile": "01 02"})
    assert [one.field for one in refused.value.problems] == ["email", "mobile"]
    for typed in ({}, {"email": "claire@exemple.fr"}):
        with pytest.raises(InvalidFields) as refused:
            ask(world, CONTACT, typed)
        assert [one.code for one in refused.value.problems] == ["same"]


def test_asking_twice_is_asking_once_and_another_waits_for_its_turn(world: World) -> None:
    ask(world, CONTACT, NEW)
    ask(world, CONTACT, NEW)
    assert len(list_amendments(world.load())) == 1
    with pytest.raises(AmendmentPending):
        ask(world, CONTACT, {"email": "autre@ailleurs.fr"})
    ask(world, PRELOAD, {"preload_kwh": "1000"})
    assert [one.kind for one in list_amendments(world.load())] == [CONTACT, PRELOAD]


def test_an_answer_is_given_once(world: World) -> None:
    ask(world, CONTACT, NEW)
    with pytest.raises(InvalidFields):
        answer(world, 1, accepts=False, words="  ")
    answer(world, 1, accepts=False, words="Le client ne le confirme pas.")
    before = len(world.journal())
    after = answer(world, 1, accepts=False, words="Le client ne le confirme pas.")
    assert len(world.journal()) == before
    assert after.head.email == "claire@exemple.fr"
    assert mails(world) == [ConnectionMail.AMENDMENT_DECIDED]
    with pytest.raises(AlreadyDecided):
        answer(world, 1, accepts=True)
    with pytest.raises(NotFound):
        answer(world, 7, accepts=True)


def test_who_may(world: World) -> None:
    with pytest.raises(NotAllowed):
        ask(world, CONTACT, NEW, by=AGENT)
    with pytest.raises(NotFound):
        ask(world, CONTACT, NEW, by=RIVAL)
    ask(world, CONTACT, NEW)
    with pytest.raises(NotAllowed):
        answer(world, 1, accepts=True, by=INSTALLER)


def test_a_draft_and_a_cancelled_dossier_are_not_amended(table: Table) -> None:
    world = World(table)
    world.begin()
    with pytest.raises(NotAmendable):
        ask(world, CONTACT, NEW)


def test_a_dossier_cancelled_meanwhile_is_refused_not_changed(world: World) -> None:
    ask(world, CONTACT, NEW)
    world.happen(EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED, closed_at=world.now)
    with pytest.raises(NotAmendable):
        answer(world, 1, accepts=True)
    answer(world, 1, accepts=False, words="Le dossier est annulé.")
    with pytest.raises(NotAmendable):
        ask(world, PRELOAD, {"preload_kwh": "1000"})
    assert reasons(world) == ()


def test_a_dossier_keeps_so_many_requests(world: World) -> None:
    for number in range(1, MOST + 1):
        world.table.put(
            {
                "pk": CASE.pk(world.dossier_id),
                "sk": f"AMENDMENT#{number:03d}",
                "number": number,
                "kind": "preload",
                "state": "refused",
                "asked_at": world.now.isoformat(),
                "asked_by": "usr_1",
                "wanted": {"preload_kwh": 1000},
            }
        )
    with pytest.raises(TooManyAmendments):
        ask(world, PRELOAD, {"preload_kwh": "1000"})


def test_once_filed_the_installer_asks_to_cancel_and_an_agents_yes_cancels(world: World) -> None:
    with pytest.raises(InvalidFields) as refused:
        ask(world, AmendmentKind.CANCELLATION, {})
    assert [one.field for one in refused.value.problems] == ["words"]
    with pytest.raises(CancelYourself):
        ask(world, AmendmentKind.CANCELLATION, {}, words="Le client renonce.")
    world.sign()
    world.accept(*FIRST)
    world.accept("mairie")
    world.file("2603P4E000001")
    ask(world, AmendmentKind.CANCELLATION, {}, words="Le client renonce.")
    ask(world, CONTACT, {"mobile": NEW["mobile"]})
    after = answer(world, 1, accepts=True)
    assert after.head.status is Status.CANCELLED
    assert [one.state for one in after.requests] == [RequestState.TO_CANCEL]
    event = world.journal()[-1]
    assert (event.kind, event.details["by"]) == (EventKind.DOSSIER_CANCELLED, "installer")
    assert mails(world) == [ConnectionMail.DOSSIER_CANCELLED, ConnectionMail.DOSSIER_CANCELLED]
    said = list_values(world.table, world.dossier_id)[event.seq]
    assert said["reason"] == "Le client renonce."
    # The other request is moot: it leaves the queue, and nothing waits for an answer.
    assert Reason.AMENDMENT not in reasons(world)
    assert [one.is_open for one in show_amendments(after)] == [False, False]
    assert answer(world, 1, accepts=True).head.seq == after.head.seq


def test_an_agent_may_refuse_to_cancel(world: World) -> None:
    world.sign()
    world.accept(*FIRST)
    world.accept("mairie")
    world.file("2603P4E000001")
    ask(world, AmendmentKind.CANCELLATION, {}, words="Erreur ?")
    after = answer(world, 1, accepts=False, words="La mise en service est demain.")
    assert after.head.status is Status.WITH_OPERATOR
