"""What a batch does to one dossier: the same use cases as the pages, each idempotent."""

from dataclasses import dataclass
from typing import assert_never

from chalicelib.accounts.model import Member
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.desk.model import Act, Batch
from chalicelib.dossiers.model import Dossier


@dataclass(frozen=True, slots=True)
class Order:
    """One act of a batch on one dossier, with the id of its operation."""

    batch: Batch
    dossier_id: str
    by: Actor
    operation_id: str
    table: Table


def carry_out(order: Order) -> bool:
    """Do it, and say whether it was this that did it: False when there was nothing to do.

    Raises the refusals of the use cases.
    """
    after: Dossier | None
    match order.batch.act:
        case Act.TAKE | Act.RELEASE | Act.HAND_OVER:
            after = _follow(order)
        case Act.REMIND_INSTALLER | Act.REMIND_CLIENT:
            after = _remind(order)
        case Act.MARK_READ:
            after = _mark_read(order)
        case Act.FILE_AGAIN | Act.READ_CODES | Act.APPLY_CODES:
            after = _with_operator(order)
        case _:
            assert_never(order.batch.act)
    return after is not None and after.head.last_operation == order.operation_id


def _follow(order: Order) -> Dossier:
    from chalicelib.desk.hand_over import hand_over
    from chalicelib.desk.take import release_dossier, take_dossier

    batch, by, operation = order.batch, order.by, order.operation_id
    if batch.act is Act.TAKE:
        return take_dossier(
            order.dossier_id,
            by=by,
            name=batch.person_name,
            operation_id=operation,
            table=order.table,
        )
    if batch.act is Act.RELEASE:
        return release_dossier(order.dossier_id, by=by, operation_id=operation, table=order.table)
    to = Member(batch.to_id, batch.to_name, is_admin=False, since=batch.asked_at)
    return hand_over(
        order.dossier_id,
        to,
        batch.note,
        by=by,
        name=batch.person_name,
        operation_id=operation,
        table=order.table,
    )


def _remind(order: Order) -> Dossier:
    if order.batch.act is Act.REMIND_INSTALLER:
        from chalicelib.desk.remind_installer import remind_installer

        return remind_installer(
            order.dossier_id, by=order.by, operation_id=order.operation_id, table=order.table
        )
    from chalicelib.subscription.ask_link import ask_link

    return ask_link(
        order.dossier_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


def _mark_read(order: Order) -> Dossier | None:
    """Mark what had come when the agent asked: a later message stays unread."""
    from chalicelib.messages.list_messages import list_messages
    from chalicelib.messages.mark_read import mark_read

    found = list_messages(order.dossier_id, by=order.by, table=order.table)
    seen = [one.number for one in found.messages if one.at <= order.batch.business_at]
    if not seen:
        return None
    after: Dossier = mark_read(
        order.dossier_id,
        max(seen),
        by=order.by,
        operation_id=order.operation_id,
        table=order.table,
    )
    return after


def _with_operator(order: Order) -> Dossier:
    from chalicelib.operators.apply_labels import apply_labels
    from chalicelib.operators.note_codes_read import note_codes_read
    from chalicelib.operators.prepare_request import release_request

    act = {
        Act.FILE_AGAIN: release_request,
        Act.READ_CODES: note_codes_read,
        Act.APPLY_CODES: apply_labels,
    }[order.batch.act]
    return act(order.dossier_id, by=order.by, operation_id=order.operation_id, table=order.table)
