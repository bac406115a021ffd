"""Begin a draft with a part of another dossier's form: the client's, or the equipment's (F311).

Files, Consuel numbers and the client's signature are never copied: they prove something of one
installation only.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.form.steps import AS_TYPED, Step
from chalicelib.form.values import Form, FormValue
from chalicelib.refusals import Refusal


class Keep(StrEnum):
    """What the new draft begins with."""

    CLIENT = "client"
    """The same client on the same delivery point: steps 1 and 2."""
    EQUIPMENT = "equipment"
    """The same plant and equipment for another client: steps 3 and 4."""


STEPS_KEPT: Mapping[Keep, tuple[Step, ...]] = {
    Keep.CLIENT: (Step.CLIENT, Step.ELECTRICITY),
    Keep.EQUIPMENT: (Step.PLANT, Step.EQUIPMENT),
}
OF_ONE_SITE = frozenset({"plant_location", "was_connected"})
"""Answers of the plant's step that speak of one site, not of its equipment."""


class NothingToCopy(Refusal):
    """The dossier's form was erased, or nothing was ever typed in the part that is wanted."""

    code = "nothing-to-copy"
    status = 409
    message = (
        "Il n’y a rien à copier dans cette partie du dossier : choisissez l’autre partie, ou "
        "commencez un nouveau dossier."
    )


def copy_form(form: Form, keep: Keep) -> Form:
    """Give the part of a form that a copy keeps, whatever was typed wrongly in it too."""
    without = OF_ONE_SITE if keep is Keep.EQUIPMENT else frozenset[str]()
    parts = {step: _without(form.get(step, {}), without) for step in STEPS_KEPT[keep]}
    return {step.value: values for step, values in parts.items() if values}


def _without(values: Mapping[str, FormValue], names: frozenset[str]) -> Mapping[str, FormValue]:
    kept = {name: value for name, value in values.items() if name not in names}
    typed = kept.get(AS_TYPED)
    if isinstance(typed, dict):
        kept[AS_TYPED] = {path: text for path, text in typed.items() if path not in names}
    return kept


def copy_dossier(
    dossier_id: str,
    keep: Keep,
    *,
    idempotency_key: str,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Begin a draft with a part of a dossier's form, and give it as stored.

    A repeated key gives the same draft. Raises NotFound for a dossier that is none of the
    actor's business, NothingToCopy, NotAllowed for whoever is no installer, KeyReused.
    """
    table = table or open_table()
    form = copy_form(load_dossier(dossier_id, seen_by=by, table=table).form, keep)
    if not form:
        raise NothingToCopy
    copied = {"copied_from": dossier_id, "kept": keep.value}
    return create_draft(
        form, idempotency_key=idempotency_key, by=by, copied=copied, table=table, now=now
    )
