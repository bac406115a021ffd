"""A draft filled step by step in a browser without a script, as its pages offer it."""

import re
from html import unescape

from chalicelib.aws.table import Table
from chalicelib.form.inputs import html_name
from chalicelib.form.steps import STEPS
from chalicelib.form.typed import to_texts
from tests.dossiers.conftest import Callers
from tests.form.whole_form import give_pieces, whole_form
from tests.portal import Answer, Portal

INPUT = re.compile(r"<(input|textarea|select)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


def begin(browser: Portal) -> str:
    """Begin a draft and give its address."""
    key = re.search(r'name="key" value="([^"]+)"', browser.get("/dossiers").body)
    assert key is not None
    begun = browser.post("/dossiers/nouveau", {"key": key.group(1)})
    return begun.headers["location"].removesuffix("/etape/1")


def fill(number: int, **changed: str) -> dict[str, str]:
    """The texts of a step of the whole form, with some changed."""
    step = STEPS[number - 1]
    texts = to_texts(step, whole_form()[step])
    return {html_name(path): text for path, text in texts.items()} | changed


def find_base(page: str) -> str:
    """What a page says that it was shown."""
    found = re.search(r'name="base" value="([^"]*)"', page)
    assert found is not None
    return unescape(found.group(1))


def open_step(browser: Portal, dossier: str, number: int) -> dict[str, str]:
    """Open a step and give its fields as the browser would send them back."""
    page = browser.get(f"{dossier}/etape/{number}").body
    return read_fields(page)


def read_fields(page: str) -> dict[str, str]:
    """The fields of a step's form as they stand, without buttons and token."""
    form = page[page.index('id="etape"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, str] = {}
    for kind, attributes in INPUT.findall(form):
        told = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        name = told.get("name", "")
        if kind == "input" and name not in {"", "csrf"}:
            is_box = told.get("type") in {"radio", "checkbox"}
            if not is_box or "checked" in told:
                sent[name] = told.get("value", "")
    for name, rest in re.findall(
        r'<select id="[^"]*" name="([^"]+)"(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', rest)
        sent[name] = chosen.group(1) if chosen else ""
    for name, text in re.findall(
        r'<textarea id="[^"]*" name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        sent[name] = unescape(text)
    return sent


def post_step(browser: Portal, dossier: str, number: int, **more: str) -> Answer:
    """Press a button of a step."""
    return browser.post(f"{dossier}/etape/{number}", fill(number) | more)


def fill_all(browser: Portal) -> str:
    """Fill the five steps of a new draft."""
    dossier = begin(browser)
    for number in range(1, 6):
        post_step(browser, dossier, number)
    return dossier


def send(browser: Portal, callers: Callers, table: Table) -> str:
    """Fill a new draft, give its pieces, send it, and give its address."""
    dossier = fill_all(browser)
    give_pieces(table, dossier.rpartition("/")[2], callers.people.installer)
    assert browser.post(f"{dossier}/envoi").headers["location"] == f"{dossier}/envoye"
    return dossier
