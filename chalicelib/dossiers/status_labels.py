"""The words in which people read statuses and spaces; a status may be told by its operator."""

from collections.abc import Mapping

from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate

STATUSES: Mapping[Status, str] = {
    Status.DRAFT: _("Brouillon"),
    Status.NEW: _("Nouveau"),
    Status.AWAITING_PIECE: _("Attente de pièce"),
    Status.WITH_OPERATOR: _("En traitement GRD"),
    Status.COMMISSIONING_PENDING: _("MES en attente"),
    Status.COMMISSIONING_ORDERED: _("Mise en service commandée"),
    Status.CLOSED: _("Clôturé"),
    Status.CANCELLED: _("Annulé"),
}

TONES: Mapping[Status, Tone] = {
    Status.DRAFT: "draft",
    Status.NEW: "now",
    Status.AWAITING_PIECE: "wait",
    Status.WITH_OPERATOR: "now",
    Status.COMMISSIONING_PENDING: "now",
    Status.COMMISSIONING_ORDERED: "now",
    Status.CLOSED: "done",
    Status.CANCELLED: "stop",
}

SPACES: Mapping[Space, str] = {
    Space.SMALL: _("GAR"),
    Space.LARGE: _("GAR + 36 kVA"),
}


def label_status(status: Status, operator: str = "") -> str:
    """The status in words; while an operator instructs, its own name (« En traitement Enedis »)."""
    from chalicelib.reference.operators import OPERATORS

    known = OPERATORS.get(operator)
    if status is Status.WITH_OPERATOR and known is not None:
        return translate(_("En traitement {operator}"), operator=known.label)
    return STATUSES[status]
