"""The private page and its calendar: no account, no personal data, in the reader's language."""

from urllib.parse import urlsplit

from chalice.app import Response

from chalicelib.accounts.find_firm import find_firm
from chalicelib.aws.clock import business_now
from chalicelib.dossiers.model import Dossier
from chalicelib.following import pages_links
from chalicelib.following.blueprints import pages
from chalicelib.following.course import tell_course
from chalicelib.following.model import calendar_secret, read_token, write_token
from chalicelib.following.open_following import open_calendar, open_following
from chalicelib.following.plain import GLOSSARY, SLOTS
from chalicelib.refusals import Refusal
from chalicelib.settings import load_settings
from chalicelib.subscription.ask_space import may_ask_space
from chalicelib.web.page import page, show_refusal
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.languages import OFFERED, OWN_NAMES
from chalicelib.words.translation import _, in_language, language_now, tag_of, translate

__all__ = ["pages", "pages_links"]

provide("tell_course", tell_course)
provide("tell_own_state", lambda state: translate(SLOTS[state]))
provide("list_glossary", lambda: [(translate(word), translate(said)) for word, said in GLOSSARY])

SHORT_NAMES = {language.partition("_")[0]: language for language in OFFERED}
"""Languages as the address of the page has them: `?langue=pt`."""

PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
}
"""A private address is told to no other site, kept by no search engine and no cache."""

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@page(pages, "/suivi/{token}", allow="public")
def show_following(visit: Visit, token: str) -> Response:
    """Show a dossier's way to who has its private link."""
    with in_language(choose_language(visit)):
        try:
            dossier = open_following(token, source_address=visit.source_address)
        except Refusal as refusal:
            return _keep_private(show_refusal(visit, refusal))
        return _keep_private(_draw(visit, token, dossier))


@page(pages, "/suivi/{token}/espace", method="POST", allow="public")
def send_space_link(visit: Visit, token: str) -> Response:
    """Have the link of the client's space mailed to the address on file, whoever follows."""
    from chalicelib.subscription.ask_space import ask_space
    from chalicelib.subscription.model import signatory_of

    with in_language(choose_language(visit)):
        try:
            dossier = open_following(token, source_address=visit.source_address)
            ask_space(dossier.head.dossier_id, by=signatory_of(dossier.head.dossier_id))
        except Refusal as refusal:
            return _keep_private(show_refusal(visit, refusal))
    done = _("Le lien de l’espace est en route, par mail, vers l’adresse du client.")
    return _keep_private(visit.go(f"/suivi/{token}", flash=done))


@page(pages, "/agenda/{token}", allow="public")
def show_calendar(visit: Visit, token: str) -> Response:
    """Give the calendar of a dossier to who has its address; `.ics` may end it."""
    from chalicelib.following.events import read_calendar
    from chalicelib.following.ics import write_ics

    with in_language(choose_language(visit)):
        try:
            address = token.removesuffix(".ics")
            dossier = open_calendar(address, source_address=visit.source_address)
        except Refusal as refusal:
            return _keep_private(show_refusal(visit, refusal))
        name = translate(_("Raccordement solaire {reference}"), reference=dossier.head.reference)
        text = write_ics(read_calendar(dossier, business_now()), name)
    response = _keep_private(visit.answer(text, 200, {"Content-Type": CALENDAR_TYPE}))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def choose_language(visit: Visit) -> str:
    """The language that the address names, else the reader's."""
    return SHORT_NAMES.get(visit.query.get("langue", ""), language_now())


def _keep_private(response: Response) -> Response:
    response.headers.update(PRIVATE)
    return response


def _draw(visit: Visit, token: str, dossier: Dossier) -> Response:
    firm = find_firm(dossier.head.firm_id)
    short = language_now().partition("_")[0]
    return visit.show(
        "following/following.html",
        head=dossier.head,
        course=tell_course(dossier),
        firm_name=firm.name if firm else "",
        token=token,
        may_ask_space=may_ask_space(dossier),
        portal_host=urlsplit(load_settings().portal_url).netloc,
        calendar_path=_calendar_path(token, short),
        languages=[
            {
                "name": OWN_NAMES[language],
                "tag": tag_of(language),
                "url": f"/suivi/{token}?langue={name}",
                "current": name == short,
            }
            for name, language in SHORT_NAMES.items()
        ],
    )


def _calendar_path(token: str, short: str) -> str:
    """The path of the calendar: its secret follows from the page's, and leads back to nothing."""
    key = read_token(token)
    address = write_token(key.dossier_id, calendar_secret(key.secret))
    return f"/agenda/{address}.ics?langue={short}"
