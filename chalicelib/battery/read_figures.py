"""Read the figures of a reading as they were typed, in a form or in a line of a file. Pure."""

from decimal import Decimal

from chalicelib.battery.model import MOST_KWH, PLACES, Month, Reading
from chalicelib.form.numbers import find_number
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _

FORMAT: dict[str, str] = {
    "injected_kwh": _(
        "Énergie injectée : un nombre de kWh entre 0 et {most}, 3 décimales au plus."
    ),
    "drawn_kwh": _("Énergie soutirée : un nombre de kWh entre 0 et {most}, 3 décimales au plus."),
}


def read_figures(month: Month, injected: str, drawn: str) -> Reading:
    """Read a month's figures in kWh; InvalidFields names each that cannot be."""
    typed = {"injected_kwh": injected, "drawn_kwh": drawn}
    found = {name: _find_kwh(text) for name, text in typed.items()}
    problems = tuple(
        FieldProblem(name, "format", FORMAT[name], {"most": int(MOST_KWH)})
        for name, number in found.items()
        if number is None
    )
    if problems:
        raise InvalidFields(problems)
    return Reading(month, found["injected_kwh"] or Decimal(0), found["drawn_kwh"] or Decimal(0))


def _find_kwh(text: str) -> Decimal | None:
    number = find_number(text)
    if number is None or not 0 <= number <= MOST_KWH:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and -exponent <= PLACES else None
