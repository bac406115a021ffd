"""A form to upload with ends with the access of whoever was given it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.epoch import raise_epoch
from chalicelib.accounts.model import Firm, Person, Role
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.cases.files.ticket import open_form
from chalicelib.dossiers.model import PieceState
from chalicelib.verdicts.upload_form import BY_METADATA, EPOCH_FIELD, EPOCH_METADATA
from tests.documents.worlds import INSTALLER, UPLOADS, World


@pytest.fixture
def person(world: World) -> Person:
    """The installer of the world's firm, with an account."""
    return enrol_user(
        world.table,
        email="camille@soleil.test",
        name="Camille",
        role=Role.INSTALLER,
        password="une phrase de passe",
        firm=Firm(INSTALLER.firm_id, "Soleil"),
    )


@pytest.fixture
def by(person: Person) -> Actor:
    return as_actor(person, "page")


def end_access(world: World, person: Person) -> None:
    world.table.update(raise_epoch(person.user_id))


def test_a_file_sent_after_its_access_ended_is_removed_unread(
    world: World, person: Person, by: Actor
) -> None:
    ticket = world.ticket(by=by)
    end_access(world, person)
    arrival = world.put(world.key(ticket), b"good file")
    world.check(arrival, arrival)
    assert world.piece(ticket.document_id).state is PieceState.SUPERSEDED
    assert world.judge.seen == []
    assert world.objects(UPLOADS) == []


def test_a_file_that_came_in_before_is_judged_however_late(
    world: World, person: Person, by: Actor
) -> None:
    ticket = world.ticket(by=by)
    arrival = world.put(world.key(ticket), b"good file")
    with time_machine.travel(real_now() + timedelta(seconds=5), tick=False):
        end_access(world, person)
    world.check(arrival)
    assert world.piece(ticket.document_id).state is PieceState.ACCEPTED


def test_a_file_of_two_epochs_ago_is_removed_unread(
    world: World, person: Person, by: Actor
) -> None:
    ticket = world.ticket(by=by)
    end_access(world, person)
    arrival = world.put(world.key(ticket), b"good file")
    with time_machine.travel(real_now() + timedelta(seconds=5), tick=False):
        end_access(world, person)
    world.check(arrival)
    assert world.judge.seen == []


def test_the_same_file_picked_anew_by_who_signed_in_again_is_judged(
    world: World, person: Person, by: Actor
) -> None:
    first = world.ticket(by=by, idempotency_key="photo-001")
    end_access(world, person)
    signed_in_again = replace(by, epoch=by.epoch + 1)
    again = world.ticket(by=signed_in_again, idempotency_key="photo-001")
    assert again.document_id == first.document_id
    world.check(world.put(world.key(again), b"good file"))
    assert world.piece(first.document_id).state is PieceState.ACCEPTED


def test_a_form_without_javascript_carries_the_epoch_and_ends_with_it(
    world: World, person: Person, by: Actor
) -> None:
    form = open_form(world.dossier_id, "facture", by=by, back_path="/recu", table=world.table)
    assert form.post.fields[EPOCH_FIELD] == str(person.epoch)
    end_access(world, person)
    metadata = {BY_METADATA: person.user_id, EPOCH_METADATA: str(person.epoch)}
    world.check(world.put(form.post.fields["key"], b"good file", **metadata))
    assert world.dossier().find_piece(form.document_id) is None
    assert world.objects(UPLOADS) == []


def test_a_judged_file_that_is_checked_again_asks_nothing_of_its_sender(
    world: World, person: Person, by: Actor
) -> None:
    ticket = world.ticket(by=by)
    world.check(world.put(world.key(ticket), b"good file"))
    assert world.piece(ticket.document_id).epoch == 0
