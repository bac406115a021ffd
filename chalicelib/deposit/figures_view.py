"""Figures that follow from the equipment, beside what was typed: on the page, and while typing.

A script keeps them while somebody types; without it they are those of the last save.
"""

from dataclasses import dataclass
from decimal import Decimal

from chalicelib.dossiers.model import Dossier
from chalicelib.form.completeness import INSTALLED_DIFFERS, PEAK_DIFFERS, ROUNDING_KWC, SINGLE_PHASE
from chalicelib.form.figures import (
    SINGLE_PHASE_MOST_KVA,
    find_installed_power_kva,
    find_number_in,
    find_peak_power_kwc,
)
from chalicelib.form.steps import Step
from chalicelib.words.formats import show_number
from chalicelib.words.translation import _, translate

type Watch = dict[str, str]
"""What a script watches at a field, as attributes of its input."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A derived figure: what it is, what it comes to, and the number typed at step 3 if any."""

    key: str
    label: str
    number: Decimal | None
    unit: str
    typed: Decimal | None
    slack: Decimal
    differs: str

    @property
    def text(self) -> str:
        """The figure as people read it, a dash while the equipment is not known."""
        return f"{show_number(self.number)} {self.unit}" if self.number is not None else "–"

    @property
    def watch(self) -> Watch:
        """What the script needs to say at once that the two differ."""
        words = translate(self.differs, typed="{typed}", computed="{computed}")
        return {"slack": str(self.slack), "differs": words}


def make_figures(dossier: Dossier) -> tuple[Figure, ...]:
    """The two figures that follow from the equipment."""
    equipment, plant = dossier.values_of(Step.EQUIPMENT), dossier.values_of(Step.PLANT)
    return (
        Figure(
            "peak",
            translate(_("Puissance crête d’après les panneaux")),
            find_peak_power_kwc(equipment),
            "kWc",
            find_number_in(plant, "peak_power_kwc"),
            ROUNDING_KWC,
            PEAK_DIFFERS,
        ),
        Figure(
            "installed",
            translate(_("Puissance installée d’après le matériel")),
            find_installed_power_kva(equipment),
            "kVA",
            find_number_in(plant, "installed_power_kva"),
            Decimal(0),
            INSTALLED_DIFFERS,
        ),
    )


def list_figures(dossier: Dossier, step: Step) -> tuple[Figure, ...]:
    """The figures of a page: always beside the equipment, once known beside the powers."""
    if step is Step.EQUIPMENT:
        return make_figures(dossier)
    if step is Step.PLANT:
        return tuple(one for one in make_figures(dossier) if one.number is not None)
    return ()


def list_watches(dossier: Dossier, step: Step) -> dict[str, Watch]:
    """What is watched while the powers of step 3 are typed, by field."""
    if step is not Step.PLANT:
        return {}
    names = {"peak": "peak_power_kwc", "installed": "installed_power_kva"}
    watched = {
        names[one.key]: {"data-computed": str(one.number)}
        | {f"data-{name}": text for name, text in one.watch.items()}
        for one in make_figures(dossier)
        if one.number is not None
    }
    if dossier.values_of(Step.ELECTRICITY).get("phases") == "monophase":
        most = show_number(SINGLE_PHASE_MOST_KVA)
        watched["connection_power_kva"] = {
            "data-most": str(SINGLE_PHASE_MOST_KVA),
            "data-differs": translate(SINGLE_PHASE, typed="{typed}", most=most),
        }
    return watched
