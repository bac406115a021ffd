"""What every page must be in a browser, whoever opens it, on a phone, at a desk and on paper.

Each check gives what it found wrong, in words; nothing when the page is as it should be.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, ViewportSize

PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1440, height=900)
PAPER = ViewportSize(width=718, height=1046)
"""A4 between margins of a centimetre, in CSS pixels."""

HEAVIEST_BYTES = 100_000
MOST_SHIFT = 0.01
WEIGHED = frozenset({"document", "stylesheet", "script"})
NOTE_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = """
async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  return window.shifted;
}
"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
SHAPE = """
() => innerWidth + " " + [...new Set([...document.querySelectorAll("main, main *")].map(
  (one) => one.tagName + "." + one.className))].join()
"""
"""Which kinds of parts a page has."""

CUT_OFF = """
() => [...document.querySelectorAll("main *")].filter((one) => {
  const style = getComputedStyle(one);
  const hides = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
  return hides && one.clientWidth > 1 && style.display !== "inline";
}).map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
"""
AROUND = ".bar-nav, .menu, .foot, .skip"
"""What stands around a page to go elsewhere: nobody goes anywhere from paper."""


@dataclass
class Sight:
    """A page of a browser, and what it asked for since it was opened."""

    page: Page
    own_host: str
    asked: list[Request] = field(default_factory=list)
    shapes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note what is asked for, and how far things move."""
        self.page.on("request", self._note)
        self.page.add_init_script(NOTE_SHIFTS)

    def _note(self, request: Request) -> None:
        self.asked.append(request)

    def look(self, url: str) -> Iterator[str]:
        """Open an address on both screens and on paper, and tell what is wrong."""
        for screen in (PHONE, DESK):
            self.asked.clear()
            self.page.emulate_media(media="screen")
            self.page.set_viewport_size(screen)
            self.page.goto(url)
            yield from self._check_screen(screen)
        yield from self._check_paper()

    def _check_screen(self, screen: ViewportSize) -> Iterator[str]:
        shift = self.page.evaluate(SETTLED)
        if shift >= MOST_SHIFT:
            yield f"moves by {shift:.3f} at {screen['width']} px"
        wide = self.page.evaluate(TOO_WIDE)
        if wide > 0:
            yield f"runs {wide} px over {screen['width']} px"
        if screen is PHONE:
            yield from self._check_requests()
        yield from self._check_access(screen)

    def _check_access(self, screen: ViewportSize) -> Iterator[str]:
        """What axe finds; at a desk, once for each shape of a page, for its parts are the same."""
        shape = self.page.evaluate(SHAPE)
        if screen is DESK and shape in self.shapes:
            return
        self.shapes.add(shape)
        for one in Axe().run(self.page).response["violations"]:
            yield f"axe, {screen['width']} px: {one['id']} {one['nodes'][0]['html'][:120]}"

    def _check_requests(self) -> Iterator[str]:
        """No third party is asked, and what is ours is light as it is served."""
        foreign = {one.url for one in self.asked if urlsplit(one.url).netloc != self.own_host}
        if foreign - {one for one in foreign if one.startswith("data:")}:
            yield f"asks {sorted(foreign)}"
        weighed = [one for one in self.asked if one.resource_type in WEIGHED]
        answers = [answer for one in weighed if (answer := one.response())]
        weight = sum(len(answer.body()) for answer in answers)
        if weight >= HEAVIEST_BYTES:
            yield f"weighs {weight} bytes"

    def _check_paper(self) -> Iterator[str]:
        """What is printed has no navigation, and nothing is cut off at the margin."""
        self.page.emulate_media(media="print")
        self.page.set_viewport_size(PAPER)
        if shown := [one for one in self.page.locator(AROUND).all() if one.is_visible()]:
            yield f"prints its navigation: {shown[0].get_attribute('class')}"
        wide = self.page.evaluate(TOO_WIDE)
        if wide > 0:
            yield f"runs {wide} px over the paper"
        if cut := self.page.evaluate(CUT_OFF):
            yield f"cuts off on paper: {cut}"
