"""What an installer has to do now, oldest first."""

from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.dossiers.task_words import TASKS
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

TASKS_PATH = "/dossiers/a-faire"


@page(pages, TASKS_PATH, allow=INSTALLERS)
def show_tasks(visit: Visit) -> Response:
    """Show what waits for the firm's installers, longest first, then drafts left lying."""
    from chalicelib.aws.clock import business_now
    from chalicelib.dossiers.list_tasks_ahead import list_tasks_ahead
    from chalicelib.dossiers.status_labels import TONES, label_status

    start = visit.query.get("debut") or None
    actor = as_actor(visit.person, "page")
    ahead = list_tasks_ahead(by=actor, now=business_now(), start=start)
    lines = [
        {
            "line": line,
            "name": f"{line.last_name} {line.first_name}".strip(),
            "status": translate(label_status(line.status, line.operator)),
            "tone": TONES[line.status],
            "tasks": [translate(TASKS[task]) for task in line.tasks],
        }
        for line in (*ahead.lines, *ahead.drafts)
    ]
    return visit.show(
        "dossiers/tasks.html",
        lines=lines,
        previous_url=TASKS_PATH if start else "",
        next_url=f"{TASKS_PATH}?{urlencode({'debut': ahead.next})}" if ahead.next else "",
    )
