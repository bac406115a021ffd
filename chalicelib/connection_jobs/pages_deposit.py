"""The page of the grouped deposit: lines pasted or a file picked, one draft for each (F313)."""

import base64
import binascii

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.ids import new_token
from chalicelib.connection_jobs.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.form import LARGEST_FORM_BYTES
from chalicelib.web.headers import page_headers
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

DEPOSIT = "/dossiers/depot-groupe"
MOST_POSTED_BYTES = 2 * 1024 * 1024
"""A whole sheet in base 64, or its lines with every accent written as three characters."""


@page(pages, DEPOSIT, allow=INSTALLERS)
def show_deposit(visit: Visit) -> Response:
    """Show where lines are pasted, and the template."""
    return _draw(visit)


@page(pages, DEPOSIT, allow=INSTALLERS, method="POST", most_bytes=MOST_POSTED_BYTES)
def deposit(visit: Visit) -> Response:
    """Take a sheet; what cannot be read is told at its field, with what was typed still there."""
    from chalicelib.connection_jobs.ask_deposit import ask_deposit
    from chalicelib.sheets.model import SheetRefused

    # As it was pasted: a first column without a heading begins with its separator.
    typed = next((text for name, text in visit.form if name == "lignes"), "")
    picked = visit.form.text("fichier")
    key, actor = visit.form.text("key"), as_actor(visit.person, "page")
    content = b""
    try:
        content = _read_picked(picked) if picked else typed.encode()
        job = ask_deposit(content, idempotency_key=key, by=actor)
    except SheetRefused as refused:
        error = translate(refused.message, **refused.values)
        return _draw(visit, status=refused.status, typed=typed or _to_correct(content), error=error)
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, DEPOSIT + "/modele.csv", allow=INSTALLERS)
def download_csv_template(visit: Visit) -> Response:
    """Give the template as lines of text."""
    from chalicelib.sheets.template import write_csv_template

    headers = {
        **page_headers(),
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="modele-depot-groupe.csv"',
    }
    return visit.answer(write_csv_template(), 200, headers)


@page(pages, DEPOSIT + "/modele.xlsx", allow=INSTALLERS)
def download_xlsx_template(visit: Visit) -> Response:
    """Send the browser to the template as a workbook, with its explanations."""
    from chalicelib.connection_jobs.ask_deposit import read_template

    return visit.go(read_template())


def _read_picked(picked: str) -> bytes:
    """Read a file that the page's script put into a field."""
    from chalicelib.sheets.model import SheetUnreadable

    try:
        return base64.b64decode(picked, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SheetUnreadable from error


def _to_correct(content: bytes) -> str:
    """Give the lines of a picked file that was refused, to be corrected where lines are pasted."""
    from chalicelib.sheets.model import SheetUnreadable
    from chalicelib.sheets.read_csv import decode
    from chalicelib.sheets.read_xlsx import is_workbook

    if is_workbook(content) or len(content) > LARGEST_FORM_BYTES or b"\x00" in content:
        return ""
    try:
        return decode(content)
    except SheetUnreadable:
        return ""


def _draw(visit: Visit, *, status: int = 200, typed: str = "", error: str = "") -> Response:
    from chalicelib.sheets.model import KIB, MOST_LINES, MOST_SHEET_BYTES
    from chalicelib.sheets.template import explain

    return visit.show(
        "connection_jobs/deposit.html",
        status=status,
        typed=typed,
        error=error,
        key=visit.form.text("key") or new_token(),
        explained=list(explain()),
        most_lines=MOST_LINES,
        most_kib=MOST_SHEET_BYTES // KIB,
    )
