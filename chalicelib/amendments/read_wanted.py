"""Read what is to be changed as it was typed: normal forms, or what is wrong and what to do."""

from collections.abc import Callable, Mapping

from chalicelib.amendments.model import AmendmentKind, Wanted, current_values
from chalicelib.amendments.read_power import plant_of, read_power
from chalicelib.dossiers.model import Dossier
from chalicelib.form.fields_equipment import LEAST_PRELOAD_KWH, MOST_PRELOAD_KWH
from chalicelib.form.identifiers import WrongIdentifierError, read_email, read_mobile
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _

LABELS: Mapping[str, str] = {
    "email": _("Adresse e-mail du client"),
    "mobile": _("Téléphone mobile du client"),
    "preload_kwh": _("Pré-chargement total"),
    "installed_power_kva": _("Puissance installée totale"),
    "connection_power_kva": _("Puissance de raccordement"),
    "peak_power_kwc": _("Puissance crête totale"),
    "consuel_number": _("Numéro du nouveau Consuel"),
}
READERS: Mapping[str, Callable[[str], str]] = {"email": read_email, "mobile": read_mobile}
BLANKS = str.maketrans("", "", " \u00a0\u202f")
MOST_FIGURES = 9


def read_wanted(kind: AmendmentKind, typed: Mapping[str, str], dossier: Dossier) -> Wanted:
    """Give the fields to change with their new values; InvalidFields when nothing would change.

    `typed` are texts by field, an empty one being left as it is.
    """
    current = current_values(dossier)
    match kind:
        case AmendmentKind.CONTACT:
            return _read_contact(typed, current)
        case AmendmentKind.PRELOAD:
            return _read_preload(typed.get("preload_kwh", ""), int(current["preload_kwh"]))
        case AmendmentKind.POWER:
            return read_power(typed, plant_of(dossier))
        case AmendmentKind.CANCELLATION:
            return {}


def _read_contact(typed: Mapping[str, str], current: Mapping[str, str | int]) -> Wanted:
    wanted: dict[str, str | int] = {}
    problems: list[FieldProblem] = []
    for name, read in READERS.items():
        text = typed.get(name, "").strip()
        try:
            value = read(text) if text else ""
        except WrongIdentifierError as wrong:
            label = {"label": LABELS[name]}
            problems.append(FieldProblem(name, wrong.code, wrong.message, label))
            continue
        if value and value != current[name]:
            wanted[name] = value
    if not wanted and not problems:
        sentence = _(
            "Indiquez la nouvelle adresse e-mail ou le nouveau numéro : ceux du dossier sont "
            "déjà les mêmes."
        )
        problems.append(FieldProblem("email", "same", sentence))
    if problems:
        raise InvalidFields(tuple(problems))
    return wanted


def _read_preload(text: str, now_kwh: int) -> Wanted:
    figures = text.translate(BLANKS)
    is_number = figures.isascii() and figures.isdigit() and len(figures) <= MOST_FIGURES
    number = int(figures) if is_number else 0
    least, most = int(LEAST_PRELOAD_KWH), int(MOST_PRELOAD_KWH)
    values = {"least": least, "most": most, "now": now_kwh}
    if not least <= number <= most:
        sentence = _("Pré-chargement total : indiquez un nombre entier de {least} à {most} kWh.")
        raise InvalidFields((FieldProblem("preload_kwh", "range", sentence, values),))
    if number <= now_kwh:
        sentence = _(
            "Pré-chargement total : le dossier en prévoit déjà {now} kWh. Indiquez un total plus "
            "grand, jusqu’à {most} kWh."
        )
        raise InvalidFields((FieldProblem("preload_kwh", "not-more", sentence, values),))
    return {"preload_kwh": number}
