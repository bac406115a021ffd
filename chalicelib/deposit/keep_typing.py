"""Keep what is being typed into a draft: no button, no journal, one conditional write at most.

The journal hears of it when a button of the form saves the step, or when the dossier is sent.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.change import ATTEMPTS, wait_for_turn
from chalicelib.dossiers.drafting import Typed
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.save_step import require_draft, require_room
from chalicelib.dossiers.typing_rows import update_typing
from chalicelib.form.merge import Merged, Posted, list_changed, merge_step
from chalicelib.form.steps import Step
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft once what was typed is in it: as it was before, as it is now, both sides put together."""

    before: Dossier
    dossier: Dossier
    merged: Merged


def keep_typing(
    dossier_id: str,
    step: Step,
    posted: Posted,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Kept:
    """Keep a step as it is typed, merged with what is stored; nothing new writes nothing.

    Costs one query and at most one write, again only when another writer came between.
    Raises AlreadySent, FormTooLong, NotFound as usual, ChangedMeanwhile after many conflicts.
    """
    require(by, Connection.EDIT_DRAFT)
    table, now = table or open_table(), now or business_now()
    for attempt in range(ATTEMPTS):
        wait_for_turn(table, attempt)
        dossier = load_dossier(dossier_id, seen_by=by, table=table)
        require_draft(dossier)
        merged = merge_step(step, posted, dossier.values_of(step))
        after = _type_into(dossier, step, merged, by, now)
        if after is dossier:
            return Kept(dossier, dossier, merged)
        try:
            table.update(update_typing(dossier.head, after.head.typing))
        except ConditionFailed:
            continue
        return Kept(dossier, after, merged)
    raise ChangedMeanwhile


def _type_into(dossier: Dossier, step: Step, merged: Merged, by: Actor, now: datetime) -> Dossier:
    """Give the draft as it is with what was typed, or the very same when nothing is new."""
    head, before = dossier.head, dossier.values_of(step)
    changed = list_changed(step, before, merged.values)
    if not changed:
        return dossier
    known = head.typing[step].fields if step in head.typing else ()
    typed = Typed(merged.values, tuple(sorted({*known, *changed})), by.person_id, now)
    form = {**dossier.form, str(step): merged.values}
    require_room(form)
    typing = {**head.typing, str(step): typed}
    return replace(dossier, head=replace(head, typing=typing, version=head.version + 1), form=form)
