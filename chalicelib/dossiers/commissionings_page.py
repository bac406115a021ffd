"""What the recap of commissionings shows: announced, awaited, then what was, by month (F67)."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.list_commissionings import Commissionings, Plant, list_commissionings
from chalicelib.dossiers.statuses import Status
from chalicelib.web.visit import Visit
from chalicelib.words.formats import month_in_words
from chalicelib.words.translation import _, translate

COMMISSIONINGS_PATH = "/dossiers/mises-en-service"

type Shown = dict[str, object]


def draw_commissionings(visit: Visit) -> Response:
    """Draw the firm's commissionings; what was comes a page at a time."""
    start = visit.query.get("debut") or None
    found = list_commissionings(by=as_actor(visit.person, "page"), start=start)
    next_url = f"{COMMISSIONINGS_PATH}?{urlencode({'debut': found.next})}" if found.next else ""
    return visit.show(
        "dossiers/commissionings.html",
        counters=_make_counters(found),
        announced=_by_month(found.announced),
        waiting=[_show(one) for one in found.waiting],
        commissioned=_by_month(found.commissioned),
        more_announced=_find_more(found.counts, Status.COMMISSIONING_ORDERED, found.announced),
        more_waiting=_find_more(found.counts, Status.COMMISSIONING_PENDING, found.waiting),
        previous_url=COMMISSIONINGS_PATH if start else "",
        next_url=next_url,
    )


LABELS = (_("Mises en service"), _("Annoncées"), _("En attente"))
TONES = ("done", "now", "wait")
PLACES = ("#realisees", "#annoncees", "#en-attente")


def _make_counters(found: Commissionings) -> list[Shown]:
    """How many of each, exact for the firm, as links to their part of the page."""
    return [
        {
            "label": translate(label),
            "number": number,
            "tone": tone,
            "url": COMMISSIONINGS_PATH + place,
        }
        for label, tone, place, number in zip(
            LABELS, TONES, PLACES, found.counts.values(), strict=True
        )
    ]


def _find_more(counts: Mapping[Status, int], status: Status, shown: tuple[Plant, ...]) -> str:
    """The address of the whole list of a status, where this page shows the oldest of it alone."""
    return f"/dossiers?statut={status}" if counts[status] > len(shown) else ""


def _by_month(plants: Iterable[Plant]) -> list[Shown]:
    """The installations under their month, in the order given; those without a day by themselves."""
    return [
        {
            "title": month_in_words(month) if month else translate(_("Date à venir")),
            "lines": [_show(one) for one in of_month],
        }
        for month, of_month in groupby(plants, key=_month_of)
    ]


def _month_of(plant: Plant) -> date | None:
    return plant.on.replace(day=1) if plant.on else None


def _show(plant: Plant) -> Shown:
    return {
        "url": f"/dossiers/{plant.dossier_id}",
        "name": f"{plant.last_name} {plant.first_name}".strip(),
        "city": plant.city,
        "reference": plant.reference,
        "on": plant.on,
        "since": plant.updated_at,
    }
