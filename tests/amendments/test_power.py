"""A power increase: totals with a new Consuel, once connected; the dossier changes on acceptance alone."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.amendments.ask_amendment import ask_amendment
from chalicelib.amendments.decide_amendment import decide_amendment
from chalicelib.amendments.leave_typed import find_typed, leave_typed
from chalicelib.amendments.model import (
    AmendmentKind,
    AmendmentPending,
    AmendmentState,
    NotAmendable,
    NotConnected,
)
from chalicelib.amendments.read_power import Plant, read_power
from chalicelib.amendments.store import list_amendments
from chalicelib.amendments.total_consuel import ConsuelNotReadable
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.documents.read_piece import read_piece
from chalicelib.dossiers.attention import Reason, list_reasons
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.radar import look_at_papers
from chalicelib.dossiers.statuses import Status
from chalicelib.notices.model import Addressee
from chalicelib.notices.plan import list_notices_of
from chalicelib.readings.model import Reading, Subject
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.words.values import Number
from tests.documents.worlds import AGENT, INSTALLER, NOW, STRANGER, World, make_world
from tests.form.whole_form import whole_form

POWER = AmendmentKind.POWER
TYPED = {"installed_power_kva": "9", "consuel_number": "C-2027-9"}
SLOT = "consuel_total"
PLANT = Plant(
    {
        "installed_power_kva": Decimal(8),
        "connection_power_kva": Decimal(9),
        "peak_power_kwc": Decimal("8.5"),
    },
    is_single_phase=False,
    is_small=True,
    consuel_number="C-2026-1",
)


def says(power: str) -> tuple[Reading, ...]:
    return (Reading(Subject.INSTALLED_POWER, power, f"{power} kVA", 1, "Puissance"),)


@pytest.fixture
def world(table: Table) -> World:
    """A connected dossier with its first Consuel, 8 kVA of 9."""
    world = make_world(table)
    former = Piece("doc_0000cafe", "consuel", PieceState.ACCEPTED, NOW, "usr_1", pages=1)

    def connect(dossier: Dossier, now: datetime) -> Change:
        head = replace(
            dossier.head,
            status=Status.CLOSED,
            reference="7K4M-92PX",
            submitted_at=now,
            closed_at=now,
            commissioned_on=NOW.date(),
            email="claire@exemple.fr",
        )
        form: Any = {**whole_form(), "documents": {"consuel_number": "C-2026-1"}}
        milestones = (Milestone.SUBMITTED, Milestone.COMMISSIONED)
        return Change(EventKind.COMMISSIONED, head, form=form, pieces=(former,), reached=milestones)

    change_dossier(world.dossier_id, connect, by=INSTALLER, table=table)
    world.judge.says = says("9")
    return world


def consuel(world: World, content: bytes = b"good consuel", *, checks: bool = True) -> str:
    ticket = world.ticket(SLOT, file_name="consuel.pdf")
    arrival = world.put(world.key(ticket), content)
    if checks:
        world.check(arrival)
    return ticket.document_id


def ask(world: World, *files: str, typed: Any = TYPED, words: str = "", **more: Any) -> Dossier:
    by = more.pop("by", INSTALLER)
    return ask_amendment(
        world.dossier_id, POWER, typed, words, files=files, by=by, table=world.table
    )


def answer(world: World, number: int = 1, *, accepts: bool = True, words: str = "") -> Dossier:
    return decide_amendment(
        world.dossier_id, number, accepts=accepts, words=words, by=AGENT, table=world.table
    )


def wrong(caught: pytest.ExceptionInfo[InvalidFields]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in caught.value.problems]


def test_nothing_of_the_dossier_changes_before_an_agent_accepts(world: World) -> None:
    before = world.dossier()
    asked = ask(world, consuel(world))
    assert (asked.form, asked.pieces) == (before.form, before.pieces)
    assert Reason.AMENDMENT in list_reasons(asked, None, NOW.date())
    after = answer(world)
    plant = after.values_of("plant")
    assert plant["installed_power_kva"] == 9
    assert plant["connection_power_kva"] == 9
    assert after.values_of("documents")["consuel_number"] == "C-2027-9"
    assert after.head.status is Status.CLOSED
    assert Reason.AMENDMENT not in list_reasons(after, None, NOW.date())


def test_the_new_consuel_takes_the_place_of_the_former_and_is_compared_as_it_was(
    world: World,
) -> None:
    document_id = consuel(world)
    ask(world, document_id)
    answer(world)
    dossier = world.dossier()  # as the table has it
    assert [(one.document_id, one.state) for one in dossier.pieces_of("consuel")] == [
        (document_id, PieceState.ACCEPTED)
    ]
    assert dossier.attached == ()
    findings = look_at_papers(dossier, NOW.date())
    about = [one.difference.subject for one in findings.contradictions]
    assert Subject.INSTALLED_POWER not in about
    assert findings.agreed >= 1
    assert "served/" in read_piece(world.dossier_id, document_id, by=AGENT, table=world.table)


def test_the_journal_the_installer_and_the_client_are_told(world: World) -> None:
    document_id = consuel(world)
    ask(world, document_id)
    answer(world)
    asked, accepted = list_whole_journal(world.table, world.dossier_id)[-2:]
    assert (asked.kind, asked.details["kind"]) == (EventKind.AMENDMENT_ASKED, "power")
    assert accepted.fields == ("consuel_number", "installed_power_kva")
    assert {(one.kind, one.addressee) for one in list_notices_of(accepted, NOW)} == {
        (ConnectionMail.AMENDMENT_DECIDED, Addressee.INSTALLER),
        (ConnectionMail.POWER_RAISED, Addressee.CLIENT),
    }


def test_a_refusal_says_why_changes_nothing_and_leaves_the_client_alone(world: World) -> None:
    before = world.dossier()
    ask(world, consuel(world))
    with pytest.raises(InvalidFields):
        answer(world, accepts=False)
    after = answer(world, accepts=False, words="Le Consuel est celui d’une autre maison.")
    assert (after.form, after.pieces) == (before.form, before.pieces)
    event = list_whole_journal(world.table, world.dossier_id)[-1]
    assert [one.kind for one in list_notices_of(event, NOW)] == [ConnectionMail.AMENDMENT_DECIDED]
    ask(world, consuel(world))  # another may be asked for
    assert [one.state for one in list_amendments(world.dossier())] == [
        AmendmentState.REFUSED,
        AmendmentState.OPEN,
    ]


def test_one_is_open_at_a_time_and_the_same_twice_is_one(world: World) -> None:
    document_id = consuel(world)
    ask(world, document_id)
    ask(world, document_id)
    assert len(list_amendments(world.dossier())) == 1
    with pytest.raises(AmendmentPending):
        ask(world, consuel(world), typed=TYPED | {"installed_power_kva": "8,5"}, words="oui")


def test_a_total_that_the_consuel_does_not_say_needs_a_word_of_both(world: World) -> None:
    world.judge.says = says("6")
    document_id = consuel(world)
    with pytest.raises(InvalidFields) as refused:
        ask(world, document_id)
    assert wrong(refused) == [("words", "differs")]
    assert refused.value.problems[0].values == {
        "read": Number(Decimal(6)),
        "page": 1,
        "asked": Number(Decimal(9)),
    }
    ask(world, document_id, words="La page 2 donne le total.")
    with pytest.raises(InvalidFields) as refused:
        answer(world)
    assert wrong(refused) == [("words", "differs")]
    answer(world, words="Vu : page 2.")
    assert world.dossier().values_of("plant")["installed_power_kva"] == 9


def test_no_consuel_is_accepted_that_nobody_could_read(world: World) -> None:
    document_id = consuel(world, checks=False)
    ask(world, document_id)  # asking need not wait for the verdict
    with pytest.raises(ConsuelNotReadable):
        answer(world)
    assert world.dossier().values_of("plant")["installed_power_kva"] == 8


@pytest.mark.parametrize("content", [b"nonsense", None])
def test_a_refused_file_or_none_is_no_consuel(world: World, content: bytes | None) -> None:
    files = () if content is None else (consuel(world, content),)
    with pytest.raises(InvalidFields) as refused:
        ask(world, *files)
    assert wrong(refused) == [("files", "missing")]


def test_the_file_of_another_request_or_of_a_message_is_none_of_this_one(world: World) -> None:
    document_id = consuel(world)
    ask(world, document_id)
    answer(world, accepts=False, words="Non.")
    other = world.ticket("message", file_name="autre.pdf").document_id
    for file in (document_id, other, "doc_00000000"):
        with pytest.raises(InvalidFields):
            ask(world, file)


def test_only_the_installer_of_a_connected_dossier_asks(world: World, table: Table) -> None:
    document_id = consuel(world)
    with pytest.raises(NotAllowed):
        ask(world, document_id, by=AGENT)
    with pytest.raises(NotFound):
        ask(world, document_id, by=STRANGER)

    def reopen(dossier: Dossier, _now: datetime) -> Change:
        head = replace(dossier.head, status=Status.WITH_OPERATOR, closed_at=None)
        return Change(EventKind.REQUEST_FILED, head)

    change_dossier(world.dossier_id, reopen, by=AGENT, table=table)
    with pytest.raises(NotConnected):
        ask(world, document_id)
    with pytest.raises(NotConnected):
        leave_typed(world.dossier_id, TYPED, by=INSTALLER, table=table)

    def cancel(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=Status.CANCELLED, closed_at=now)
        return Change(EventKind.DOSSIER_CANCELLED, head)

    change_dossier(world.dossier_id, cancel, by=AGENT, table=table)
    with pytest.raises(NotAmendable):
        ask(world, document_id)


def test_what_was_typed_is_kept_until_it_is_sent(world: World) -> None:
    leave_typed(world.dossier_id, {**TYPED, "csrf": "x"}, by=INSTALLER, table=world.table)
    left = find_typed(world.dossier(), "usr_1")
    assert left["installed_power_kva"] == "9"
    assert "csrf" not in left
    assert find_typed(world.dossier(), "usr_9") == {}
    ask(world, consuel(world))
    assert find_typed(world.dossier(), "usr_1") == {}


@pytest.mark.parametrize(
    ("typed", "plant", "told"),
    [
        ({"installed_power_kva": ""}, {}, ("installed_power_kva", "number")),
        ({"installed_power_kva": "beaucoup"}, {}, ("installed_power_kva", "number")),
        ({"installed_power_kva": "9,1234"}, {}, ("installed_power_kva", "number")),
        ({"installed_power_kva": "8"}, {}, ("installed_power_kva", "not-more")),
        ({"installed_power_kva": "6"}, {}, ("installed_power_kva", "not-more")),
        ({"connection_power_kva": "6"}, {}, ("connection_power_kva", "not-more")),
        ({"peak_power_kwc": "3"}, {}, ("peak_power_kwc", "not-more")),
        ({"installed_power_kva": "12"}, {}, ("is_limited", "not-limited")),
        ({"connection_power_kva": "36.5"}, {}, ("connection_power_kva", "other-space")),
        (
            {"connection_power_kva": "12"},
            {"is_single_phase": True},
            ("connection_power_kva", "single-phase"),
        ),
        ({"consuel_number": " "}, {}, ("consuel_number", "missing")),
        ({"consuel_number": "C-2026-1"}, {}, ("consuel_number", "same")),
        ({"consuel_number": "x" * 41}, {}, ("consuel_number", "missing")),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    typed: dict[str, str], plant: dict[str, Any], told: tuple[str, str]
) -> None:
    with pytest.raises(InvalidFields) as refused:
        read_power(TYPED | typed, replace(PLANT, **plant))
    assert wrong(refused) == [told]


def test_totals_are_read_as_people_write_them_and_what_is_empty_stays() -> None:
    typed = TYPED | {"installed_power_kva": "12,5", "is_limited": "oui", "peak_power_kwc": "13"}
    assert read_power(typed, PLANT) == {
        "installed_power_kva": "12.5",
        "peak_power_kwc": "13",
        "consuel_number": "C-2027-9",
    }


def test_thirty_six_is_still_of_the_first_space_and_the_other_has_no_such_bound() -> None:
    typed = TYPED | {"connection_power_kva": "36", "installed_power_kva": "36"}
    assert read_power(typed, PLANT)["connection_power_kva"] == "36"
    large = TYPED | {"connection_power_kva": "100"}
    assert read_power(large, replace(PLANT, is_small=False))["connection_power_kva"] == "100"
