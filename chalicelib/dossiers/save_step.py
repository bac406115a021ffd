"""Save a step of a draft: whatever is typed is kept, right or wrong, until it is sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import msgspec

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.drafting import list_typed_fields
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Head, space_of
from chalicelib.dossiers.statuses import Status
from chalicelib.form.figures import StepValues, find_number_in
from chalicelib.form.values import Form
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import Refusal


class AlreadySent(Refusal):
    """A sent dossier is read-only for its installer."""

    code = "already-sent"
    status = 409
    message = (
        "Ce dossier a été envoyé : il ne peut plus être modifié. Une pièce peut encore être "
        "ajoutée quand elle vous est demandée."
    )


MOST_FORM_BYTES = 200_000
"""The five steps together: a whole form takes some thousands, a row of the table 400 KB."""


class FormTooLong(Refusal):
    """What was typed is longer than any dossier: it would not fit in its row."""

    code = "form-too-long"
    status = 413
    message = "Cette étape est trop longue pour être enregistrée : raccourcissez ses textes."


def require_draft(dossier: Dossier) -> None:
    """Refuse to type into a dossier that was sent (AlreadySent)."""
    if dossier.head.status is not Status.DRAFT:
        raise AlreadySent


def require_room(form: Form) -> None:
    """Refuse what would not fit in a row of the table (FormTooLong)."""
    if len(msgspec.json.encode(form)) > MOST_FORM_BYTES:
        raise FormTooLong


def head_with_form(head: Head, form: Form) -> Head:
    """Give the head with the columns, the operator and the space that follow from a form."""
    client = form.get("client", {})
    power: Decimal | None = find_number_in(form.get("plant", {}), "connection_power_kva")
    return replace(
        head,
        space=space_of(power),
        operator=_word(form.get("electricity", {}), "operator"),
        last_name=_word(client, "last_name"),
        first_name=_word(client, "first_name"),
        email=_word(client, "email"),
        phone=_word(client, "mobile"),
        city=_word(client, "city"),
        postcode=_word(client, "postcode"),
    )


def _word(values: StepValues, name: str) -> str:
    return str(values.get(name) or "")


def save_step(
    dossier_id: str,
    step: str,
    values: StepValues | Callable[[StepValues], StepValues],
    *,
    by: Actor,
    expected_version: int | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Save the values of one step of a draft, and give the dossier as it is after.

    `values` may be a pure function of what is stored, called again after a conflict: what it
    gives rests on what is true when it is written. Saving the same values again changes
    nothing, unless they were kept while they were typed: then the journal hears of them now.
    Raises AlreadySent once the dossier is sent, FormTooLong, ChangedMeanwhile when
    `expected_version` no longer holds, NotFound as usual.
    """
    require(by, Connection.EDIT_DRAFT)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        require_draft(dossier)
        before = dossier.values_of(step)
        wanted = values(before) if callable(values) else values
        if before == wanted and not dossier.head.typing:
            return None
        return decide_saving(dossier, step, wanted, by)

    return change_dossier(
        dossier_id, decide, by=by, expected_version=expected_version, table=table, now=now
    )


def decide_saving(dossier: Dossier, step: str, values: StepValues, by: Actor) -> Change:
    """Decide that a step is saved, and with it all that was typed into the draft so far.

    The journal says of whom what was typed is, when it is somebody else's than who saves.
    """
    before = dossier.values_of(step)
    form = {**dossier.form, step: dict(values)}
    require_room(form)
    changed = {
        name for name in before.keys() | values.keys() if before.get(name) != values.get(name)
    }
    return Change(
        EventKind.STEP_SAVED,
        head_with_form(dossier.head, form),
        form=form,
        fields=tuple(sorted(changed.union(list_typed_fields(dossier.head.typing)))),
        details={"step": step} | list_typists(dossier.head, by),
    )


def list_typists(head: Head, by: Actor) -> dict[str, Detail]:
    """List who else typed what a save carries into the journal, by their pseudonymous ids."""
    others = sorted({typed.by for typed in head.typing.values()} - {by.person_id})
    return {"typed_by": " ".join(others)} if others else {}
