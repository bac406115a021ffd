"""Sending and cancelling a dossier: once, in the statuses that admit it, by those who may."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person, Role
from chalicelib.audit.model import Actor, platform
from chalicelib.aws.ids import is_reference
from chalicelib.aws.table import Table
from chalicelib.cases.kind import IllegalMove
from chalicelib.dossiers.cancel import AlreadyFiled, cancel_dossier
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import find_by_reference, load_dossier
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.submit import submit_dossier
from chalicelib.refusals import InvalidFields
from tests.form.whole_form import AT, give_pieces, whole_form

CAMILLE = Person("usr_1", Role.INSTALLER, "Camille", "frm_1", "Soleil")
INSTALLER = as_actor(CAMILLE, "api")
AGENT = Actor("usr_7", "agent", "page")
PLATFORM = platform("queue")


def ready(table: Table, **steps: dict[str, Any]) -> str:
    """Make a draft that lacks nothing but what `steps` changes, and give its id."""
    form = whole_form(**steps)
    draft = create_draft(form, idempotency_key="key-1", by=INSTALLER, table=table, now=AT)
    give_pieces(table, draft.head.dossier_id, CAMILLE)
    return draft.head.dossier_id


def sent(table: Table) -> str:
    dossier_id = ready(table)
    submit_dossier(dossier_id, by=INSTALLER, table=table, now=AT)
    return dossier_id


def put(table: Table, dossier_id: str, status: Status, *requests: OperatorRequest) -> None:
    """Put a dossier in a status, with its requests."""

    def decide(dossier: Dossier, _now: datetime) -> Change:
        head = replace(dossier.head, status=status)
        return Change(EventKind.REQUEST_MILESTONE, head, requests=requests)

    change_dossier(dossier_id, decide, by=PLATFORM, table=table, now=AT)


def test_a_dossier_sent_twice_is_one_sending_with_one_reference(table: Table) -> None:
    dossier_id = ready(table)
    first = submit_dossier(dossier_id, by=INSTALLER, table=table, now=AT)
    again = submit_dossier(dossier_id, by=INSTALLER, table=table, now=AT)
    assert first.head.status is Status.NEW
    assert is_reference(first.head.reference)
    assert (again.head.version, again.head.reference) == (
        first.head.version,
        first.head.reference,
    )
    assert find_by_reference(first.head.reference, seen_by=INSTALLER, table=table) == dossier_id


def test_a_cancelled_dossier_is_not_sent_again(table: Table) -> None:
    dossier_id = sent(table)
    version = cancel_dossier(dossier_id, "Abandon", by=INSTALLER, table=table).head.version
    with pytest.raises(IllegalMove):
        submit_dossier(dossier_id, by=INSTALLER, table=table, now=AT)
    assert load_dossier(dossier_id, seen_by=PLATFORM, table=table).head.version == version


def test_what_is_missing_is_named_field_by_field_and_piece_by_piece(table: Table) -> None:
    form: Any = {"client": {"last_name": "Durand"}}
    draft = create_draft(form, idempotency_key="key-1", by=INSTALLER, table=table, now=AT)
    with pytest.raises(InvalidFields) as refused:
        submit_dossier(draft.head.dossier_id, by=INSTALLER, table=table, now=AT)
    named = {problem.field for problem in refused.value.problems}
    assert {"pdl", "email", "panels", "facture", "photo_compteur"} <= named
    assert "consuel_request_number" in named
    assert not {"last_name", "mairie", "consuel"} & named


def test_the_consuels_number_or_its_attestation_is_due_before_sending(table: Table) -> None:
    dossier_id = ready(table, documents={"consuel_request_number": None})
    with pytest.raises(InvalidFields) as refused:
        submit_dossier(dossier_id, by=INSTALLER, table=table, now=AT)
    assert [one.field for one in refused.value.problems] == ["consuel_request_number"]

    def hand_in(dossier: Dossier, _now: datetime) -> Change:
        piece = Piece("doc_c", "consuel", PieceState.PENDING, AT, "usr_1", file_name="c.pdf")
        return Change(EventKind.PIECE_UPLOADED, dossier.head, pieces=(piece,))

    change_dossier(dossier_id, hand_in, by=INSTALLER, table=table, now=AT)
    sent = submit_dossier(dossier_id, by=INSTALLER, table=table, now=AT)
    assert sent.head.status is Status.NEW


@pytest.mark.parametrize("status", [Status.WITH_OPERATOR, Status.COMMISSIONING_ORDERED])
def test_after_the_filing_agents_cancel_and_the_operator_is_to_be_told(
    table: Table, status: Status
) -> None:
    dossier_id = sent(table)
    put(table, dossier_id, status, OperatorRequest(1, "enedis", RequestState.OPEN, AT))
    with pytest.raises(AlreadyFiled):
        cancel_dossier(dossier_id, "Abandon", by=INSTALLER, table=table)
    cancelled = cancel_dossier(dossier_id, "Abandon", by=AGENT, table=table)
    request = cancelled.requests[-1]
    assert cancelled.head.status is Status.CANCELLED
    assert (request.state, request.next_at is None) == (RequestState.TO_CANCEL, False)
    again = cancel_dossier(dossier_id, "Encore", by=AGENT, table=table)
    assert again.head.version == cancelled.head.version


def test_a_closed_dossier_is_neither_cancelled_nor_without_a_reason(table: Table) -> None:
    dossier_id = sent(table)
    with pytest.raises(InvalidFields):
        cancel_dossier(dossier_id, "  ", by=AGENT, table=table)
    put(table, dossier_id, Status.CLOSED)
    with pytest.raises(IllegalMove):
        cancel_dossier(dossier_id, "Abandon", by=AGENT, table=table)
