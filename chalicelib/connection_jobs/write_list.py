"""The columns of a list of dossiers, as a file of it shows them."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.dossiers.filter_view import SIGNED
from chalicelib.dossiers.list_dossiers import Line, find_signed
from chalicelib.dossiers.status_labels import SPACES, label_status
from chalicelib.dossiers.views import view_head
from chalicelib.exports.write_table import Cell, Sheet
from chalicelib.form.mobiles import show_mobile
from chalicelib.reference.days import legal_day
from chalicelib.reference.operators import OPERATORS
from chalicelib.words.translation import _, translate

HEADINGS = (
    _("Statut"),
    _("Numéro"),
    _("Nom"),
    _("Prénom"),
    _("Téléphone"),
    _("Commune"),
    _("Code postal"),
    _("Gestionnaire de réseau"),
    _("Espace"),
    _("Créé le"),
    _("Modifié le"),
    _("Envoyé le"),
    _("Souscription"),
    _("Signée le"),
    _("Rappel"),
    _("Mise en service"),
    _("Offre"),
)


def lay_out(lines: Sequence[Line]) -> Sheet:
    """Lay dossiers out as a table; its JSON names the columns as the API does."""
    return Sheet(
        translate(_("Dossiers")),
        tuple(map(translate, HEADINGS)),
        map(list_cells, lines),
        map(view_head, lines),
    )


def list_cells(line: Line) -> tuple[Cell, ...]:
    """Give a dossier's cells: texts as the page shows them, days as days."""
    operator = OPERATORS.get(line.operator)
    signed = find_signed(line)
    return (
        translate(label_status(line.status, line.operator)),
        line.reference,
        line.last_name,
        line.first_name,
        show_mobile(line.phone),
        line.city,
        line.postcode,
        operator.label if operator else line.operator,
        translate(SPACES[line.space]),
        _day(line.created_at),
        _day(line.updated_at),
        _day(line.submitted_at),
        translate(SIGNED[signed]) if signed else "",
        _day(line.signed_at),
        _day(line.reminded_at),
        line.commissioned_on,
        line.offer,
    )


def _day(at: datetime | None) -> date | None:
    return legal_day(at) if at else None
