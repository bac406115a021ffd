"""What the form claims about each subject that papers speak of, as values that become text where people read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.form.answer import NO
from chalicelib.form.field_kinds import Field, Kind
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.form.values import Form, FormValue
from chalicelib.readings.model import Subject
from chalicelib.readings.rules import RULES
from chalicelib.readings.weigh import label_of, typed_value, value_of
from chalicelib.words.translation import _
from chalicelib.words.values import Value

SUBJECTS: Mapping[Subject, str] = {
    Subject.PAPER: _("Nature du document"),
    Subject.PDL: _("PDL"),
    Subject.CLIENT_TYPE: _("Type de client"),
    Subject.HOLDER_NAME: _("Nom"),
    Subject.ADDRESS: _("Adresse"),
    Subject.POSTCODE: _("Code postal"),
    Subject.CITY: _("Commune"),
    Subject.SUBSCRIBED_POWER: _("Puissance souscrite"),
    Subject.CONNECTION_POWER: _("Puissance de raccordement"),
    Subject.INSTALLED_POWER: _("Puissance installée"),
    Subject.PEAK_POWER: _("Puissance crête"),
    Subject.CONSUEL_NUMBER: _("Numéro de Consuel"),
    Subject.CONSUEL_REQUEST_NUMBER: _("Numéro de la demande de Consuel"),
    Subject.CONSUEL_TYPE: _("Stockage par batterie"),
    Subject.INSTALLER_NAME: _("Nom de l’installateur"),
    Subject.INVERTER_MODEL: _("Modèle des onduleurs"),
    Subject.PANEL_MODEL: _("Modèle de panneaux"),
    Subject.ISSUED_ON: _("Date du document"),
    Subject.RECEIVED_ON: _("Date de réception"),
}
"""Each subject as people read it."""

CLAIMED_BY: Mapping[Subject, tuple[str, ...]] = {rule.subject: rule.fields for rule in RULES}
"""The fields in which the form speaks of a subject; of its own nature and dates a paper alone does."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one field says about a subject, as a value; "" when it was not filled."""

    subject: Subject
    field: str
    typed: Value


def list_claims(form: Form, subject: Subject) -> tuple[Claim, ...]:
    """List what the form says about a subject, field by field; the empty ones only if all are."""
    claims = tuple(Claim(subject, name, _claim(form, name)) for name in CLAIMED_BY.get(subject, ()))
    return (
        tuple(claim for claim in claims if claim.typed) or claims[:1] or (Claim(subject, "", ""),)
    )


def list_values(form: Form, subject: Subject) -> list[tuple[str, FormValue]]:
    """List the values themselves of all the fields that speak of a subject."""
    return [(name, value_of(form, name)) for name in CLAIMED_BY.get(subject, ())]


def label_field(field: str, subject: Subject) -> str:
    """Give the words for a field by its label, or by the subject where there is none (a msgid)."""
    return label_of(field).removesuffix(" ?") if field else SUBJECTS[subject]


def _claim(form: Form, name: str) -> Value:
    """Give what a field says; a box that is not ticked says no once its step was saved."""
    step = find_step_of(name)
    field = find_field(step, name) if step else None
    is_box = isinstance(field, Field) and field.kind is Kind.CHECKBOX
    if step and is_box and form.get(step.value) and not value_of(form, name):
        return NO
    return typed_value(form, name)
