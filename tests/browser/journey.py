"""What an installer does in a browser, from the door to the number to read aloud."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Locator, Page, expect

from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.inputs import html_name, shape_of
from chalicelib.form.steps import STEPS
from chalicelib.form.typed import to_texts
from local import papers
from tests.form.whole_form import whole_form

SCREENS = Path(__file__).parents[2] / "out" / "screens"
CHECKED_MS = 90_000
"""How long the local cloud may take to hand a file over, judge it and say so."""

HOUSE = papers.Household(
    name="Claire Durand",
    address="12 rue des Lilas",
    city="Lyon",
    postcode="69003",
    pdl="01234567890123",
    subscribed_kva="9",
    installed_kva="8",
    installer="Soleil du Midi",
)


def pdf(name: str, content: bytes) -> FilePayload:
    """A PDF as a person picks it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def jpeg(name: str, content: bytes) -> FilePayload:
    """A photograph as a person picks it."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def list_papers() -> Mapping[str, FilePayload]:
    """The files that are due before sending, by slot."""
    bill = papers.draw_bill(HOUSE, date(2026, 2, 1))
    return {
        "facture": pdf("Facture été n° 12.pdf", bill),
        "photo_installation": jpeg("toiture.jpg", papers.draw_photo("Toiture")),
        "photo_compteur": jpeg("compteur.jpeg", papers.draw_photo("Compteur")),
    }


@dataclass(frozen=True)
class Journey:
    """One person in one browser; each page is photographed under the screen's name."""

    page: Page
    portal: str
    screen: str
    reads_scripts: bool = True

    def open(self, path: str) -> None:
        """Open a page of the portal."""
        self.page.goto(f"{self.portal.rstrip('/')}{path}")

    def photograph(self, name: str) -> None:
        """Keep a picture of the page; it runs over no screen, and axe finds nothing in it."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}-{self.screen}.png", full_page=True)
        if self.reads_scripts:
            found = Axe().run(self.page).response["violations"]
            assert not found, f"{name}: {[one['id'] for one in found]}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} runs {wide} px over the screen"

    def sign_in(self, email: str, password: str) -> None:
        """Pass the door."""
        self.open("/connexion")
        self.photograph("connexion")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main form button.primary")
        expect(self.page).to_have_url(re.compile(r"/dossiers$"))

    def begin(self) -> None:
        """Begin a draft from the list."""
        self.photograph("liste")
        self.page.click("main .head form button.primary")
        expect(self.page).to_have_url(re.compile(r"/etape/1$"))

    def fill_step(self, number: int, **changed: str) -> None:
        """Fill a step's fields as a person does."""
        step = STEPS[number - 1]
        texts = to_texts(step, whole_form()[step])
        texts |= {name: text for name, text in changed.items() if name in texts}
        texts.pop("email_confirmation", None)
        for entry in load_step_form(step).entries():
            fields = entry.fields if isinstance(entry, Rows) else (entry,)
            before = f"{entry.name}.0." if isinstance(entry, Rows) else ""
            for field in fields:
                text = texts.get(f"{before}{field.name}", "")
                if text:
                    self.fill(field, html_name(f"{before}{field.name}"), text)

    def fill(self, field: Field, name: str, text: str) -> None:
        """Fill one field."""
        match shape_of(field):
            case "select":
                self.page.select_option(f"select[name='{name}']", text)
            case "choice":
                self.page.check(f"input[name='{name}'][value='{text}']")
            case "checkbox":
                self.page.check(f"input[name='{name}']")
            case _:
                self.page.fill(f"[name='{name}']", text)
                if field.kind is Kind.EMAIL:
                    self.page.fill("[name='email_confirmation']", text)

    def go_on(self) -> None:
        """Press the button that goes on."""
        self.page.click("button.primary[form=etape]")

    def fill_steps(self, **changed: str) -> None:
        """Fill the first four steps, each leading to the next."""
        for number in range(1, 5):
            self.fill_step(number, **changed)
            self.photograph(f"etape-{number}")
            self.go_on()
            expect(self.page).to_have_url(re.compile(rf"/etape/{number + 1}$"))

    def pick_files(self, files: Mapping[str, FilePayload]) -> None:
        """Pick a file for each slot: it goes straight to the bucket, with a progress bar."""
        for slot, file in files.items():
            # Nobody picks a file before the script has shown where: until then it does not listen.
            expect(self.page.locator(f"[data-slot={slot}] .slot-form").first).to_be_visible()
            self.page.set_input_files(f"#pick-{slot}", file)
            expect(self.accepted(slot)).to_be_visible(timeout=CHECKED_MS)
        self.photograph("etape-5")

    def accepted(self, slot: str) -> Locator:
        """A file of the slot that was accepted."""
        return self.page.locator(f"[data-slot={slot}] [data-state=accepted]").first

    def deposit_plainly(self, files: Mapping[str, FilePayload]) -> None:
        """Deposit each file by the form that needs no JavaScript, then look again."""
        here = self.page.url
        for slot, file in files.items():
            self.page.click(f"[data-slot={slot}] .slot-plain")
            self.page.set_input_files("#file", file)
            self.photograph("depot")
            self.page.click("main form button.primary")
            self.page.get_by_role("button", name="Continuer").click()
            # Whoever leaves before the bucket sent them back may leave before it has the file.
            expect(self.page).to_have_url(re.compile(r"/etape/5#pieces$"))
            self.page.goto(here)
        for slot in files:
            self.look_until_accepted(slot)
        self.photograph("etape-5")

    def look_until_accepted(self, slot: str) -> None:
        """Load the page again until the file was judged, as a person does."""
        for _look in range(CHECKED_MS // 1000):
            if self.accepted(slot).count():
                return
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise AssertionError(f"{slot} was not accepted in time")

    def send(self) -> str:
        """Read the recap again, send, and give the number to read aloud."""
        self.fill_step(5)
        self.go_on()
        expect(self.page).to_have_url(re.compile(r"/recapitulatif$"))
        self.photograph("recapitulatif")
        self.page.click("form[action$='/envoi'] button.primary")
        expect(self.page).to_have_url(re.compile(r"/envoye$"))
        self.photograph("envoye")
        return self.page.locator(".reference").inner_text()
