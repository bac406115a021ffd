"""What a dossier still needs before it can be sent, and what contradicts itself in it.

Pure: from the form's values to problems in the order of the pages. Missing pieces are added by
whoever knows the slots (`reference.required_pieces`).
"""

from collections.abc import Iterator
from decimal import Decimal

from chalicelib.form import problems
from chalicelib.form.client_checks import check_client
from chalicelib.form.field_kinds import Due, Field, Rows
from chalicelib.form.fields import find_field, load_step_form
from chalicelib.form.figures import (
    SINGLE_PHASE_MOST_KVA,
    StepValues,
    find_installed_power_kva,
    find_number_in,
    find_peak_power_kwc,
    rows_of,
)
from chalicelib.form.steps import AS_TYPED, STEPS, Step
from chalicelib.form.values import Form
from chalicelib.reference.communes import is_commune, list_communes_of
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import _
from chalicelib.words.values import Number

ROUNDING_KWC = Decimal("0.005")
SINGLE_PHASE = _(
    "Puissance de raccordement demandée : {typed} kVA dépasse les {most} kVA d’un "
    "branchement monophasé. Réduisez-la, ou corrigez le type de branchement."
)
PEAK_DIFFERS = _(
    "Puissance crête : {typed} kWc saisis, {computed} kWc d’après les panneaux de "
    "l’étape 4. Corrigez l’une ou les autres."
)
INSTALLED_DIFFERS = _(
    "Puissance de production installée : {typed} kVA saisis, {computed} kVA d’après le "
    "matériel (le plus petit des onduleurs et des panneaux). Vérifiez-la."
)
COMMUNES_NAMED = 4
"""How many communes of a postcode a warning names."""


def step_values(form: Form, step: Step) -> StepValues:
    """A step's values, empty when it was never saved."""
    return form.get(step.value, {})


def is_due(due: Due, form: Form) -> bool:
    """Whether this dossier cannot be sent without such a field."""
    match due:
        case Due.NEVER:
            return False
        case Due.EVERYONE:
            return True
        case Due.PROFESSIONAL:
            return step_values(form, Step.CLIENT).get("client_type") == "professionnel"


def list_missing(form: Form, step: Step) -> tuple[FieldProblem, ...]:
    """The fields of one step that are due and not filled, in the order of the page."""
    values = step_values(form, step)
    found: list[FieldProblem] = []
    for entry in load_step_form(step).entries():
        if isinstance(entry, Rows):
            found += missing_in_rows(entry, rows_of(values, entry.name), form)
        elif is_due(entry.due, form) and not is_filled(values, entry):
            found.append(problems.missing(entry.name, entry))
    return tuple(found)


def list_wrong(form: Form, step: Step) -> tuple[FieldProblem, ...]:
    """The fields of a draft's step that are still as they were typed wrongly."""
    as_typed = step_values(form, step).get(AS_TYPED)
    paths = as_typed.keys() if isinstance(as_typed, dict) else ()
    found = ((path, find_field(step, path)) for path in paths)
    return tuple(problems.name_problem(path, "wrong", entry) for path, entry in found if entry)


def is_filled(values: StepValues, field: Field) -> bool:
    """Whether a field has an answer; zero and no are answers."""
    return values.get(field.name) not in {None, ""}


def missing_in_rows(
    entry: Rows, rows: tuple[StepValues, ...], form: Form
) -> Iterator[FieldProblem]:
    """What the rows of that name lack: a first row, or cells."""
    if not rows and is_due(entry.due, form):
        yield problems.missing(entry.name, entry)
    for index, row in enumerate(rows):
        for field in entry.fields:
            if is_due(field.due, form) and not is_filled(row, field):
                yield problems.missing(f"{entry.name}.{index}.{field.name}", field)


def list_contradictions(form: Form) -> tuple[FieldProblem, ...]:
    """What the operator would refuse: each named at the field to correct. Blocks the sending."""
    return tuple(single_phase_limit(form)) + tuple(peak_power_mismatch(form))


def single_phase_limit(form: Form) -> Iterator[FieldProblem]:
    """A single phase carries 6 kVA of connection power at most (guide MyLight)."""
    power = find_number_in(step_values(form, Step.PLANT), "connection_power_kva")
    phases = step_values(form, Step.ELECTRICITY).get("phases")
    if phases == "monophase" and power is not None and power > SINGLE_PHASE_MOST_KVA:
        yield FieldProblem(
            "connection_power_kva",
            "single-phase-limit",
            SINGLE_PHASE,
            {"typed": Number(power), "most": Number(SINGLE_PHASE_MOST_KVA)},
        )


def peak_power_mismatch(form: Form) -> Iterator[FieldProblem]:
    """The peak power is checked as unit power times count (FAQ Urban Solar), to 5 Wc."""
    typed = find_number_in(step_values(form, Step.PLANT), "peak_power_kwc")
    computed = find_peak_power_kwc(step_values(form, Step.EQUIPMENT))
    if typed is None or computed is None or abs(typed - computed) <= ROUNDING_KWC:
        return
    yield FieldProblem(
        "peak_power_kwc",
        "peak-power-mismatch",
        PEAK_DIFFERS,
        {"typed": Number(typed), "computed": Number(computed)},
    )


def list_warnings(form: Form) -> tuple[FieldProblem, ...]:
    """What deserves a second look before sending; blocks nothing."""
    return (
        *check_client(form),
        *commune_not_of_postcode(form),
        *pdl_is_siret(form),
        *installed_power_differs(form),
        *limiting_attestation_needed(form),
    )


def commune_not_of_postcode(form: Form) -> Iterator[FieldProblem]:
    """A commune and its postcode that do not go together, as far as the list of communes knows."""
    client = step_values(form, Step.CLIENT)
    postcode, city = str(client.get("postcode") or ""), str(client.get("city") or "")
    known = list_communes_of(postcode)
    if not city or not known or any(is_commune(one, city) for one in known):
        return
    yield FieldProblem(
        "city",
        "commune-not-of-postcode",
        _(
            "Commune : {city} n’a pas le code postal {postcode}, qui est celui de {known}. "
            "Vérifiez les deux."
        ),
        {
            "city": city,
            "postcode": postcode,
            "known": ", ".join(one.name for one in known[:COMMUNES_NAMED]),
        },
    )


def pdl_is_siret(form: Form) -> Iterator[FieldProblem]:
    """Both have 14 digits: the same one twice is a slip."""
    pdl = step_values(form, Step.ELECTRICITY).get("pdl")
    if pdl and pdl == step_values(form, Step.CLIENT).get("siret"):
        yield FieldProblem(
            "pdl",
            "pdl-is-siret",
            _("PDL : c’est aussi le SIRET du client. Vérifiez-le sur la facture d’électricité."),
        )


def installed_power_differs(form: Form) -> Iterator[FieldProblem]:
    """The installed power typed beside the one that follows from the equipment."""
    typed = find_number_in(step_values(form, Step.PLANT), "installed_power_kva")
    computed = find_installed_power_kva(step_values(form, Step.EQUIPMENT))
    if typed is None or computed is None or typed == computed:
        return
    yield FieldProblem(
        "installed_power_kva",
        "installed-power-differs",
        INSTALLED_DIFFERS,
        {"typed": Number(typed), "computed": Number(computed)},
    )


def limiting_attestation_needed(form: Form) -> Iterator[FieldProblem]:
    """More installed than connected needs an attestation of limiting (guide MyLight)."""
    plant = step_values(form, Step.PLANT)
    installed = find_number_in(plant, "installed_power_kva")
    connected = find_number_in(plant, "connection_power_kva")
    if installed is None or connected is None or installed <= connected:
        return
    yield FieldProblem(
        "installed_power_kva",
        "limiting-attestation",
        _(
            "Puissance de production installée : {installed} kVA dépassent les {connected} kVA "
            "de raccordement. Une attestation de bridage sera demandée à l’étape 5."
        ),
        {"installed": Number(installed), "connected": Number(connected)},
    )


def list_obstacles(form: Form) -> tuple[tuple[Step, FieldProblem], ...]:
    """Everything in the fields that keeps the dossier from being sent, with its step."""
    found: list[tuple[Step, FieldProblem]] = []
    for step in STEPS:
        wrong = {problem.field: problem for problem in list_wrong(form, step)}
        missing = {problem.field: problem for problem in list_missing(form, step)}
        found += [(step, problem) for problem in (missing | wrong).values()]
    found += [(Step.PLANT, problem) for problem in list_contradictions(form)]
    return tuple(found)
