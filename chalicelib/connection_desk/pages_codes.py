"""Label a code that nobody knew, and apply what it means to the dossiers that wait for it."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.connection_desk.blueprints import pages
from chalicelib.operators.refusals import LabelUnreadable
from chalicelib.policy.audiences import AGENTS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate


@page(pages, "/operateurs/codes", method="POST", allow=AGENTS)
def label_code(visit: Visit) -> Response:
    """Keep what an agent says of a code; the dossiers that hold it follow, with their report."""
    from chalicelib.connection_desk.label_code import label_code
    from chalicelib.operators.connectors_page import draw_connectors

    form = visit.form
    try:
        report = label_code(
            form.text("gestionnaire"),
            form.text("code"),
            form.text("libelle"),
            form.text("sens"),
            idempotency_key=form.text("key"),
            by=visit.person,
            actor=as_actor(visit.person, "page"),
        )
    except LabelUnreadable as refusal:
        message = translate(refusal.message, **refusal.values)
        return draw_connectors(visit, errors={refusal.field or "libelle": message}, status=422)
    if report is None:
        done = _("Le code est libellé. Aucun dossier ne l’attendait.")
        return visit.go("/operateurs", flash=done)
    return visit.go(f"/lots/{report.batch.batch_id}")
