"""What the page shows that is read again before a dossier is sent."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.aws.clock import business_now
from chalicelib.deposit.equipment_warnings import list_equipment_warnings
from chalicelib.deposit.problem_links import list_links
from chalicelib.deposit.step_page import make_steps
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.overview import show_pieces
from chalicelib.dossiers.radar import look_at_papers
from chalicelib.dossiers.radar_view import show_findings
from chalicelib.dossiers.save_step import head_with_form
from chalicelib.dossiers.submit import list_missing_pieces
from chalicelib.form.completeness import list_obstacles, list_warnings
from chalicelib.form.recap import recap_form
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import required_slots
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

type Errors = Mapping[str, str]
"""What is wrong with a posted field, by its HTML name."""


def draw_recap(
    visit: Visit, dossier: Dossier, *, errors: Errors | None = None, status: int = 200
) -> Response:
    """Draw the recap's page; `errors` are those of an explanation that was not taken."""
    now = business_now()
    operator = head_with_form(dossier.head, dossier.form).operator
    today = legal_day(now, dossier.head.postcode)
    slots = required_slots(dossier.form, operator, today)
    findings = look_at_papers(dossier, today)
    return visit.show(
        "deposit/recap.html",
        status=status,
        dossier=dossier,
        steps=make_steps(dossier, None),
        recaps=recap_form(dossier.form),
        pieces=show_pieces(dossier),
        slots=slots,
        slot_labels={slot.code: translate(slot.label) for slot in slots},
        obstacles=list_links(
            (
                *(problem for _step, problem in list_obstacles(dossier.form)),
                *list_missing_pieces(dossier, slots),
            )
        ),
        warnings=list_links((*list_warnings(dossier.form), *list_equipment_warnings(dossier.form))),
        radar=show_findings(dossier, findings, slots, visit.person.role),
        errors=errors or {},
        typed=visit.form.as_mapping() if errors else {},
    )
