"""What the form claims about each subject that papers speak of, in the words people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.form.field_kinds import Rows
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.form.figures import rows_of
from chalicelib.form.recap import recap_row, show_value
from chalicelib.form.values import Form, FormValue
from chalicelib.readings.model import Subject
from chalicelib.web.words import _

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

CLAIMED_BY: Mapping[Subject, tuple[str, ...]] = {
    Subject.PDL: ("pdl",),
    Subject.CLIENT_TYPE: ("client_type",),
    Subject.HOLDER_NAME: ("holder_name", "company_name", "last_name", "first_name"),
    Subject.ADDRESS: ("address",),
    Subject.POSTCODE: ("postcode",),
    Subject.CITY: ("city",),
    Subject.SUBSCRIBED_POWER: ("subscribed_power_kva",),
    Subject.CONNECTION_POWER: ("connection_power_kva",),
    Subject.INSTALLED_POWER: ("installed_power_kva",),
    Subject.PEAK_POWER: ("peak_power_kwc",),
    Subject.CONSUEL_NUMBER: ("consuel_number",),
    Subject.CONSUEL_REQUEST_NUMBER: ("consuel_request_number",),
    Subject.CONSUEL_TYPE: ("has_battery",),
    Subject.INSTALLER_NAME: ("installer_name",),
    Subject.INVERTER_MODEL: ("inverters",),
    Subject.PANEL_MODEL: ("panels",),
}
"""The fields in which the form speaks of a subject; of its own nature and dates a paper alone does."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one field says about a subject, as people read it; empty when it was not filled."""

    subject: Subject
    field: str
    typed: str


def list_claims(form: Form, subject: Subject) -> tuple[Claim, ...]:
    """List what the form says about a subject, field by field; the empty ones only if all are."""
    claims = tuple(Claim(subject, name, _show(form, name)) for name in CLAIMED_BY.get(subject, ()))
    return (
        tuple(claim for claim in claims if claim.typed) or claims[:1] or (Claim(subject, "", ""),)
    )


def find_value(form: Form, field: str) -> FormValue:
    """Find the value of a field by the first part of its path, wherever it stands in the form."""
    name = field.partition(".")[0]
    step = find_step_of(name)
    return form.get(step.value, {}).get(name) if step else None


def label_field(field: str) -> str:
    """Give the label of a field by its path (a msgid); nothing for no field."""
    step = find_step_of(field)
    entry = find_field(step, field) if step else None
    return entry.label.removesuffix(" ?") if entry else ""


def _show(form: Form, name: str) -> str:
    step = find_step_of(name)
    entry = find_field(step, name) if step else None
    if step is None or entry is None:
        return ""
    values = form.get(step.value, {})
    if isinstance(entry, Rows):
        return " ; ".join(_list_rows(entry, rows_of(values, name)))
    return show_value(entry, values.get(name))


def _list_rows(entry: Rows, rows: tuple[Mapping[str, FormValue], ...]) -> Iterator[str]:
    return (recap_row(entry, row) for row in rows)
